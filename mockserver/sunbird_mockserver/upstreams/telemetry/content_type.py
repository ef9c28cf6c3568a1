"""
``Content-Type`` as the service reads it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_WORD = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_QUOTED = r'"(?:[ !\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\x20-\x7e])*"'
_PARAMETER = re.compile(rf"; *({_WORD}) *= *({_QUOTED}|{_WORD}) *")
_TYPE = re.compile(r" *([a-z0-9][a-z0-9!#$&^_-]*/[a-z0-9][a-z0-9!#$&^_.+-]*) *")
_ESCAPED = re.compile(r"\\(.)")


class MediaType(NamedTuple):
    """
    A type in lower case, empty where the header is no media type, and its charset.
    """

    type: str
    charset: str


NO_TYPE = MediaType("", "")


@lru_cache(maxsize=256)
def media_type(header: str) -> MediaType:
    """
    Return the parsed *header* if it is well formed: one stray semicolon makes it invalid.
    """
    name, semicolon, _ = header.partition(";")
    found = _TYPE.fullmatch(name.lower())
    charset = _charset(header, len(name)) if semicolon else ""
    if found is None or charset is None:
        return NO_TYPE

    # An empty suffix counts as none: media-typer, recorded.
    return MediaType(found[1].removesuffix("+"), charset)


def _charset(header: str, at: int) -> str | None:
    charset = ""
    while at < len(header):
        found = _PARAMETER.match(header, at)
        if found is None:
            return None
        at = found.end()
        if found[1].lower() == "charset":
            charset = _unquoted(found[2]).lower()

    return charset


def _unquoted(value: str) -> str:
    return _ESCAPED.sub(r"\1", value[1:-1]) if value.startswith('"') else value
