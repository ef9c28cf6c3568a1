"""
Hosts and origins as browsers write them, out of what people copy from address bars.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

__all__ = ["host_in", "origin_in"]

_NAME = re.compile(r"[a-z0-9._-]+")
_IPV6 = re.compile(r"[0-9a-f.]*:[0-9a-f:.]*:[0-9a-f:.]*")
# Browsers leave these out of an origin: RFC 6454 6.2.
_DEFAULT_PORTS = {"http": 80, "https": 443}


def host_in(text: str) -> str | None:
    """
    The host that *text* means, without scheme and port; None if it means none.
    """
    if _IPV6.fullmatch(text.lower().strip("[]")):
        return text
    parts = _parts(text if "//" in text else f"//{text}")
    if parts is None:
        return None
    host = parts.hostname

    return text if host == text.lower() else host  # case means nothing in a host


def origin_in(text: str) -> str | None:
    """
    The origin that *text* means, as browsers send it; None if it means none.
    """
    parts = _parts(text)
    if parts is None or not parts.scheme:
        return None
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    has_port = parts.port not in {None, _DEFAULT_PORTS.get(parts.scheme)}

    return f"{parts.scheme}://{host}" + (f":{parts.port}" if has_port else "")


def _parts(url: str) -> SplitResult | None:
    """
    The parts of *url*; None if it names no host, or no port.
    """
    try:
        parts = urlsplit(url)
        _ = parts.port  # which is a number, or an error
    except ValueError:
        return None
    host = parts.hostname or ""

    return parts if _NAME.fullmatch(host) or _IPV6.fullmatch(host) else None
