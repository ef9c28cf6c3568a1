"""
Base64 as nginx reads it, which is what the gateway's Lua calls.
"""

from __future__ import annotations

from binascii import Error, a2b_base64, b2a_base64

__all__ = ["decode", "encode"]

_FROM_URL_SAFE = bytes.maketrans(b"-_", b"+/")
# A byte that is in no alphabet stands for those that only the standard one has.
_FROM_URL_SAFE_ONLY = bytes.maketrans(b"-_+/", b"+/!!")


def decode(text: bytes, *, standard: bool) -> bytes | None:
    """
    Return the bytes that *text* encodes; None where nginx refuses it.

    The first ``=`` ends the text whatever follows, and left-over bits are not looked at.

    Args:
        text: Padded or not.

        standard: Whether ``+`` and ``/`` are taken beside ``-`` and ``_``.
    """
    text = text.partition(b"=")[0].translate(_FROM_URL_SAFE if standard else _FROM_URL_SAFE_ONLY)
    try:
        return a2b_base64(text + b"=" * (-len(text) % 4), strict_mode=True)
    except Error:
        return None


def encode(data: bytes) -> str:
    """
    *data* in the URL-safe alphabet, without padding.
    """
    text = b2a_base64(data, newline=False).decode().rstrip("=")
    return text.replace("+", "-").replace("/", "_")
