"""
A JSON body as body-parser reads it: an object or a list, nothing else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sunbird_mockserver.upstreams.telemetry.body_errors import Refused, bad_json
from sunbird_mockserver.upstreams.telemetry.charsets import UTF8, decoder, unsupported_charset, utf8
from sunbird_mockserver.upstreams.telemetry.inflate import content_encoding, inflated
from sunbird_telemetry.jsonvalues.node import NotJson, loads, read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sunbird_mockserver.delivery import Delivery
    from sunbird_mockserver.upstreams.telemetry.versions import Version

LIMIT = 5_242_880

_OPENS = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\n\r]*[\[{]")
_OPENS_TEXT = re.compile(r"[ \t\n\r]*[\[{]")
_FIRST = re.compile(r"[^ \t\n\r]")
_FIRST_IN_LINE = re.compile(r"[ \t\n\r]*([^\n\r\u2028\u2029])")

# V8 quotes ten characters around the error at most; what is further away does not matter.
_AROUND = 32


def read_json(
    delivery: Delivery, charset: str, version: Version
) -> tuple[Any, bytes | str, Iterable[str]]:
    """
    The value of the body, the text it was read from, and JSON pointers to the numbers in it that
    Node cannot hold; an empty body is an empty object.
    """
    charset = charset or UTF8
    if not charset.startswith("utf-"):
        raise unsupported_charset(charset)
    encoding = content_encoding(delivery.headers)
    decode = decoder(charset)
    body = inflated(delivery.body, encoding, LIMIT)
    if decode is None:
        if _OPENS.match(body):
            return _read(body)
        text = utf8(body)
    else:
        text = decode(body)
        if _OPENS_TEXT.match(text):
            return _read(text)
    if not text:
        return {}, text, ()

    raise (_strange_first_quoting_hash if version.quotes_hash else _strange_first)(text)


def _read(text: bytes | str) -> tuple[Any, bytes | str, Iterable[str]]:
    try:
        value, lost_digits = read(text)
    except NotJson as error:
        raise bad_json(str(error)) from None

    return value, text, lost_digits


def _strange_first(text: str) -> Refused:
    # body-parser lets V8 complain about the text masked with "#", then puts the text back.
    found = _FIRST.search(text)
    if found is None:
        return bad_json(_complaint(""))
    at = found.start()
    rest = _units(text[at : at + _AROUND])
    complaint = _complaint(text[:at] + "#" * len(rest))

    return bad_json(re.sub("#+", lambda masked: rest[: len(masked[0])], complaint))


def _strange_first_quoting_hash(text: str) -> Refused:
    # Up to 1.18 it masks with one "#" and puts back only the first; no line end counts as a first
    # character, so that a body of nothing but line ends makes it stumble.
    found = _FIRST_IN_LINE.match(text)
    if found is None:
        return Refused(400, "TypeError", "Cannot read properties of null (reading '1')")
    first = _units(found[1])[0]
    complaint = _complaint(text[: text.index(found[1])] + "#")

    return bad_json(complaint.replace("#", first, 1))


def _complaint(text: str) -> str:
    try:
        loads(text)
    except NotJson as error:
        return str(error)

    raise AssertionError("a text with a bare # cannot be JSON")


def _units(text: str) -> str:
    # JavaScript counts UTF-16 units, not characters.
    units = text.encode("utf-16-be", "surrogatepass")

    return "".join(chr(high << 8 | low) for high, low in zip(units[::2], units[1::2], strict=True))
