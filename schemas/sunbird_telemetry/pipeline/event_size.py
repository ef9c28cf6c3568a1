"""
The size of an event as the extractor measures it: contract/pipeline.md 4.2.
"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import orjson

from sunbird_telemetry.jsonvalues.node import dumps

__all__ = ["event_size", "java_double", "largest_size"]

_STAMPS = len(',"syncts":,"@timestamp":"2026-01-01T00:00:00.000Z"')
_USUAL_SYNCTS = len("1767225600000")
# A number of one digit takes three characters as a double, and no text grows at all.
_GROWTH = 3
_PLAIN_FROM, _PLAIN_BELOW = 1e-3, 1e7


def largest_size(json_bytes: int) -> int:
    """
    Return an upper bound for the pipeline's size of an event, or part, of *json_bytes* of JSON.
    """
    return _GROWTH * json_bytes + _STAMPS + _USUAL_SYNCTS


def event_size(event: dict[str, Any], syncts: int | None) -> int:
    """
    The bytes of *event* as compact JSON with its two stamps, without nulls, numbers as doubles.
    """
    own = {name: value for name, value in event.items() if name not in {"syncts", "@timestamp"}}
    stamps = _STAMPS + (_USUAL_SYNCTS if syncts is None else len(str(syncts)))
    size = _json_size(own) + stamps

    return size if any(value is not None for value in own.values()) else size - 1


def java_double(number: float) -> str:
    """
    *number* as Java's ``Double.toString`` writes it, in as few digits as tell it from others.
    """
    try:
        number = float(number)
    except OverflowError:
        number = math.inf if number > 0 else -math.inf
    if not math.isfinite(number):
        return str(number).replace("inf", "Infinity").replace("nan", "NaN")
    if number == 0 or _PLAIN_FROM <= abs(number) < _PLAIN_BELOW:
        return f"{Decimal(repr(number)):f}"

    sign, digits, exponent = Decimal(repr(number)).normalize().as_tuple()
    first, *rest = map(str, digits)
    power = len(rest) + int(exponent)

    return f"{'-' * sign}{first}.{''.join(rest) or '0'}E{power}"


def _json_size(value: Any) -> int:
    total = 0
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            members = [(name, member) for name, member in item.items() if member is not None]
            total += _brackets(len(members)) + sum(_text_size(name) + 1 for name, _ in members)
            waiting.extend(member for _, member in members)
        elif isinstance(item, list):
            total += _brackets(len(item))
            waiting.extend(item)
        else:
            total += _scalar_size(item)

    return total


def _brackets(count: int) -> int:
    return 2 + max(count - 1, 0)


def _scalar_size(value: Any) -> int:
    if isinstance(value, str):
        return _text_size(value)
    if value is None or isinstance(value, bool):
        return len(orjson.dumps(value))

    return len(java_double(value))


def _text_size(text: str) -> int:
    # Half a surrogate pair has no UTF-8; Java writes a question mark, as does Python.
    return len(dumps(text.encode("utf-8", "replace").decode()))
