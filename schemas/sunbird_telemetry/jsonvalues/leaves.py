"""
The leaves of a JSON value, with their JSON pointers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sunbird_telemetry.jsonvalues.pointer import linked_pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["leaves"]

# In characters. The pointers of clients' fields are far shorter.
_LONGEST = 500

# A path as linked pairs, see `linked_pointer`.
_Way = tuple[Any, Any] | None


def leaves(value: Any, is_wanted: Callable[[Any], bool]) -> Iterator[tuple[str, Any]]:
    """
    Yield the leaves of *value* that are wanted, each with its pointer, in the order of the text.

    Of several leaves whose pointers have more than some hundred characters, only the first one
    within each value is given: all pointers together would grow with the square of the text.
    """
    named: Any = None
    # Each with the length of its pointer, and the innermost value that a short pointer reaches.
    waiting: list[tuple[Any, _Way, int, Any]] = [(value, None, 0, None)]
    while waiting:
        item, way, length, holder = waiting.pop()
        if isinstance(item, dict):
            steps: list[tuple[Any, Any]] = list(item.items())
        elif isinstance(item, list):
            steps = list(enumerate(item))
        elif is_wanted(item):
            if holder is None or holder is not named:
                named = holder
                yield linked_pointer(way), item
            continue
        else:
            continue
        for step, inner in reversed(steps):
            longer = length + 1 + len(str(step))
            within = item if holder is None and longer > _LONGEST else holder
            waiting.append((inner, (way, step), longer, within))
