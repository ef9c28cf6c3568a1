"""
Why a text is not JSON, in V8's words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sunbird_telemetry.nodejson._errors import NotJson
from sunbird_telemetry.nodejson._steps import UNEXPECTED

if TYPE_CHECKING:
    from sunbird_telemetry.nodejson._steps import Defects

# V8 quotes up to ten UTF-16 units on either side, and short texts whole.
_REACH = 10
_SHORT = 2 * _REACH

# What JavaScript prints when somebody passes on a value that is not text.
_NOT_TEXT = frozenset({"NaN", "Infinity", "undefined", "[object Object]"})


def refusal(text: str, at: int, defects: Defects) -> NotJson:
    """
    Say which of *defects* the *text* has at *at*.
    """
    end, sentence = next(
        (match.end(), sentence)
        for pattern, sentence in defects
        if (match := re.compile(pattern).match(text, at))
    )
    position = len(_units(text[:end])) // 2
    if sentence is UNEXPECTED:
        return NotJson(_unexpected(text, end, position), position)

    return NotJson(f"{sentence} at position {position}", position)


def _unexpected(text: str, at: int, position: int) -> str:
    found = text[at : at + 1]
    if not found:
        return "Unexpected end of JSON input"
    if found in "-0123456789":
        return f"Unexpected number in JSON at position {position}"
    if found == '"':
        return f"Unexpected string in JSON at position {position}"
    if text in _NOT_TEXT:
        return f'"{text}" is not valid JSON'

    units = _units(text)
    return f"Unexpected token '{_cut(units, position, position + 1)}', {_excerpt(units, position)}"


def _excerpt(units: bytes, position: int) -> str:
    size = len(units) // 2
    if size <= _SHORT:
        return f'"{_cut(units, 0, size)}" is not valid JSON'

    start, stop = position - _REACH, position + _REACH
    before = "..." if start >= 0 else ""
    after = "..." if stop < size or not before else ""
    return f'{before}"{_cut(units, max(start, 0), stop)}"{after} is not valid JSON'


def _units(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def _cut(units: bytes, start: int, stop: int) -> str:
    return units[2 * start : 2 * stop].decode("utf-16-le", "replace")
