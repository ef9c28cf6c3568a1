"""
Kong's plugins. Each may end the request with an answer, and then none after it runs.

Source: contract/gateway-and-auth.md 1, plugin order, and 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sunbird_mockserver.deployments.routes import ExposedBy
from sunbird_mockserver.tokens import Refused, verify

if TYPE_CHECKING:
    from sunbird_mockserver import settings
    from sunbird_mockserver.delivery import Headers, Reply
    from sunbird_mockserver.deployments.kong_versions import KongVersion
    from sunbird_mockserver.deployments.profiles import Profile
    from sunbird_mockserver.deployments.routes import Route
    from sunbird_mockserver.gateway.exchange import Exchange
    from sunbird_mockserver.gateway.kong_replies import KongReplies
    from sunbird_mockserver.gateway.rate_limits import RateLimits, Usage

__all__ = ["PLUGINS", "exhausted", "hourly_limit", "limit_headers"]

# nginx keeps a body up to this in memory, a larger one in a file: client_body_buffer_size.
_BUFFER_BYTES = 8 * 1024
# Who calls where a portal adds the token: one session for all of its pages.
_PORTAL = "portal"


class GatewayParts(Protocol):
    """
    The parts of the gateway that plugins use.
    """

    @property
    def profile(self) -> Profile:
        """
        The deployment that is copied.
        """
        ...

    @property
    def settings(self) -> settings.Gateway:
        """
        The settings of the gateway.
        """
        ...

    @property
    def limits(self) -> RateLimits:
        """
        The counters of requests.
        """
        ...


def cors(exchange: Exchange, gateway: GatewayParts, _: Route) -> Reply | None:
    """
    Answer a preflight; what counts as one depends on the version.
    """
    if exchange.delivery.method != "OPTIONS" or not exchange.changed.cors:
        return None
    is_preflight = gateway.profile.kong_version.preflight_asks <= exchange.delivery.headers.keys()

    return exchange.kong.preflight() if is_preflight else None


def jwt(exchange: Exchange, gateway: GatewayParts, route: Route) -> Reply | None:
    """
    Let nobody pass whose token is not good.
    """
    # The portal adds a token of its own there.
    if route.front is ExposedBy.PORTAL and gateway.settings.portal == "open":
        return None
    delivery = exchange.delivery
    token = verify(
        delivery.headers.get("authorization"),
        delivery.query,
        consumers=exchange.consumers,
        profile=gateway.profile,
    )
    exchange.token = token

    return exchange.kong.token_refusal(token) if isinstance(token, Refused) else None


def request_size(exchange: Exchange, gateway: GatewayParts, _: Route) -> Reply | None:
    """
    Refuse a body that is strictly larger than the limit, by its bytes on the wire.
    """
    delivery = exchange.delivery
    size = len(delivery.body)
    if size <= gateway.settings.max_body_bytes:
        return None
    in_file = size > _BUFFER_BYTES and "transfer-encoding" in delivery.headers
    if in_file and not gateway.profile.kong_version.measures_files:
        return None
    waits = delivery.headers.get("expect", "").strip().lower() == "100-continue"

    return exchange.kong.refusal(417 if waits else 413, "Request size limit exceeded")


def acl(exchange: Exchange, _: GatewayParts, route: Route) -> Reply | None:
    """
    Refuse a consumer that is not in the route's group.
    """
    consumer = exchange.consumer
    if consumer is None or route.group in consumer.groups:
        return None

    return exchange.kong.refusal(403, "You cannot consume this service")


def rate_limiting(exchange: Exchange, gateway: GatewayParts, route: Route) -> Reply | None:
    """
    Count the request, or refuse it if the hour has no room left.
    """
    exchange.usage = usage = _counted(exchange, gateway, route)

    return exhausted(exchange.kong, usage) if usage and usage.exceeded else None


def exhausted(kong: KongReplies, usage: Usage) -> Reply:
    """
    The refusal of a client whose *usage* has reached the limit.
    """
    return kong.refusal(429, "API rate limit exceeded", *limit_headers(usage, kong.kong_version))


def _counted(exchange: Exchange, gateway: GatewayParts, route: Route) -> Usage | None:
    delivery = exchange.delivery
    if exchange.changed.cap:
        return exchange.changed.cap.count(delivery.received)
    limit = hourly_limit(gateway.settings, route)
    if not limit:
        return None
    identity = exchange.admitted.identity if exchange.admitted else _PORTAL

    return gateway.limits.count(
        (delivery.inbox, route.name, identity), limit=limit, now=delivery.received
    )


def hourly_limit(settings: settings.Gateway, route: Route) -> int:
    """
    Return the number of requests per hour that one credential may send on *route*; 0: no limit.
    """
    return settings.rate_per_hour.get(route.name, route.per_hour)


def limit_headers(usage: Usage, kong_version: KongVersion) -> Headers:
    """
    Return the headers about *usage* that every answer carries.
    """
    limit, remaining, reset = str(usage.limit), str(usage.remaining), str(usage.reset_s)
    headers: Headers = ((kong_version.limit, limit), (kong_version.remaining, remaining))
    if not kong_version.standard_limits:
        return headers
    headers += (
        ("RateLimit-Limit", limit),
        ("RateLimit-Remaining", remaining),
        ("RateLimit-Reset", reset),
    )

    return (*headers, ("Retry-After", reset)) if usage.exceeded else headers


#: In the order in which both versions run them, by their priorities.
PLUGINS = (cors, jwt, request_size, acl, rate_limiting)
