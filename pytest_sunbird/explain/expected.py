"""
What there is to say about each kind of expectation that was not met.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_sunbird.explain.advice import advice, of_type
from pytest_sunbird.explain.failure import Failure, TelemetryMismatch
from pytest_sunbird.explain.layout import field_lines, listed
from pytest_sunbird.explain.nearness import came_nearest, heading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pytest_sunbird.events import Event
    from pytest_sunbird.inbox import Inbox
    from pytest_sunbird.wanting import Wish

__all__ = ["broken_off", "miscounted", "missed", "restless", "unsatisfied", "unwanted"]


def missed(inbox: Inbox, wish: Wish, timeout: float) -> TelemetryMismatch:
    """
    No event came that was wished for.
    """
    nearest, shown = came_nearest(wish, inbox.events)

    return TelemetryMismatch(
        Failure.of(
            inbox,
            f"no {wish} within {timeout:g} s",
            nearest=nearest,
            shown=shown,
            remedy=advice(inbox, wish.accepts, wish),
        )
    )


def unsatisfied(
    inbox: Inbox, predicate: Callable[[Event], bool], timeout: float
) -> TelemetryMismatch:
    """
    No event came that *predicate* is true of.
    """
    name = getattr(predicate, "__name__", repr(predicate))

    return TelemetryMismatch(
        Failure.of(
            inbox,
            f"no event that {name} is true of within {timeout:g} s",
            remedy=advice(inbox, _quietly(predicate)),
        )
    )


def unwanted(inbox: Inbox, wish: Wish, event: Event) -> TelemetryMismatch:
    """
    An event came that was not to come.
    """
    return TelemetryMismatch(
        Failure.of(
            inbox,
            f"wanted no {wish}, but there is one",
            nearest=(
                f"it came with delivery {event.delivery.id} (mid {event.mid}):",
                *field_lines(wish.compare(event), event.json),
            ),
            shown=(event,),
            remedy=("Mend what makes the app send it, or expect it.",),
        )
    )


def miscounted(
    inbox: Inbox, number: int, wish: Wish, accepted: Sequence[Event], timeout: float
) -> TelemetryMismatch:
    """
    Fewer or more events came than were expected.
    """
    others = [event for event in inbox.events if not wish.accepts(event)]
    nearest, shown = came_nearest(wish, others) if len(accepted) < number else ((), ())
    remedy = (
        advice(inbox, wish.accepts, wish)
        if len(accepted) < number
        else (*of_type(wish), "Mend what makes the app send more, or expect them.")
    )

    return TelemetryMismatch(
        Failure.of(
            inbox,
            f"wanted {number} {wish} within {timeout:g} s, got {len(accepted)}",
            nearest=(*_brought(accepted), *nearest),
            shown=(*accepted, *shown),
            remedy=remedy,
        )
    )


def broken_off(
    inbox: Inbox, wishes: Sequence[Wish], found: Sequence[Event], timeout: float
) -> TelemetryMismatch:
    """
    A sequence came in part only.
    """
    missing = wishes[len(found)]
    events = inbox.events
    later = [event for event in events if not found or event.seq > found[-1].seq]
    nearest, shown = came_nearest(missing, later)
    steps = [
        f"  {'✓' if place < len(found) else '✗'} {place + 1}. {wish}{_where(place, found)}"
        for place, wish in enumerate(wishes)
    ]

    return TelemetryMismatch(
        Failure.of(
            inbox,
            f"no sequence of these {len(wishes)} events in this order within {timeout:g} s",
            nearest=("how far it got:", *steps, *_too_early(missing, events, found), *nearest),
            shown=(*found, *shown),
            remedy=advice(inbox, missing.accepts, missing),
        )
    )


def restless(inbox: Inbox, quiet: float, timeout: float) -> TelemetryMismatch:
    """
    Deliveries kept arriving.
    """
    last = inbox.deliveries[-3:]

    return TelemetryMismatch(
        Failure.of(
            inbox,
            f"not idle for {quiet:g} s within {timeout:g} s",
            nearest=(
                (
                    f"the last of {len(inbox.deliveries)} deliveries:",
                    *(f"  {each.method} {each.path} {each.status}" for each in last),
                )
                if last
                else ()
            ),
            remedy=("Give it a longer timeout, or a shorter quiet.",),
        )
    )


def _quietly(predicate: Callable[[Event], bool]) -> Callable[[Event], bool]:
    """
    *predicate* for events that it was not made for, as refused ones may be.
    """

    def accepts(event: Event) -> bool:
        try:
            return bool(predicate(event))
        except Exception:  # noqa: BLE001  the failure that is being told of is another
            return False

    return accepts


def _brought(events: Sequence[Event]) -> tuple[str, ...]:
    if not events:
        return ()

    return (f"there is: {listed(f'{each.mid} (delivery {each.delivery.id})' for each in events)}",)


def _where(place: int, found: Sequence[Event]) -> str:
    return f" (mid {found[place].mid})" if place < len(found) else ""


def _too_early(wish: Wish, events: Sequence[Event], found: Sequence[Event]) -> tuple[str, ...]:
    """
    Whether what is missing from a sequence did come, but before its turn.
    """
    used = {event.seq for event in found}
    for event in events:
        if event.seq not in used and wish.accepts(event):
            return (f"{heading(event)} would do, but arrived before its turn",)

    return ()
