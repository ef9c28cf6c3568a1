"""
Access to the control API: programs on this machine, holders of the control token, named pages.

A page somewhere in the web can make its visitor's browser send requests to 127.0.0.1, under a name
that resolves there if need be. Both show in ``Host`` and ``Origin``. Another machine can send any
header, ``X-Forwarded-For`` too, so only the address of the connection counts for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hmac import compare_digest
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sunbird_mockserver.delivery import Delivery, Headers
    from sunbird_mockserver.settings import Control, Settings

__all__ = ["Refusal", "allow_origin", "is_local", "refusal"]

_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
_HOST = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\s:/?#@\[\]]+))(?::[0-9]*)?")
_BEARER = re.compile(r"bearer +([!-~]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Refusal:
    """
    Answer to a request that may not use the control API.
    """

    status: int
    #: The reason, and what to set.
    error: str
    headers: Headers = ()


def refusal(settings: Settings, delivery: Delivery) -> Refusal | None:
    """
    Return the refusal of *delivery*; None if it may use the control API.
    """
    error = (
        _client_error(settings.control, delivery)
        or _host_error(settings, delivery)
        or _origin_error(settings.control, delivery)
    )
    if error:
        return Refusal(403, error)
    if _lacks_token(settings.control, delivery):
        return Refusal(
            401,
            "The control API requires its token. Send it as Authorization: Bearer TOKEN, where "
            "TOKEN is the value of --control-token (control.token).",
            (("WWW-Authenticate", "Bearer"), *allow_origin(settings, delivery)),
        )

    return None


def is_local(client: str | None, server: str | None) -> bool:
    """
    Return whether the address *client* belongs to this machine.

    Args:
        client: Address of the other end of a connection. A text that is no IP address is unknown,
            and not local.

        server: Address of this end. A client that has the same is on this machine.
    """
    address = _ip(client)

    return address is not None and (address.is_loopback or address == _ip(server))


def allow_origin(settings: Settings, delivery: Delivery) -> Headers:
    """
    The headers that let the page behind *delivery* read the answer, if its origin was named.
    """
    origin = delivery.headers.get("origin")
    if origin is None or not _is_named(settings.control, origin):
        return ()
    allowed = (("Access-Control-Allow-Origin", origin), ("Vary", "Origin"))

    return (*allowed, *_preflight(delivery)) if delivery.method == "OPTIONS" else allowed


def _client_error(control: Control, delivery: Delivery) -> str | None:
    client = delivery.client_address
    if control.token is not None or control.open or is_local(client, delivery.server_address):
        return None
    what = f"Address {client!r} is not this machine" if client else "The client has no address"

    return (
        f"{what}. If it should reach the control API, give --control-token TOKEN (control.token) "
        "and send Authorization: Bearer TOKEN, or let every machine in with --control-open "
        "(control.open = true)."
    )


def _host_error(settings: Settings, delivery: Delivery) -> str | None:
    host = delivery.headers.get("host", "")
    named = map(_plain, (settings.host, *settings.control.allowed_hosts))
    # With --host 0.0.0.0 every address of this machine is given. Browsers send one as Host only for
    # a URL that has it in place of a name, so no name was made to resolve to this machine.
    reached = filter(None, (_ip(delivery.server_address),))
    if _hostname(host) in _LOCAL.union(named, map(str, reached)):
        return None

    return (
        f"Host {host!r} is not this machine. If it should reach the control API, "
        "add it to control.allowed_hosts."
    )


def _origin_error(control: Control, delivery: Delivery) -> str | None:
    origin = delivery.headers.get("origin")
    own = f"http://{delivery.headers.get('host', '')}"
    if origin is None or origin == own or _is_named(control, origin):
        return None

    return (
        f"Pages from {origin!r} may not use the control API. If these should, "
        "add it to control.allowed_origins."
    )


def _lacks_token(control: Control, delivery: Delivery) -> bool:
    """
    Return whether the token is required, and not sent.

    A preflight carries no credentials: https://fetch.spec.whatwg.org/#cors-protocol-and-credentials
    """
    if control.token is None or (delivery.method == "OPTIONS" and "origin" in delivery.headers):
        return False
    sent = _BEARER.fullmatch(delivery.headers.get("authorization", ""))

    return sent is None or not compare_digest(sent[1], control.token)


def _preflight(delivery: Delivery) -> Headers:
    wanted = delivery.headers.get("access-control-request-headers")
    methods = (("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE"),)

    return (*methods, ("Access-Control-Allow-Headers", wanted)) if wanted else methods


def _is_named(control: Control, origin: str) -> bool:
    # People copy origins from address bars, with a slash at the end.
    return origin in {named.removesuffix("/") for named in control.allowed_origins}


def _ip(text: str | None) -> IPv4Address | IPv6Address | None:
    """
    The IP address *text*, an IPv4-mapped one as IPv4; None if it is no address.
    """
    try:
        address = ip_address(text or "")
    except ValueError:
        return None

    return (address.ipv4_mapped if isinstance(address, IPv6Address) else None) or address


def _hostname(host: str) -> str | None:
    found = _HOST.fullmatch(host)

    return _plain(found[1] or found[2]) if found else None


def _plain(name: str) -> str:
    return name.strip("[]").lower()
