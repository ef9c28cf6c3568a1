"""
Failure text of a plain ``assert`` about events.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_sunbird.formatting import field_lines, fold, shortened
from pytest_sunbird.messages.expectations import advice, heading, nearest_event
from pytest_sunbird.messages.failure import Failure
from pytest_sunbird.records.matcher import EventPattern
from pytest_sunbird.records.views import Event, Events
from sunbird_mockserver.journal.matching import Comparison, equal_to, leaves, value_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["compared"]


def compared(op: str, left: object, right: object) -> list[str] | None:
    """
    The lines about ``left op right``; None where that is not about events.
    """
    if isinstance(left, list | dict) and op == "==":  # the other way round, as many write it
        left, right = right, left
    match op, left, right:
        case "in", dict(), Events():
            return _missing(EventPattern.of(left), right)
        case "not in", dict(), Events():
            return _folded(_unwanted(EventPattern.of(left), right))
        case "==", Events(), Events() | list():
            return _folded(_different(left.json, list(map(_json, right))))
        case "==", Event(), Event() | dict():
            return _folded(_unequal(left.json, _json(right)))
        case _:
            return None


def _missing(pattern: EventPattern, events: Events) -> list[str]:
    nearest, shown = nearest_event(pattern, events)
    wanted = f"{pattern} in {_amount(events)}, but there is none"
    if events.inbox is None:
        return _folded([wanted, *nearest])
    remedy = advice(events.inbox, pattern.accepts, pattern)

    return list(
        Failure.of(events.inbox, wanted, nearest=nearest, shown=shown, remedy=remedy).lines()
    )


def _unwanted(pattern: EventPattern, events: Events) -> list[str]:
    event = next(filter(pattern.accepts, events))

    return [
        f"no {pattern} in {_amount(events)}, but there is {heading(event)}:",
        *field_lines(pattern.compare(event), event.json),
    ]


def _different(got: Sequence[Any], wanted: Sequence[Any]) -> list[str]:
    lines = [f"events == wanted ({_amount(got)} recorded, {len(wanted)} wanted)"]
    for place, (one, other) in enumerate(zip(got, wanted, strict=False)):
        if one != other:
            return [*lines, f"events[{place}] differs from the wanted one:", *_fields(one, other)]
    if len(got) > len(wanted):
        return [*lines, f"the first that is too many: {_named(got[len(wanted)])}"]

    return [*lines, f"the first that is missing: {_named(wanted[len(got)])}"]


def _unequal(got: Any, wanted: Any) -> list[str]:
    return ["event == wanted, but these values differ:", *_fields(got, wanted)]


def _fields(got: Any, wanted: Any) -> Iterator[str]:
    """
    The values in which *got* is not as *wanted*.
    """
    if not isinstance(got, dict) or not isinstance(wanted, dict):
        yield f"  wanted {shortened(wanted)}, got {shortened(got)}"
        return
    paths = dict.fromkeys(path for value in (wanted, got) for path, _ in leaves(value))
    every = (_comparison(path, value_at(wanted, path), value_at(got, path)) for path in paths)
    yield from field_lines([each for each in every if not each.ok], got)


def _comparison(path: tuple[str, ...], wanted: Any, got: Any) -> Comparison:
    return Comparison(".".join(path), wanted, got, equal_to(wanted)(got))


def _json(value: object) -> Any:
    return value.json if isinstance(value, Event) else value


def _folded(lines: Iterable[str]) -> list[str]:
    return [folded for line in lines for folded in fold(line)]


def _named(event: Any) -> str:
    if not isinstance(event, dict):
        return shortened(event)

    return f"{event.get('eid')} (mid {event['mid']})" if "mid" in event else f"{event.get('eid')}"


def _amount(events: Sequence[Any]) -> str:
    return f"{len(events)} event{'s' * (len(events) != 1)}"
