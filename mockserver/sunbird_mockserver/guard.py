"""
Who may use the control API: programs on this machine, and pages that were named.

A page somewhere in the web can make its visitor's browser send requests to 127.0.0.1, under a name
that resolves there if need be. Both show in ``Host`` and ``Origin``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sunbird_mockserver.delivery import Delivery
    from sunbird_mockserver.settings import Settings

__all__ = ["allow_origin", "refusal"]

_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
_HOST = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\s:/?#@\[\]]+))(?::[0-9]*)?")

Headers = tuple[tuple[str, str], ...]


def refusal(settings: Settings, delivery: Delivery) -> str | None:
    """
    Why *delivery* may not use the control API, and what to set; None if it may.
    """
    host = delivery.headers.get("host", "")
    named = map(_plain, (settings.host, *settings.control.allowed_hosts))
    if _hostname(host) not in _LOCAL.union(named):
        return (
            f"Host {host!r} is not this machine. If it should reach the control API, "
            "add it to control.allowed_hosts."
        )
    origin = delivery.headers.get("origin")
    if origin is not None and origin != f"http://{host}" and not _is_named(settings, origin):
        return (
            f"Pages from {origin!r} may not use the control API. If these should, "
            "add it to control.allowed_origins."
        )

    return None


def allow_origin(settings: Settings, delivery: Delivery) -> Headers:
    """
    The headers that let the page behind *delivery* read the answer, if its origin was named.
    """
    origin = delivery.headers.get("origin")
    if origin is None or not _is_named(settings, origin):
        return ()
    allowed = (("Access-Control-Allow-Origin", origin), ("Vary", "Origin"))

    return (*allowed, *_preflight(delivery)) if delivery.method == "OPTIONS" else allowed


def _preflight(delivery: Delivery) -> Headers:
    wanted = delivery.headers.get("access-control-request-headers")
    methods = (("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE"),)

    return (*methods, ("Access-Control-Allow-Headers", wanted)) if wanted else methods


def _is_named(settings: Settings, origin: str) -> bool:
    # People copy origins from address bars, with a slash at the end.
    return origin in {named.removesuffix("/") for named in settings.control.allowed_origins}


def _hostname(host: str) -> str | None:
    found = _HOST.fullmatch(host)

    return _plain(found[1] or found[2]) if found else None


def _plain(name: str) -> str:
    return name.strip("[]").lower()
