"""
Compressed bodies, inflated as zlib in Node does it and never far beyond a limit.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from sunbird_mockserver.upstreams.telemetry.body_errors import bad_data, too_large, unsupported

if TYPE_CHECKING:
    from collections.abc import Mapping

# Window bits of zlib, with the wrapper that each name stands for. Raw deflate is refused: recorded.
_WRAPPERS = {"gzip": 31, "deflate": 15}

# What follows a gzip member is copied each time one ends. Fed in pieces, a body of a hundred
# thousand tiny members stays cheap.
_PIECE = 16_384


def content_encoding(headers: Mapping[str, str]) -> str:
    """
    ``gzip``, ``deflate`` or ``identity``; anything else is refused.
    """
    encoding = (headers.get("content-encoding") or "identity").lower()
    if encoding not in _WRAPPERS and encoding != "identity":
        raise unsupported("content encoding", encoding)

    return encoding


def inflated(body: bytes, encoding: str, limit: int) -> bytes:
    """
    The *body* without its content *encoding*; refused above *limit* bytes.
    """
    if encoding in _WRAPPERS:
        return _inflated(body, _WRAPPERS[encoding], limit)
    if len(body) > limit:
        raise too_large()

    return body


def _inflated(data: bytes, wrapper: int, limit: int) -> bytes:
    out = bytearray()
    stream = zlib.decompressobj(wrapper)
    for start in range(0, len(data), _PIECE):
        piece = data[start : start + _PIECE]
        while piece:
            if stream.eof:
                if not _goes_on(piece, wrapper):
                    return bytes(out)
                stream = zlib.decompressobj(wrapper)
            out += _step(stream, piece, limit - len(out))
            piece = stream.unused_data

    if not stream.eof:
        raise bad_data("unexpected end of file")

    return bytes(out)


def _goes_on(rest: bytes, wrapper: int) -> bool:
    # Node takes what follows a gzip member for the next one, unless it is padding with zeros; what
    # follows a zlib stream is ignored: recorded.
    return wrapper == _WRAPPERS["gzip"] and rest[0] != 0


def _step(stream: zlib._Decompress, piece: bytes, room: int) -> bytes:
    try:
        chunk = stream.decompress(piece, room + 1)
    except zlib.error as error:
        # "Error -3 while decompressing data: incorrect header check"; only a preset dictionary
        # has no sentence of zlib's own, and Node's is this.
        raise bad_data(str(error).partition(": ")[2] or "Missing dictionary") from None
    if len(chunk) > room:
        raise too_large()

    return chunk
