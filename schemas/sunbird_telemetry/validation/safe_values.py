"""
Values that every validator converts and prints without an error.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MAX_DEPTH", "is_safe", "made_safe", "member"]

#: The depth of a safe value. No schema of telemetry 3.0 looks further than six levels.
MAX_DEPTH = 16

_LARGEST_NUMBER = 2**63
_NULL = re.compile(rb"[:,\[]null")


def is_safe(value: Any) -> bool:
    """
    Return whether every validator converts *value*, which is JSON. May be False for a safe value.
    """
    # Whatever is hard to convert cannot be written, or is written as null: NaN and infinities.
    try:
        return _NULL.search(orjson.dumps(value, option=orjson.OPT_PASSTHROUGH_SUBCLASS)) is None
    except orjson.JSONEncodeError:
        return False


def made_safe(value: Any, depth: int = MAX_DEPTH) -> Any:
    """
    *value* with the same verdict from every schema, but safe to convert and to print.

    jsonschema-rs denies that NaN, infinities and integers of thousands of digits are numbers, and
    refuses lone surrogates in names. jsonschema prints what it complains about, which Python
    refuses to do with such integers and with what is nested a thousand times.
    """
    match value:
        case str():
            return _plain(value)
        case dict():
            return {
                _plain(key): made_safe(member, depth - 1) for key, member in _items(value, depth)
            }
        case list() | tuple():
            return [made_safe(item, depth - 1) for item in value] if depth else []
        case None | bool():
            return value
        case int() | float():
            return _near(value)
        case _:
            return None  # no JSON, so no type that a schema could ask for


def member(value: Any, step: str | int) -> Any:
    """
    Return the member of *value* that *step* names in its safe copy: lone surrogates differ.
    """
    # Names that had to be replaced have a question mark now; nearly all lead there directly.
    if isinstance(value, dict) and (step not in value or "?" in str(step)):
        value = {_plain(name): each for name, each in value.items()}

    return value[step]


def _items(value: dict[Any, Any], depth: int) -> Iterable[tuple[Any, Any]]:
    return value.items() if depth else ()


def _plain(text: object) -> str:
    return str(text).encode("utf-8", "replace").decode()


def _near(number: float) -> float:
    # NaN is neither less nor more than anything, so it comes out in the middle.
    if number != number:  # noqa: PLR0124 - the one test for NaN that takes any integer
        return 0

    return max(-_LARGEST_NUMBER, min(number, _LARGEST_NUMBER))
