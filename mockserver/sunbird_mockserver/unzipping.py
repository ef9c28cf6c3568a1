"""
Bodies that are compressed, whatever their headers say.
"""

from __future__ import annotations

import zlib

__all__ = ["unzipped"]

_GZIP = b"\x1f\x8b"
_WRAPPER = 31
_MOST = 8 * 1024 * 1024


def unzipped(body: bytes) -> bytes | None:
    """
    *body* as it was before it was compressed, if its first bytes say that it is; at most 8 MiB.

    None if they say so and it is not.
    """
    if not body.startswith(_GZIP):
        return body
    try:
        return zlib.decompressobj(_WRAPPER).decompress(body, _MOST)
    except zlib.error:
        return None
