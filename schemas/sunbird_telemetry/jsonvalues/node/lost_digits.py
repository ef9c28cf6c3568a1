"""
Detection of numbers that lose digits in Node.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sunbird_telemetry.jsonvalues.leaves import leaves
from sunbird_telemetry.jsonvalues.node.exact import as_double, as_node_integer, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOST = object()


def digits_lost(text: str) -> Iterator[str]:
    """
    JSON pointers to the numbers of *text* that become others in Node.

    Those are integers that no double is equal to, and numbers beyond all
    doubles, which become null. Of several numbers that only a long pointer
    reaches, within one value, the first stands for all.
    """
    found = parse(text, integer=_integer, double=_double)

    return (pointer for pointer, _ in leaves(found, lambda value: value is _LOST))


def _integer(digits: str) -> Any:
    number = as_node_integer(digits)

    return number if number is not None and int(number) == int(digits) else _LOST


def _double(digits: str) -> Any:
    return _LOST if as_double(digits) is None else 0.0
