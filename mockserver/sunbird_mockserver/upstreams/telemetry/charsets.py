"""
The charsets in which the service reads JSON.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from sunbird_mockserver.upstreams.telemetry.body_errors import unsupported

if TYPE_CHECKING:
    from collections.abc import Callable

    from sunbird_mockserver.upstreams.telemetry.body_errors import Refused

UTF8 = "utf-8"

_BOM = "\ufeff"

# iconv-lite ignores all but letters and digits in the name of a charset.
_IGNORED = re.compile(r":\d{4}$|[^0-9a-z]")


def decoder(charset: str) -> Callable[[bytes], str] | None:
    """
    Return the decoder for a body; None for UTF-8, which the JSON parser reads itself.
    """
    if charset == UTF8:
        return None
    name = _IGNORED.sub("", charset)
    if name not in _DECODERS:
        raise unsupported_charset(charset)

    return _DECODERS[name]


def unsupported_charset(charset: str) -> Refused:
    """
    A charset that the service does not know.
    """
    return unsupported("charset", charset.upper())


def utf8(body: bytes) -> str:
    """
    *body* with U+FFFD for what is not UTF-8, and without its byte order mark.
    """
    return body.decode("utf-8", "replace").removeprefix(_BOM)


def _utf16(codec: str) -> Callable[[bytes], str]:
    def decode(body: bytes) -> str:
        whole = body[: len(body) & ~1]

        return whole.decode(codec, "surrogatepass").removeprefix(_BOM)

    return decode


_little, _big = _utf16("utf-16-le"), _utf16("utf-16-be")


def _either(body: bytes) -> str:
    if body.startswith(codecs.BOM_UTF16_LE):
        return _little(body)
    if body.startswith(codecs.BOM_UTF16_BE):
        return _big(body)

    # Without a byte order mark iconv-lite counts which half of the first units is zero.
    pairs = list(zip(body[0:64:2], body[1:64:2], strict=False))
    big = sum(first == 0 != second for first, second in pairs)
    little = sum(first != 0 == second for first, second in pairs)

    return (_big if big > little else _little)(body)


def _utf7(body: bytes) -> str:
    return body.decode("utf-7", "replace")


_DECODERS = {
    "utf8": None,
    "utf16": _either,
    "utf16le": _little,
    "utf16be": _big,
    "utf7": _utf7,
}
