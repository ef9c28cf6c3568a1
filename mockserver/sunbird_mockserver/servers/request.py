"""
Request parsing that both servers share.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from sunbird_mockserver.delivery import DEFAULT_INBOX
from sunbird_mockserver.gateway.nginx import REPEATED

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["LENGTH", "MAX_BODY_BYTES", "Unread", "announced", "by_name", "split_inbox"]

# The ingress takes no larger body: contract/gateway-and-auth.md 0.
MAX_BODY_BYTES = 60 * 1024 * 1024

#: A Content-Length that a server can count to.
LENGTH = re.compile(r"[0-9]{1,19}")

_INBOX = re.compile(r"/i/([A-Za-z0-9._-]{1,100})(?=/|$)")
# Node keeps the first of these, and joins the values of all others:
# https://nodejs.org/api/http.html#messageheaders
_FIRST_COUNTS = frozenset(
    {
        "content-length",
        "content-type",
        "from",
        "host",
        "if-modified-since",
        "if-unmodified-since",
        "max-forwards",
        "proxy-authorization",
        "referer",
        "user-agent",
    }
)
_BETWEEN = {"authorization": REPEATED, "cookie": "; "}


class Unread(Enum):
    """
    Reasons for a missing body.
    """

    CUT_SHORT = "cut short"
    TOO_LARGE = "too large"


def split_inbox(path: str) -> tuple[str, str, str]:
    """
    The inbox that *path* names, the prefix that names it, and what follows.
    """
    found = _INBOX.match(path)
    if found is None:
        return DEFAULT_INBOX, "", path

    return found[1], found[0], path[found.end() :] or "/"


def by_name(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """
    One value for each of *headers*, whose names are in lower case.

    A name with an underscore is dropped, as nginx does unless it is told otherwise.
    """
    values: dict[str, list[str]] = {}
    for name, value in headers:
        if "_" not in name and (name not in values or name not in _FIRST_COUNTS):
            values.setdefault(name, []).append(value)

    return {name: _BETWEEN.get(name, ", ").join(each) for name, each in values.items()}


def announced(headers: dict[str, str]) -> int | None:
    """
    Return the length of the body according to *headers*; None if they do not give it.
    """
    length = headers.get("content-length", "")

    return int(length) if LENGTH.fullmatch(length) and "transfer-encoding" not in headers else None
