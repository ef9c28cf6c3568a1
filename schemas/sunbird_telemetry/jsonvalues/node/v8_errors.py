"""
V8's grammar of JSON, step by step, and its error messages.

A step wants one piece of the grammar. When the text has something else there,
the first of the step's defects that matches names what is wrong, and the end of
that match is the place V8 points at. All sentences and places were recorded
from Node 20.20.

Only single characters are repeated possessively: groups are not, because Python
3.11.0 to 3.11.4 get those wrong (python/cpython issue 106052).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sunbird_telemetry.jsonvalues.node.errors import NotJson

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: The sentence of a defect that depends on what stands at its place.
UNEXPECTED = ""

#: Patterns of what is wrong and V8's sentences about it, most telling first.
Defects = tuple[tuple[str, str], ...]

_BLANK = r"[ \t\n\r]*+"
_WHOLE = r"-?(?:0|[1-9][0-9]*+)"
_FRACTION = r"\.[0-9]++"
_EXPONENT = r"[eE][+-]?[0-9]++"

#: The defects of a string, asked where its good part ends.
BAD_STRING = (
    (r"\\u[0-9a-fA-F]{0,3}+", "Bad Unicode escape in JSON"),
    (r"\\(?=[^\x00-\xff]|\Z)", UNEXPECTED),
    (r"\\", "Bad escaped character in JSON"),
    (r"(?=[\x00-\x1f])", "Bad control character in string literal in JSON"),
    (r"\Z", "Unterminated string in JSON"),
)
_BAD_VALUE = (
    (r"-(?![0-9])", "No number after minus sign in JSON"),
    (r"-?0(?=[0-9])", UNEXPECTED),
    (rf"{_WHOLE}\.(?![0-9])", "Unterminated fractional number in JSON"),
    (rf"{_WHOLE}(?:{_FRACTION})?[eE][+-]?", "Exponent part is missing a number in JSON"),
    (r"t(?:ru?)?", UNEXPECTED),
    (r"f(?:a(?:ls?)?)?", UNEXPECTED),
    (r"n(?:ul?)?", UNEXPECTED),
    (r"", UNEXPECTED),
)


@dataclass(frozen=True, slots=True)
class Step:
    """
    One piece of the grammar.

    Attributes:
        wanted: What has to stand there.

        defects: What may stand there instead. Compiled when first needed.
    """

    wanted: re.Pattern[str]
    defects: Defects


def _step(wanted: str, *defects: tuple[str, str]) -> Step:
    return Step(re.compile(_BLANK + wanted), tuple(_after_blanks(defects)))


def _after_blanks(defects: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return ((_BLANK + pattern, sentence) for pattern, sentence in defects)


VALUE = _step(
    rf"""(?:"(?P<plain>[^"\\\x00-\x1f]*+)"|(?P<string>(?="))"""
    rf"|(?P<no_items>\[{_BLANK}\])|(?P<items>\[+(?!{_BLANK}\]))"
    rf"|(?P<no_members>\{{{_BLANK}\}})|(?P<members>\{{)"
    rf"|(?P<integer>{_WHOLE}(?![0-9.eE]))"
    rf"|(?P<double>{_WHOLE}(?:{_FRACTION}|(?!\.))(?:{_EXPONENT}|(?![eE])))(?![0-9])"
    rf"|(?P<word>true|false|null))",
    *_BAD_VALUE,
)
FIRST_NAME = _step(r'(?=")', (r"", "Expected property name or '}' in JSON"))
NEXT_NAME = _step(
    rf'(?:(\}})|,{_BLANK}(?="))',
    (rf",{_BLANK}", "Expected double-quoted property name in JSON"),
    (r"", "Expected ',' or '}' after property value in JSON"),
)
FIRST_COLON = _step(r":", (r"", "Expected ':' after property name in JSON"))
# V8 has that sentence for the first name of an object only.
NEXT_COLON = _step(r":", (r"", UNEXPECTED))
NEXT_ITEM = _step(r"(?:(\])|,)", (r"", "Expected ',' or ']' after array element in JSON"))
END = _step(r"(\Z)", (r"", "Unexpected non-whitespace character after JSON"))

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
