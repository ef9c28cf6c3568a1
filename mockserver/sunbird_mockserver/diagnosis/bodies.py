"""
What is wrong with a body that the gateway let through.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from sunbird_mockserver.service.mediatype import media_type

if TYPE_CHECKING:
    from sunbird_mockserver.delivery import Delivery, Reply

__all__ = ["of_body", "of_unread"]

_LOST = "answered 200, but the service reads a body only as application/json: "
_NO_TYPE = "no Content-Type was sent, so no event of this one will ever be seen"
_BROKEN_TYPE = (
    "what follows the ; in Content-Type {!r} is no parameter, which makes all of it unreadable, so "
    "no event of it will ever be seen. Send application/json alone"
)
_OTHER_TYPE = "Content-Type was {!r}, so no event of it will ever be seen"
_EMPTY = "answered 200, but the body is empty: there is nothing in it that could arrive"
_PLAIN_GZIP = (
    "Content-Encoding says gzip, but the body is not compressed. "
    "Compress it, or leave the header out"
)
_HIDDEN_GZIP = "the body is gzip, but no Content-Encoding says so. Add Content-Encoding: gzip"


def of_unread(delivery: Delivery) -> str:
    """
    Why the service said 200 and threw the body away.
    """
    if not delivery.body:
        return _EMPTY
    said = delivery.headers.get("content-type", "")
    if not said:
        return _LOST + _NO_TYPE
    is_broken = (
        ";" in said and not media_type(said).type and media_type(said.partition(";")[0]).type
    )

    return _LOST + (_BROKEN_TYPE if is_broken else _OTHER_TYPE).format(said)


def of_body(delivery: Delivery, reply: Reply) -> str | None:
    """
    Whether the service could not read the body because it was told a wrong encoding.
    """
    if reply.status != HTTPStatus.BAD_REQUEST:
        return None
    compressed = delivery.body.startswith(b"\x1f\x8b")
    said = delivery.headers.get("content-encoding", "").lower() == "gzip"
    if compressed and not said:
        return _HIDDEN_GZIP

    return _PLAIN_GZIP if said and not compressed else None
