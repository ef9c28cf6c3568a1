"""
Numbers that lose digits on their way through Node, event by event.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.jsonvalues.pointer import linked_pointer, steps_of, value_at_pointer
from sunbird_telemetry.pipeline.verdict import Change

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["as_node_reads", "lost_in_batch", "lost_in_event"]

_EXACT = 2**53
_PLACE = re.compile(r"/events/([0-9]{1,9})(/.*)", re.DOTALL)


def lost_in_batch(events: Sequence[Any], pointers: Iterable[str]) -> Mapping[int, list[Change]]:
    """
    Group *pointers* into the batch of *events* by the index of the event.
    """
    changes: defaultdict[int, list[Change]] = defaultdict(list)
    for place in filter(None, map(_PLACE.fullmatch, pointers)):
        index = int(place[1])
        if index < len(events):
            after = value_at_pointer(events[index], place[2])
            changes[index].append(Change(place[2], None, after))

    return changes


def lost_in_event(event: Any) -> Iterator[Change]:
    """
    The integers of *event* that Node would not have kept, where its JSON was read without Node.
    """
    waiting: list[tuple[Any, Any]] = [(event, None)]
    while waiting:
        value, path = waiting.pop()
        if isinstance(value, dict):
            waiting.extend((member, (path, name)) for name, member in value.items())
        elif isinstance(value, list):
            waiting.extend((item, (path, index)) for index, item in enumerate(value))
        elif type(value) is int and abs(value) > _EXACT and _double(value) != value:
            yield Change(linked_pointer(path), value, _double(value))


def as_node_reads(event: Any, changes: Iterable[Change]) -> Any:
    """
    *event* with null where *changes* say that an integer is too large for a double.

    Shares what it need not change.
    """
    for change in changes:
        if change.before is not None and change.after is None:
            event = _with_null(event, change.pointer)

    return event


def _with_null(value: Any, place: str) -> Any:
    root = [value]
    holder: Any = root
    key: Any = 0
    for step in steps_of(place):
        copied = holder[key].copy()
        holder[key] = copied
        holder, key = copied, int(step) if isinstance(copied, list) else step
    holder[key] = None

    return root[0]


def _double(number: int) -> float | None:
    try:
        return float(number)
    except OverflowError:
        return None  # JSON.stringify writes infinity as null
