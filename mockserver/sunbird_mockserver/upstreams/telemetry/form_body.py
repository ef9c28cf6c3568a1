"""
A form as the service reads it: every value is text, so ``events`` is no list any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from sunbird_mockserver.upstreams.telemetry.body_errors import too_large
from sunbird_mockserver.upstreams.telemetry.charsets import UTF8, unsupported_charset, utf8
from sunbird_mockserver.upstreams.telemetry.inflate import content_encoding, inflated

if TYPE_CHECKING:
    from sunbird_mockserver.delivery import Delivery

LIMIT = 102_400
_PARAMETERS = 1000


def read_form(delivery: Delivery, charset: str) -> dict[str, str | list[str]]:
    """
    The fields of the form; a repeated one becomes a list.
    """
    if charset not in ("", UTF8):
        raise unsupported_charset(charset)
    text = utf8(inflated(delivery.body, content_encoding(delivery.headers), LIMIT))
    if text.count("&") >= _PARAMETERS:
        raise too_large("too many parameters")

    fields: dict[str, list[str]] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        fields.setdefault(name, []).append(value)

    return {name: values if values[1:] else values[0] for name, values in fields.items()}
