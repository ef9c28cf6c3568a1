"""
Kong's plugins. Each may end the request with an answer, and then none after it runs.

Source: contract/gateway-and-auth.md 1, plugin order, and 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sunbird_mockserver.deployments.routes import Front
from sunbird_mockserver.tokens import Refused, verify

if TYPE_CHECKING:
    from sunbird_mockserver import settings
    from sunbird_mockserver.delivery import Headers, Reply
    from sunbird_mockserver.deployments.kong_versions import Dialect
    from sunbird_mockserver.deployments.profiles import Profile
    from sunbird_mockserver.deployments.routes import Route
    from sunbird_mockserver.gateway.exchange import Passage
    from sunbird_mockserver.gateway.kong_replies import Kong
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


def cors(passage: Passage, gateway: GatewayParts, _: Route) -> Reply | None:
    """
    Answer a preflight; what counts as one depends on the version.
    """
    if passage.delivery.method != "OPTIONS" or not passage.changed.cors:
        return None
    is_preflight = gateway.profile.dialect.preflight_asks <= passage.delivery.headers.keys()

    return passage.kong.preflight() if is_preflight else None


def jwt(passage: Passage, gateway: GatewayParts, route: Route) -> Reply | None:
    """
    Let nobody pass whose token is not good.
    """
    # The portal adds a token of its own there.
    if route.front is Front.PORTAL and gateway.settings.portal == "open":
        return None
    delivery = passage.delivery
    token = verify(
        delivery.headers.get("authorization"),
        delivery.query,
        consumers=passage.consumers,
        profile=gateway.profile,
    )
    passage.token = token

    return passage.kong.refuses_token(token) if isinstance(token, Refused) else None


def request_size(passage: Passage, gateway: GatewayParts, _: Route) -> Reply | None:
    """
    Refuse a body that is strictly larger than the limit, by its bytes on the wire.
    """
    delivery = passage.delivery
    size = len(delivery.body)
    if size <= gateway.settings.max_body_bytes:
        return None
    in_file = size > _BUFFER_BYTES and "transfer-encoding" in delivery.headers
    if in_file and not gateway.profile.dialect.measures_files:
        return None
    waits = delivery.headers.get("expect", "").strip().lower() == "100-continue"

    return passage.kong.refuses(417 if waits else 413, "Request size limit exceeded")


def acl(passage: Passage, _: GatewayParts, route: Route) -> Reply | None:
    """
    Refuse a consumer that is not in the route's group.
    """
    consumer = passage.consumer
    if consumer is None or route.group in consumer.groups:
        return None

    return passage.kong.refuses(403, "You cannot consume this service")


def rate_limiting(passage: Passage, gateway: GatewayParts, route: Route) -> Reply | None:
    """
    Count the request, or refuse it if the hour has no room left.
    """
    passage.usage = usage = _counted(passage, gateway, route)

    return exhausted(passage.kong, usage) if usage and usage.exceeded else None


def exhausted(kong: Kong, usage: Usage) -> Reply:
    """
    The refusal of a client whose *usage* has reached the limit.
    """
    return kong.refuses(429, "API rate limit exceeded", *limit_headers(usage, kong.dialect))


def _counted(passage: Passage, gateway: GatewayParts, route: Route) -> Usage | None:
    delivery = passage.delivery
    if passage.changed.cap:
        return passage.changed.cap.count(delivery.received)
    limit = hourly_limit(gateway.settings, route)
    if not limit:
        return None
    identity = passage.admitted.identity if passage.admitted else _PORTAL

    return gateway.limits.count(
        (delivery.inbox, route.name, identity), limit=limit, now=delivery.received
    )


def hourly_limit(settings: settings.Gateway, route: Route) -> int:
    """
    Return the number of requests per hour that one credential may send on *route*; 0: no limit.
    """
    return settings.rate_per_hour.get(route.name, route.per_hour)


def limit_headers(usage: Usage, dialect: Dialect) -> Headers:
    """
    Return the headers about *usage* that every answer carries.
    """
    limit, remaining, reset = str(usage.limit), str(usage.remaining), str(usage.reset_s)
    headers: Headers = ((dialect.limit, limit), (dialect.remaining, remaining))
    if not dialect.standard_limits:
        return headers
    headers += (
        ("RateLimit-Limit", limit),
        ("RateLimit-Remaining", remaining),
        ("RateLimit-Reset", reset),
    )

    return (*headers, ("Retry-After", reset)) if usage.exceeded else headers


#: In the order in which both versions run them, by their priorities.
PLUGINS = (cors, jwt, request_size, acl, rate_limiting)
