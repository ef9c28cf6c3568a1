"""
Reading: `orjson` where it agrees with Node, else the exact reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable

# Whatever may stand before a number is a colon here, and every digit a zero.
_DIGITS_AND_BEGINNINGS = bytes.maketrans(b"123456789[, \t\r\n-", b"000000000" + b":" * 7)
_LONG_NUMBER = b":" + b"0" * len(str(2**53))


def loads(text: bytes | str) -> Any:
    """
    Return the value that ``JSON.parse`` reads in *text*; raise `NotJson`.

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

    Those are integers that no double is equal to, whether beyond 2^53 or beyond
    64 bits; 2^70 in all its digits is equal to one. The pointers are found when
    they are asked for. Ordinary text has none, and to know that costs little.
    """
    try:
        encoded = text.encode() if isinstance(text, str) else text
        value = orjson.loads(encoded)
        if is_exact(value, encoded):
            return value, ()
    # No JSON, or not UTF-8, or half a surrogate pair.
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        pass

    # A mark or bad UTF-8 may have been all that was the matter.
    return _read_exactly(text) if isinstance(text, str) else read(_decode(text))


def is_exact(value: Any, text: bytes) -> bool:
    """
    Return True if *value*, which orjson read from *text*, is certainly what Node reads.
    """
    try:
        # Refuses integers beyond 2^53, but those beyond 64 bits are floats by now.
        compact = orjson.dumps(value, None, orjson.OPT_STRICT_INTEGER)
    except orjson.JSONEncodeError:
        return False
    # What is written as it was read has lost nothing. Most text is, and that spares a search.
    return text.startswith(compact) or not _has_long_number(text)


def _has_long_number(text: bytes) -> bool:
    # A regular expression takes five times as long. What is found may stand within quotes.
    zeros = text.translate(_DIGITS_AND_BEGINNINGS)

    return _LONG_NUMBER in zeros or zeros.startswith(_LONG_NUMBER[1:])


def _decode(text: bytes) -> str:
    return text.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")


def _read_exactly(text: str) -> tuple[Any, Iterable[str]]:
    # Compiling the grammar takes longer than importing all the rest, and ordinary
    # text never needs it.
    from sunbird_telemetry.jsonvalues.node.exact import parse
    from sunbird_telemetry.jsonvalues.node.lost_digits import digits_lost

    return parse(text), digits_lost(text)
