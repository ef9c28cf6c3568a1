"""
The text that a server prints when it starts.
"""

from __future__ import annotations

import socket
from contextlib import closing
from ipaddress import ip_address
from textwrap import fill
from typing import TYPE_CHECKING

from sunbird_mockserver.consumers import PARTNER, STANDARD
from sunbird_mockserver.control.access import is_local

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sunbird_mockserver.consumers import Consumer
    from sunbird_mockserver.settings import Control, Settings

__all__ = ["banner", "is_any", "is_exposed", "network_address"]

_ROW = "  {:<17} {}"
_WIDTH = 100


def banner(settings: Settings) -> str:
    """
    Return the addresses, the consumers and where to look; secrets only if they are public.
    """
    url = f"http://{_reachable(settings.host)}:{settings.port}"
    rows = [
        ("clients send to", f"{url}/api/data/v1/telemetry"),
        ("host of their SDK", url),
        ("what arrived", f"{url}/_mock/events{_needed(settings.control)}"),
        *_callers(settings.consumers),
    ]
    rows[:0] = _reachable_from(settings)
    if settings.profile == "spark":
        key = _first_key(settings)
        rows.append(("tokens", f"need a kid: sunbird-mock token --key {key} --header kid={key}"))
    first = f"Sunbird is at {url} (profile {settings.profile}). Ctrl-C ends it."

    return "\n".join([first, *(_folded(_ROW.format(*row)) for row in rows)])


def _folded(row: str) -> str:
    indent = " " * len(_ROW.format("", ""))

    return fill(
        row, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _reachable_from(settings: Settings) -> Iterator[tuple[str, str]]:
    """
    The address for devices in the network, and a warning, if they reach the server.
    """
    host = settings.host
    if is_any(host):
        yield "listens on", f"all addresses of this machine ({host})"
        if address := network_address(host):
            yield "in the network", f"http://{_in_url(address)}:{settings.port}"
    if is_exposed(host):
        access = _network_access(settings.control)
        yield "warning", f"Any device in the network can send telemetry; {access}."


def _network_access(control: Control) -> str:
    if control.token is not None:
        return "with the control token, which HTTP does not encrypt, it can use /_mock"
    if control.open:
        return "it can also read and reset what arrived, because the control API is open"

    return (
        "/_mock answers only this machine, unless --control-token TOKEN or --control-open is given"
    )


def _needed(control: Control) -> str:
    return "" if control.token is None else " with the control token"


def _reachable(host: str) -> str:
    """
    *host* as a client on this machine has it in a URL.
    """
    if is_any(host):
        return "[::1]" if ":" in host else "127.0.0.1"

    return _in_url(host)


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _callers(consumers: Sequence[Consumer] | None) -> Iterator[tuple[str, str]]:
    """
    List the consumers. Only the built-in secrets are public.
    """
    if consumers is None:
        credential = PARTNER.credentials[0]
        yield "key and secret", f"{credential.key} / {credential.secret}"
    standard = [each.username for each in STANDARD]
    for consumer in consumers or ():
        keys = ", ".join(each.key for each in consumer.credentials)
        note = ""
        if consumer.username in standard:
            standard.remove(consumer.username)
            note = ", in place of the standard one"
        yield "consumer", f"{consumer.username} {f'with {keys}' if keys else 'without a key'}{note}"
    yield "also", f"NAME-key / NAME-secret, where NAME is {', '.join(standard)}"


def _first_key(settings: Settings) -> str:
    consumers = (PARTNER,) if settings.consumers is None else settings.consumers

    return next((each.key for consumer in consumers for each in consumer.credentials), "KEY")


# Addresses for documentation (RFC 5737, RFC 3849). No packet is sent to them.
_ELSEWHERE = {socket.AF_INET: "203.0.113.1", socket.AF_INET6: "2001:db8::1"}


def is_any(host: str) -> bool:
    """
    Return whether a server on *host* listens on all addresses.
    """
    try:
        return ip_address(host).is_unspecified
    except ValueError:  # a name
        return False


def is_exposed(host: str) -> bool:
    """
    Return whether other machines may reach a server on *host*.
    """
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):  # it resolves to nothing that could be listened on
        return False

    return not all(is_local(str(address[0]), None) for *_, address in found)


def network_address(host: str) -> str | None:
    """
    Return an address of a server on all addresses, *host*, for other machines in the network.

    None if this machine is in no network. Of several addresses it is the one that the machine sends
    from by default.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_DGRAM)) as probe:
        try:
            probe.connect((_ELSEWHERE[family], 9))
        except OSError:
            return None
        address = str(probe.getsockname()[0])

    return None if is_local(address, None) else address
