"""
JSON pointers (RFC 6901).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["linked_pointer", "pointer", "steps_of", "value_at_pointer"]


def pointer(path: Iterable[str | int]) -> str:
    """
    The JSON pointer of *path*.
    """
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


def linked_pointer(path: Any) -> str:
    """
    The JSON pointer of a *path* of linked pairs, ``((None, "events"), 0)``.

    A walk through a value makes such paths: each shares its beginning with the others.
    """
    steps: list[str | int] = []
    while path:
        path, step = path
        steps.append(step)

    return pointer(reversed(steps))


def steps_of(place: str) -> list[str]:
    """
    The names and indexes that the JSON pointer *place* leads through.
    """
    return [step.replace("~1", "/").replace("~0", "~") for step in place.split("/")[1:]]


def value_at_pointer(value: Any, place: str) -> Any:
    """
    The value at the JSON pointer *place* in *value*; None if there is none.
    """
    for step in steps_of(place):
        try:
            value = value[int(step) if isinstance(value, list) else step]
        except (LookupError, TypeError, ValueError):
            return None

    return value
