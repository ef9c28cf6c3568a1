"""
Detection of numbers that lose digits in Node.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sunbird_telemetry.jsonvalues.node.exact import as_double, as_node_integer, parse
from sunbird_telemetry.jsonvalues.pointer import linked_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOST = object()


def digits_lost(text: str) -> Iterator[str]:
    """
    JSON pointers to the numbers of *text* that become others in Node.

    Those are integers that no double is equal to, and numbers beyond all
    doubles, which become null.
    """
    waiting: list[tuple[Any, Any]] = [(parse(text, integer=_integer, double=_double), None)]
    while waiting:
        value, path = waiting.pop()
        if value is _LOST:
            yield linked_pointer(path)
        elif isinstance(value, dict):
            waiting.extend((item, (path, name)) for name, item in reversed(value.items()))
        elif isinstance(value, list):
            waiting.extend((value[i], (path, i)) for i in reversed(range(len(value))))


def _integer(digits: str) -> Any:
    number = as_node_integer(digits)

    return number if number is not None and int(number) == int(digits) else _LOST


def _double(digits: str) -> Any:
    return _LOST if as_double(digits) is None else 0.0
