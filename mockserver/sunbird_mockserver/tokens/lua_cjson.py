"""
JSON as the gateway reads it: what lua-cjson takes, no more and no less.

It takes more than the standard: ``NaN``, ``Infinity``, ``1e999``, ``0x1F``, ``007``, raw control
characters and bytes that are no UTF-8 in strings, anything after a NUL byte. It refuses more than
1,000 levels. Of duplicate names the last wins.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MAX_DEPTH", "loads"]

# lua-cjson's decode_max_depth, which Kong leaves alone.
MAX_DEPTH = 1000

# Numbers are whatever strtod() takes; lua-cjson only asks it where the first character looks right.
_NUMBER = rb"""
    (?=[-+0-9iInN])
    [-+]?
    (?: 0[xX] (?: [0-9a-fA-F]+ \.? [0-9a-fA-F]* | \.[0-9a-fA-F]+ ) (?: [pP][-+]?[0-9]+ )?
      | (?: [0-9]+ \.? [0-9]* | \.[0-9]+ ) (?: [eE][-+]?[0-9]+ )?
      | (?i: inf (?: inity )? | nan (?: \( [0-9a-z_]* \) )? )
    )
"""

_TOKEN = re.compile(
    rb"""
    [ \t\r\n]*
    (?: (?P<sign> [][{},:] )
      | " (?P<string> [^"\\]* (?: \\["\\/bfnrtu] [^"\\]* )* ) "
      | (?P<word> true | false | null )
      | (?P<number> """
    + _NUMBER
    + rb""" )
      | (?P<end> \Z )
    )
    """,
    re.VERBOSE,
)

_CONTROL = re.compile(rb"[\x01-\x1f]")


def loads(text: bytes) -> Any:
    """
    The value of *text*. Numbers that JSON has no word for come out as null.

    Raises:
        ValueError: The gateway could not read it either.
    """
    # The fast parser agrees wherever it succeeds, but for the depth; brackets bound that.
    if text.count(b"[") + text.count(b"{") <= MAX_DEPTH:
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError:
            pass
    return orjson.loads(b" ".join(_strict(text)))


def _strict(text: bytes) -> Iterator[bytes]:
    """
    The tokens of *text*, each in the form that the standard has for it.

    Their order is not looked at: whoever parses the result does that.
    """
    if b"\0" in text[:2]:
        raise ValueError("UTF-16 and UTF-32 are not read")
    text = text.partition(b"\0")[0]
    depth = position = 0
    while True:
        token = _TOKEN.match(text, position)
        if token is None:
            raise ValueError(f"no JSON at byte {position}")
        if token.lastgroup == "end":
            return
        position = token.end()
        depth += _STEPS.get(token["sign"], 0)
        if depth > MAX_DEPTH:
            raise ValueError(f"more than {MAX_DEPTH} levels")
        yield _REWRITE[token.lastgroup or ""](token[token.lastgroup or 0])


_STEPS = {b"[": 1, b"{": 1, b"]": -1, b"}": -1}


def _rewrite_string(text: bytes) -> bytes:
    text = _CONTROL.sub(lambda control: b"\\u%04x" % ord(control[0]), text)
    return b'"' + text.decode("utf-8", "replace").encode() + b'"'


def _rewrite_number(text: bytes) -> bytes:
    if b"(" in text:  # NaN with a payload, which Python does not read
        return b"null"
    return orjson.dumps(_hexadecimal(text) if b"x" in text.lower() else float(text))


def _hexadecimal(text: bytes) -> float:
    try:
        return float.fromhex(text.decode())
    except OverflowError:
        return math.inf


_REWRITE = {
    "sign": lambda text: text,
    "word": lambda text: text,
    "string": _rewrite_string,
    "number": _rewrite_number,
}
