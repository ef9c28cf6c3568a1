"""
A failure for each kind of expectation that was not met.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from pytest_sunbird.formatting import field_lines, listed
from pytest_sunbird.messages.failure import Failure, TelemetryMismatch
from sunbird_mockserver.journal.matching import nearest_by
from sunbird_telemetry.specification.names import EVENT_TYPES
from sunbird_telemetry.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pytest_sunbird.records.matcher import EventPattern
    from pytest_sunbird.records.views import Event, InboxView

__all__ = [
    "advice",
    "broken_off",
    "heading",
    "miscounted",
    "missed",
    "nearest_event",
    "of_type",
    "restless",
    "unsatisfied",
    "unwanted",
]


def missed(inbox: InboxView, pattern: EventPattern, timeout: float) -> TelemetryMismatch:
    """
    No event came that was wished for.
    """
    nearest, shown = nearest_event(pattern, inbox.events)

    return TelemetryMismatch(
        Failure.of(
            inbox,
            f"no {pattern} within {timeout:g} s",
            nearest=nearest,
            shown=shown,
            remedy=advice(inbox, pattern.accepts, pattern),
        )
    )


def unsatisfied(
    inbox: InboxView, predicate: Callable[[Event], bool], timeout: float
) -> TelemetryMismatch:
    """
    No event came for which *predicate* is true.
    """
    name = getattr(predicate, "__name__", repr(predicate))

    return TelemetryMismatch(
        Failure.of(
            inbox,
            f"no event for which {name} is true within {timeout:g} s",
            remedy=advice(inbox, _quietly(predicate)),
        )
    )


def unwanted(inbox: InboxView, pattern: EventPattern, event: Event) -> TelemetryMismatch:
    """
    An event came that was not to come.
    """
    return TelemetryMismatch(
        Failure.of(
            inbox,
            f"wanted no {pattern}, but there is one",
            nearest=(
                f"it came with delivery {event.delivery.id} (mid {event.mid}):",
                *field_lines(pattern.compare(event), event.json),
            ),
            shown=(event,),
            remedy=("Fix the code that sends it, or expect it.",),
        )
    )


def miscounted(
    inbox: InboxView, number: int, pattern: EventPattern, accepted: Sequence[Event], timeout: float
) -> TelemetryMismatch:
    """
    Fewer or more events came than were expected.
    """
    others = [event for event in inbox.events if not pattern.accepts(event)]
    nearest, shown = nearest_event(pattern, others) if len(accepted) < number else ((), ())
    remedy = (
        advice(inbox, pattern.accepts, pattern)
        if len(accepted) < number
        else (*of_type(pattern), "Fix the code that sends more, or expect them.")
    )

    return TelemetryMismatch(
        Failure.of(
            inbox,
            f"wanted {number} {pattern} within {timeout:g} s, got {len(accepted)}",
            nearest=(*_brought(accepted), *nearest),
            shown=(*accepted, *shown),
            remedy=remedy,
        )
    )


def broken_off(
    inbox: InboxView, patterns: Sequence[EventPattern], found: Sequence[Event], timeout: float
) -> TelemetryMismatch:
    """
    A sequence came in part only.
    """
    missing = patterns[len(found)]
    events = inbox.events
    later = [event for event in events if not found or event.seq > found[-1].seq]
    nearest, shown = nearest_event(missing, later)
    steps = [
        f"  {'✓' if place < len(found) else '✗'} {place + 1}. {pattern}{_where(place, found)}"
        for place, pattern in enumerate(patterns)
    ]

    return TelemetryMismatch(
        Failure.of(
            inbox,
            f"no sequence of these {len(patterns)} events in this order within {timeout:g} s",
            nearest=("how far it got:", *steps, *_too_early(missing, events, found), *nearest),
            shown=(*found, *shown),
            remedy=advice(inbox, missing.accepts, missing),
        )
    )


def restless(inbox: InboxView, quiet: float, timeout: float) -> TelemetryMismatch:
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


def _too_early(
    pattern: EventPattern, events: Sequence[Event], found: Sequence[Event]
) -> tuple[str, ...]:
    """
    Describe an event that is missing from a sequence but arrived before its turn.
    """
    used = {event.seq for event in found}
    for event in events:
        if event.seq not in used and pattern.accepts(event):
            return (f"{heading(event)} matches, but arrived too early",)

    return ()


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
    inbox: InboxView, accepts: Callable[[Event], bool], pattern: EventPattern | None = None
) -> tuple[str, ...]:
    """
    Suggest what to do so that an event which *accepts* or *pattern* matches arrives in *inbox*.
    """
    return (*of_type(pattern), *_causes(inbox, accepts, pattern))


def of_type(pattern: EventPattern | None) -> tuple[str, ...]:
    """
    Suggest an event type if the one of *pattern* does not exist.
    """
    eid = pattern.eid if pattern else None
    if not isinstance(eid, str) or eid in EVENT_TYPES:
        return ()

    hint = did_you_mean(eid.upper(), EVENT_TYPES)

    return (f"{eid} is not an event type of telemetry 3.0.{hint}",)


def _causes(
    inbox: InboxView, accepts: Callable[[Event], bool], pattern: EventPattern | None
) -> tuple[str, ...]:
    if not inbox.deliveries:
        return ("No request came at all: set sunbird.url as the host in the app.", _FLUSH)
    for delivery in inbox.deliveries:
        if delivery.status != HTTPStatus.OK and any(map(accepts, delivery.events)):
            told = f"The wanted event was in delivery {delivery.id}, which"
            if delivery.fault:
                why = "met a fault that the test asked for, and it was not sent again."
                return (f"{told} {why}", _RETRY)
            return (f"{told} was answered {delivery.status}: fix that first.",)
    if not inbox.events and any(each.status >= HTTPStatus.BAD_REQUEST for each in inbox.deliveries):
        return ("First find out why every delivery was refused.",)
    mend = "Fix the event that the app sends, or the expectation."
    of_its_type = pattern is None or any(event.eid == pattern.eid for event in inbox.events)

    return (mend,) if of_its_type else (mend, _FLUSH)


def nearest_event(
    pattern: EventPattern, events: Sequence[Event]
) -> tuple[tuple[str, ...], tuple[Event, ...]]:
    """
    The event that does best on *pattern*, and how it does, line by line.
    """
    near = nearest_by(events, pattern.compare)
    if near is None:
        return (), ()
    event, comparisons = near
    alike = sum(each.eid == event.eid for each in events)
    lines = (
        f"nearest, of {alike} {event.eid} (mid {event.mid}):",
        *field_lines(comparisons, event.json),
    )

    return lines, (event,)


def heading(event: Event) -> str:
    """
    Name *event* by its type, mid and delivery.
    """
    return f"{event.eid} (mid {event.mid}, delivery {event.delivery.id})"
