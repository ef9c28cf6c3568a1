"""
The exact reader: V8's steps, one after the other, at any depth.
"""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.jsonvalues.node import v8_errors
from sunbird_telemetry.jsonvalues.node.v8_errors import refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sunbird_telemetry.jsonvalues.node.v8_errors import Step

_EXACT_INTEGERS = 2**53
_LONG = len(str(_EXACT_INTEGERS))
_PIECE = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|[^"\\\x00-\x1f]++')
_decode_string = json.JSONDecoder().raw_decode


class _Top(list[Any]):
    """
    The list around the one value of a text.
    """


_AFTER: dict[type, Step] = {
    list: v8_errors.NEXT_ITEM,
    dict: v8_errors.NEXT_NAME,
    _Top: v8_errors.END,
}


def as_double(digits: str) -> float | None:
    """
    The double next to a number, or None where that is infinite.
    """
    number = float(digits)

    return number if math.isfinite(number) else None


def as_node_integer(digits: str) -> float | None:
    """
    An integer as Node holds it: exactly up to 2^53, then as a double.
    """
    if len(digits) < _LONG:
        return int(digits)
    number = as_double(digits)

    return int(number) if number is not None and abs(number) <= _EXACT_INTEGERS else number


_READERS: dict[str, Callable[[str], Any]] = {
    "integer": as_node_integer,
    "double": as_double,
    "plain": str,
    "word": {"true": True, "false": False, "null": None}.__getitem__,
    "no_items": lambda _: [],
    "no_members": lambda _: {},
}


def parse(text: str, **readers: Callable[[str], Any]) -> Any:
    """
    Read *text* without recursion, so that no depth is too deep.

    Args:
        text: What should be JSON.

        readers: What to make of an ``integer`` or a ``double`` instead of the
            number that Node makes of it.
    """
    makers: Mapping[str, Callable[[str], Any]] = _READERS | readers
    top = _Top()
    inside: list[Any] = [top]
    name, at = "", 0

    while inside:
        found = _need(v8_errors.VALUE, text, at)
        if found.lastgroup == "items":
            at = found.end()
            _open(inside, name, ([] for _ in found["items"]))
        elif found.lastgroup == "members":
            _open(inside, name, ({},))
            name, at = _name(text, found.end(), v8_errors.FIRST_COLON)
        else:
            value, at = _take(found, makers)
            _put(inside[-1], name, value)
            at = _leave(inside, text, at)
            if inside and type(inside[-1]) is dict:
                name, at = _name(text, at, v8_errors.NEXT_COLON)

    return top[0]


def _need(step: Step, text: str, at: int) -> re.Match[str]:
    if found := step.wanted.match(text, at):
        return found

    raise refusal(text, at, step.defects)


def _take(found: re.Match[str], makers: Mapping[str, Callable[[str], Any]]) -> tuple[Any, int]:
    kind = found.lastgroup or ""
    if kind == "string":
        return _string(found.string, found.end())

    return makers[kind](found[kind]), found.end()


def _put(holder: Any, name: str, value: Any) -> None:
    if type(holder) is dict:
        holder[name] = value
    else:
        holder.append(value)


def _open(inside: list[Any], name: str, values: Iterable[Any]) -> None:
    for value in values:
        _put(inside[-1], name, value)
        inside.append(value)


def _leave(inside: list[Any], text: str, at: int) -> int:
    """
    Close what ends after a value; return where the next one begins.
    """
    while inside:
        found = _need(_AFTER[type(inside[-1])], text, at)
        at = found.end()
        if not found.lastindex:
            break
        inside.pop()

    return at


def _name(text: str, at: int, colon: Step) -> tuple[str, int]:
    name, at = _string(text, _need(v8_errors.FIRST_NAME, text, at).end())

    return name, _need(colon, text, at).end()


def _string(text: str, at: int) -> tuple[str, int]:
    try:
        return _decode_string(text, at)
    except json.JSONDecodeError:
        raise refusal(text, _good_part(text, at + 1), v8_errors.BAD_STRING) from None


def _good_part(text: str, at: int) -> int:
    while piece := _PIECE.match(text, at):
        at = piece.end()

    return at
