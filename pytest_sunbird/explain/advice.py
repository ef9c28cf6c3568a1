"""
What to do when something is missing.
"""

from __future__ import annotations

from difflib import get_close_matches
from http import HTTPStatus
from typing import TYPE_CHECKING

from sunbird_telemetry.event_types import EVENT_TYPES

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_sunbird.events import Event
    from pytest_sunbird.inbox import Inbox
    from pytest_sunbird.wanting import Wish

__all__ = ["advice", "of_type"]

# contract/clients.md 1: no SDK sends by the clock, and none at the end of the page.
_FLUSH = (
    "SDKs send when batchsize events are queued, at END, and at syncEvents(); what is queued when "
    "the app ends is lost."
)


def advice(
    inbox: Inbox, accepts: Callable[[Event], bool], wish: Wish | None = None
) -> tuple[str, ...]:
    """
    What to do so that an event arrives in *inbox* that somebody *accepts*, or has a *wish* for.
    """
    return (*of_type(wish), _cause(inbox, accepts), *_unsent(inbox, wish))


def of_type(wish: Wish | None) -> tuple[str, ...]:
    """
    Whether there is such an event type at all.
    """
    eid = wish.eid if wish else None
    if not isinstance(eid, str) or eid in EVENT_TYPES:
        return ()
    close = get_close_matches(eid.upper(), EVENT_TYPES, n=1)
    hint = f" Did you mean {close[0]}?" if close else ""

    return (f"{eid} is no event type of telemetry 3.0.{hint}",)


def _cause(inbox: Inbox, accepts: Callable[[Event], bool]) -> str:
    if not inbox.deliveries:
        return "No request came at all: tell the app that its host is sunbird.url."
    for delivery in inbox.deliveries:
        if delivery.status != HTTPStatus.OK and any(map(accepts, delivery.events)):
            return (
                f"What was wanted was in delivery {delivery.id}, which was answered "
                f"{delivery.status}: mend that first."
            )
    if not inbox.events:
        return "See first why all was refused."

    return "Mend what the app sends, or what is expected of it."


def _unsent(inbox: Inbox, wish: Wish | None) -> tuple[str, ...]:
    """
    Why there may be nothing yet of the type that is wished for.
    """
    came = wish is None or any(event.eid == wish.eid for event in inbox.events)

    return () if came else (_FLUSH,)
