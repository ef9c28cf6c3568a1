"""
A request as the next one in line gets it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from sunbird_mockserver.delivery import Delivery

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sunbird_mockserver.gateway.exchange import Exchange

__all__ = ["added_by_kong", "normalized", "with_added", "with_target"]

# What only Kong may say about a client: a client's own word for it goes no further.
_RESERVED = (
    "x-anonymous-consumer",
    "x-consumer-custom-id",
    "x-consumer-groups",
    "x-consumer-id",
    "x-consumer-username",
)


def with_target(delivery: Delivery, path: str, headers: Mapping[str, str]) -> Delivery:
    """
    The *delivery* under another *path*, with other *headers*.
    """
    # dataclasses.replace() takes three times as long, and this is done for every request.
    return Delivery(
        delivery.method,
        path,
        delivery.query,
        headers,
        delivery.body,
        delivery.inbox,
        delivery.received,
        delivery.client_address,
        delivery.server_address,
    )


def added_by_kong(exchange: Exchange, *, names_credential: bool) -> dict[str, str]:
    """
    Return the headers that Kong adds for the service: the consumer and ids of the request.
    """
    added: dict[str, str] = {}
    if token := exchange.admitted:
        added["X-Consumer-ID"] = token.consumer.id
        added["X-Consumer-Username"] = token.consumer.username
        added["X-Consumer-Groups"] = _listed(token.consumer.groups)
        if names_credential:
            added["X-Credential-Identifier"] = token.credential.key
    if exchange.public:
        added["X-Request-ID"] = exchange.delivery.headers["x-request-id"]
        added["X-Real-IP"] = exchange.delivery.headers["x-real-ip"]
    if exchange.kong.request_id:
        added["X-Kong-Request-Id"] = exchange.kong.request_id

    return added


def with_added(headers: Mapping[str, str], added: Mapping[str, str]) -> dict[str, str]:
    """
    The client's *headers* with those that Kong *added*, and without what only Kong may say.
    """
    all_headers = dict(headers)
    for name in _RESERVED:
        all_headers.pop(name, None)
    for name, value in added.items():
        all_headers[name.lower()] = value

    return all_headers


@lru_cache(maxsize=256)
def _listed(groups: frozenset[str]) -> str:
    return ", ".join(sorted(groups))


_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_NEEDLESS = re.compile(r"[A-Za-z0-9._~-]")


def normalized(path: str) -> str:
    """
    *path* without needless percent-encoding, without ``.`` and ``..``, each slash a single one.
    """
    if "%" in path:
        path = _ESCAPE.sub(_decoded, path)
    if "//" not in path and "/." not in path:
        return path
    *segments, last = path.split("/")
    kept: list[str] = []
    for segment in (*segments, last):
        if segment == "..":
            del kept[-1:]
        elif segment not in ("", "."):
            kept.append(segment)
    end = "/" if kept and last in ("", ".", "..") else ""

    return "/" + "/".join(kept) + end


def _decoded(escape: re.Match[str]) -> str:
    character = chr(int(escape[1], 16))

    return character if _NEEDLESS.match(character) else escape[0].upper()
