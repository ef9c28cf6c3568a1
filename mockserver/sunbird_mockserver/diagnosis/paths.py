"""
Diagnosis of paths.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sunbird_mockserver.deployments.routes import ExposedBy, find_route
from sunbird_mockserver.gateway.kong_replies import INGRESS_PREFLIGHT

if TYPE_CHECKING:
    from sunbird_mockserver.delivery import Delivery, Reply
    from sunbird_mockserver.gateway import Exchange

__all__ = ["of_path", "of_preflight"]

_DOUBLE_SLASH = (
    "the path has two slashes in a row: the host or slug that the client was given ends in /, and "
    "the client adds its own. Leave the slash at its end away"
)
_SLASHES = re.compile("//+")
_SLUG = (
    "{} is one part too many in front of {}: SDKs and players put their own slug before the "
    "endpoint. Leave it out of the host, the slug or the endpoint that the client is given"
)
_INNER = "{} is the service's own path, which the public address does not have. Send to {}"
_INGRESS_PREFLIGHT = (
    "under /api the public ingress answers preflights itself and does not allow {}: a browser on "
    "another origin stops here. Send without /api, or set gateway.cors = "
    '"open" if your pages go through a proxy of yours'
)
# Prefixes of clients and portals in front of an endpoint: contract/clients.md 0 and 4. The group
# is the last one.
_SLUGS = re.compile("(/(?:api|action|content)(?=/))+")
_INGRESS_ALLOWS = frozenset(
    name.strip().lower()
    for header, value in INGRESS_PREFLIGHT.headers
    if header == "Access-Control-Allow-Headers"
    for name in value.split(",")
) | {""}


def of_path(exchange: Exchange) -> str | None:
    """
    Explain a path that has no route, or another one than the client expects.
    """
    if exchange.route is not None:
        return exchange.route.diagnosis
    if exchange.reply is INGRESS_PREFLIGHT:
        return None
    path = exchange.sent.path
    if "//" in path:
        return _DOUBLE_SLASH if _leads_somewhere(_SLASHES.sub("/", path)) else None

    return _too_many_slugs(path)


def _leads_somewhere(path: str) -> bool:
    return find_route(path) is not None or find_route(path.removeprefix("/api")) is not None


def _too_many_slugs(path: str) -> str | None:
    slugs = _SLUGS.match(path)
    # No route begins with two slugs, so only the last one may be a part of it.
    for end in (slugs.start(1), slugs.end()) if slugs else ():
        taken, rest = path[:end], path[end:]
        route = find_route(rest) if taken else None
        if route and route.front is ExposedBy.NONE:
            return _INNER.format(rest, "/api/data/v1/telemetry")
        if route:
            return _SLUG.format(taken, rest)

    return None


def of_preflight(delivery: Delivery, reply: Reply) -> str | None:
    """
    Name the headers that the ingress does not allow a page on another origin to send.
    """
    if reply is not INGRESS_PREFLIGHT:
        return None
    asked = delivery.headers.get("access-control-request-headers", "")
    names = [name.strip() for name in asked.split(",")]
    refused = [name for name in names if name.lower() not in _INGRESS_ALLOWS]

    return _INGRESS_PREFLIGHT.format(", ".join(refused)) if refused else None
