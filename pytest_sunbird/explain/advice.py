"""
What to do when something is missing.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from sunbird_telemetry.event_types import EVENT_TYPES
from sunbird_telemetry.suggestion import did_you_mean

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
_RETRY = (
    "Have the app send again what was not answered 200; if it only takes longer, wait for it with "
    "a longer timeout."
)


def advice(
    inbox: Inbox, accepts: Callable[[Event], bool], wish: Wish | None = None
) -> tuple[str, ...]:
    """
    What to do so that an event arrives in *inbox* that somebody *accepts*, or has a *wish* for.
    """
    return (*of_type(wish), *_causes(inbox, accepts, wish))


def of_type(wish: Wish | None) -> tuple[str, ...]:
    """
    Whether there is such an event type at all.
    """
    eid = wish.eid if wish else None
    if not isinstance(eid, str) or eid in EVENT_TYPES:
        return ()

    return (f"{eid} is no event type of telemetry 3.0.{did_you_mean(eid.upper(), EVENT_TYPES)}",)


def _causes(inbox: Inbox, accepts: Callable[[Event], bool], wish: Wish | None) -> tuple[str, ...]:
    if not inbox.deliveries:
        return ("No request came at all: tell the app that its host is sunbird.url.", _FLUSH)
    for delivery in inbox.deliveries:
        if delivery.status != HTTPStatus.OK and any(map(accepts, delivery.events)):
            told = f"What was wanted was in delivery {delivery.id}, which"
            if delivery.fault:
                return (f"{told} met a fault, as the test asked, and not again since.", _RETRY)
            return (f"{told} was answered {delivery.status}: mend that first.",)
    if not inbox.events and any(each.status >= HTTPStatus.BAD_REQUEST for each in inbox.deliveries):
        return ("See first why all was refused.",)
    mend = "Mend what the app sends, or what is expected of it."
    of_its_type = wish is None or any(event.eid == wish.eid for event in inbox.events)

    return (mend,) if of_its_type else (mend, _FLUSH)
