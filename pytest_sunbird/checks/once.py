"""
Whether each event got in exactly once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_sunbird.explain import Failure
from pytest_sunbird.explain.layout import listed
from sunbird_telemetry.pipeline import Fate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_sunbird.events import Event
    from pytest_sunbird.inbox import Inbox

__all__ = ["not_once"]

_KEPT = frozenset({Fate.ACCEPTED, Fate.ALTERED, Fate.UNINDEXED})


def not_once(inbox: Inbox) -> Failure | None:
    """
    What is wrong if an event got in several times, or never, or was dropped.
    """
    wanted, sent = "wanted every event delivered once", _by_mid(inbox)
    if not sent:
        return Failure.of(inbox, f"{wanted}, but none came", remedy=("Have the app send first.",))
    wrong = [
        f"  ✗ {mid}: {problem}" for mid, events in sent.items() if (problem := _problem(events))
    ]
    if not wrong:
        return None

    return Failure.of(
        inbox,
        f"{wanted}, got {len(wrong)} that {_were(wrong)} not",
        nearest=("not once:", *wrong),
        remedy=(
            "Send again only what was not answered 200, with the same mids.",
            # contract/clients.md 1, event content quirks
            "Two events of one delivery with one mid: SDKs make mids of an event's content.",
        ),
    )


def _by_mid(inbox: Inbox) -> dict[str, list[Event]]:
    sent: dict[str, list[Event]] = {}
    for delivery in inbox.deliveries:
        for event in delivery.events:
            if isinstance(event.mid, str):
                sent.setdefault(event.mid, []).append(event)

    return sent


def _problem(events: Sequence[Event]) -> str | None:
    arrived = [event for event in events if event.fate is not Fate.REFUSED]
    if not arrived:
        return f"refused each time, by {_brought(events)}"
    if len(arrived) > 1:
        return f"delivered {len(arrived)} times, by {_brought(arrived)}"
    if arrived[0].fate not in _KEPT:
        return f"{arrived[0].fate}, brought by {_brought(arrived)}"

    return None


def _brought(events: Sequence[Event]) -> str:
    ids = [str(event.delivery.id) for event in events]

    return f"deliver{'ies' if len(ids) > 1 else 'y'} {listed(ids)}"


def _were(wrong: Sequence[str]) -> str:
    return "was" if len(wrong) == 1 else "were"
