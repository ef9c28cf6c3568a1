"""
Diagnosis of refusals that are not about the token.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from sunbird_mockserver.deployments.routes import ROUTES
from sunbird_mockserver.gateway.nginx import REPEATED

if TYPE_CHECKING:
    from sunbird_mockserver import settings
    from sunbird_mockserver.consumers import Consumer
    from sunbird_mockserver.delivery import Reply
    from sunbird_mockserver.deployments.routes import Route
    from sunbird_mockserver.gateway import Exchange

__all__ = ["of_refusal"]

_TWO_TOKENS = (
    "two Authorization headers were sent: nginx refuses that before anybody looks at either. "
    "Send one"
)
_TOO_LARGE = (
    "the body is {size:,} bytes on the wire, the gateway takes {limit:,}. "
    "Compress it (Content-Encoding: gzip), or send smaller batches"
)
_WAITED = ". It is 417 and not 413 because of the header Expect: 100-continue"
_TOO_MANY = (
    "{limit:,} requests of this credential to the route {route!r} were let through in this hour of "
    "UTC, and that is its limit. There is room again in {wait} s. For tests, set "
    "gateway.rate_per_hour.{route}; 0 sets no limit"
)
_NO_GROUP = "the token is good, but {name!r} is not in the group {group!r} that this route asks for"
_ITS_GROUPS = "; its groups: {}"
_REGISTERS = (
    ". Its key is there to register another: POST {prefix} with it, and come back with the token "
    "in that answer"
)


def of_refusal(exchange: Exchange, reply: Reply, limits: settings.Gateway) -> str | None:
    """
    Explain an answer of the size limit, the ACL or the rate limit.
    """
    match reply.status:
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE | HTTPStatus.EXPECTATION_FAILED:
            size = len(exchange.delivery.body)
            waited = reply.status == HTTPStatus.EXPECTATION_FAILED
            return _TOO_LARGE.format(size=size, limit=limits.max_body_bytes) + _WAITED * waited
        case HTTPStatus.BAD_REQUEST if REPEATED in exchange.sent.headers.get("authorization", ""):
            return _TWO_TOKENS
        case HTTPStatus.FORBIDDEN if exchange.route and exchange.consumer:
            return _of_groups(exchange.consumer, exchange.route)
        case HTTPStatus.TOO_MANY_REQUESTS if exchange.route and exchange.usage:
            return _TOO_MANY.format(
                limit=exchange.usage.limit, route=exchange.route.name, wait=exchange.usage.reset_s
            )

    return None


def _of_groups(consumer: Consumer, route: Route) -> str:
    told = _NO_GROUP.format(name=consumer.username, group=route.group)
    told += _ITS_GROUPS.format(", ".join(sorted(consumer.groups)) or "none")
    # The newest way of registering, where there are several.
    registers = [
        each
        for each in ROUTES
        if each.prefix.endswith("/credential/register") and each.group in consumer.groups
    ]
    if route.group not in ("telemetryCreate", "deviceCreate") or not registers:
        return told

    return told + _REGISTERS.format(prefix=registers[-1].prefix)
