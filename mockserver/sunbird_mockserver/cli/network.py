"""
Addresses of this machine, as other machines see them.
"""

from __future__ import annotations

import socket
from contextlib import closing
from ipaddress import ip_address

from sunbird_mockserver.control.access import is_local

__all__ = ["is_any", "is_exposed", "network_address"]

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
