"""
Numbers that lose digits on their way through Node, event by event.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.jsonvalues.leaves import leaves
from sunbird_telemetry.jsonvalues.pointer import steps_of, value_at_pointer
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
    for place, number in leaves(event, _is_lost):
        yield Change(place, number, _double(number))


def as_node_reads(event: Any, changes: Iterable[Change]) -> Any:
    """
    *event* with null where *changes* say that an integer is too large for a double.

    Shares what it need not change.
    """
    root = [event]
    copies: dict[int, Any] = {}
    for change in changes:
        if change.before is not None and change.after is None:
            _write_null(root, change.pointer, copies)

    return root[0]


def _write_null(root: list[Any], place: str, copies: dict[int, Any]) -> None:
    """
    Write null at *place* below *root*, in *copies* of what is on the way, each made only once.
    """
    holder: Any = root
    key: Any = 0
    for step in steps_of(place):
        inner = holder[key]
        if id(inner) not in copies:
            inner = holder[key] = inner.copy()
            copies[id(inner)] = inner  # keeps it alive, so that no other value has its id
        holder, key = inner, int(step) if isinstance(inner, list) else step
    holder[key] = None


def _is_lost(value: Any) -> bool:
    return type(value) is int and abs(value) > _EXACT and _double(value) != value


def _double(number: int) -> float | None:
    try:
        return float(number)
    except OverflowError:
        return None  # JSON.stringify writes infinity as null
