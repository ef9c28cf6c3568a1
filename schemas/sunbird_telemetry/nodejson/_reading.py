"""
Reading: `orjson` where it agrees with Node, else the exact reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable


def loads(text: bytes | str) -> Any:
    """
    What ``JSON.parse`` makes of *text*, or `NotJson`.

    Bytes are decoded as the service does: one byte order mark is dropped, and
    what is not UTF-8 becomes U+FFFD. Text is taken as it is.

    Numbers are doubles in Node, so an integer beyond 2^53 is the nearest float.
    One beyond all doubles is None, because ``JSON.stringify`` writes infinity
    as null. The order of names is not V8's, which puts those that look like
    integers first: nothing that follows depends on it.
    """
    return read(text)[0]


def read(text: bytes | str) -> tuple[Any, Iterable[str]]:
    """
    The same, and JSON pointers to the numbers that Node cannot hold.

    The pointers are found when they are asked for. Ordinary text has none, and
    to know that costs nothing more.
    """
    try:
        value = orjson.loads(text)
        # Refuses integers beyond 2^53. A regular expression over the text takes ten
        # times as long, and content ids ("do_" and 21 digits) defeat cheaper looks.
        orjson.dumps(value, option=orjson.OPT_STRICT_INTEGER)
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        # A mark or bad UTF-8 may have been all that was the matter.
        return _read_exactly(text) if isinstance(text, str) else read(_decode(text))

    return value, ()


def _decode(text: bytes) -> str:
    return text.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")


def _read_exactly(text: str) -> tuple[Any, Iterable[str]]:
    # Compiling the grammar takes longer than importing all the rest, and ordinary
    # text never needs it.
    from sunbird_telemetry.nodejson._digits import digits_lost
    from sunbird_telemetry.nodejson._exact import parse

    return parse(text), digits_lost(text)
