"""
The way of one delivery: ingress, route, plugins.

Source: contract/gateway-and-auth.md 0 to 3.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING

from sunbird_mockserver.delivery import INBOXES
from sunbird_mockserver.deployments.routes import ExposedBy, find_route
from sunbird_mockserver.gateway import ingress, nginx
from sunbird_mockserver.gateway.exchange import AS_DEPLOYED, Changed, Exchange
from sunbird_mockserver.gateway.forwarding import added_by_kong, normalized, with_added, with_target
from sunbird_mockserver.gateway.kong_replies import INGRESS_PREFLIGHT, KongReplies, without_server
from sunbird_mockserver.gateway.plugins import PLUGINS, exhausted, hourly_limit, limit_headers
from sunbird_mockserver.gateway.rate_limits import RateLimits, Usage, seconds_left
from sunbird_telemetry.lru import LRU

if TYPE_CHECKING:
    from collections.abc import Callable

    from sunbird_mockserver import settings
    from sunbird_mockserver.consumers import Consumers
    from sunbird_mockserver.delivery import Delivery, Headers, Reply
    from sunbird_mockserver.deployments.profiles import Profile
    from sunbird_mockserver.deployments.routes import Route

__all__ = ["Gateway", "RequestIds"]


class RequestIds:
    """
    Makes ids that look like nginx's. They follow from the inbox and from how many requests it had
    before, so that no two agree, but two runs of the same tests do.

    Args:
        limit: For how many inboxes it is known how many requests they had.
    """

    def __init__(self, limit: int = INBOXES) -> None:
        self._lock = Lock()
        self._made = 0
        self._numbers: LRU[str, int] = LRU(limit)

    def __call__(self, inbox: str) -> str:
        """
        The id of the next request to *inbox*.
        """
        with self._lock:
            number = self._next(inbox)
            self._numbers.put(inbox, number)

        return blake2b(f"{inbox} {number}".encode(), digest_size=16).hexdigest()

    def _next(self, inbox: str) -> int:
        self._made += 1
        before = self._numbers.get(inbox)
        if before is None and self._numbers.evicted:
            # It may be the inbox that was forgotten. No number is beyond the count of all.
            return self._made

        return (before or 0) + 1


@dataclass(frozen=True, slots=True)
class Gateway:
    """
    The ingress and Kong of one mock.

    Attributes:
        profile: Which deployment is copied.

        settings: How it is set up.

        limits: Counts requests. All else, but for ids, is a pure function of the delivery.

        new_id: Makes the id of a request to an inbox.
    """

    profile: Profile
    settings: settings.Gateway
    limits: RateLimits = field(default_factory=RateLimits)
    new_id: Callable[[str], str] = field(default_factory=RequestIds)

    def pass_through(
        self, sent: Delivery, consumers: Consumers, changed: Changed = AS_DEPLOYED
    ) -> Exchange:
        """
        Let what was *sent* through to the service, or answer it.

        Args:
            sent: The request.

            consumers: Who is known.

            changed: What is not as the deployment has it.
        """
        public = ingress.is_public(sent.path)
        if public and changed.cors and self._ends_at_ingress(sent.method):
            kong = KongReplies(self.profile.kong_version, sent.headers)
            return Exchange(sent, sent, consumers, kong, public, reply=INGRESS_PREFLIGHT)
        exchange = self._arrived(sent, consumers, changed, public=public)
        if reply := self._answered_by_kong(exchange):
            exchange.reply = self.leaving(exchange, reply)

        return exchange

    def knows(self, method: str, path: str) -> bool:
        """
        Return True if the gateway has a route for *path*.
        """
        ends = ingress.is_public(path) and self._ends_at_ingress(method)

        return ends or self.route_of(path) is not None

    def route_of(self, path: str) -> Route | None:
        """
        The route that a request for *path* takes, if it gets that far.
        """
        public = ingress.is_public(path)

        return _find(self._normalized(ingress.unprefixed(path) if public else path), public=public)

    def finish(self, exchange: Exchange, reply: Reply) -> Reply:
        """
        The *reply* of the service as it reaches the client.
        """
        if not exchange.proxied:
            return reply

        return self.leaving(exchange, exchange.kong.proxied(reply, self._limits(exchange)))

    def error_reply(self, exchange: Exchange, status: int) -> Reply:
        """
        The page for what goes wrong in Kong or behind it, e.g. 503 for a service that is not there.
        """
        return self.leaving(exchange, exchange.kong.error_reply(status, self._limits(exchange)))

    def exhausted(self, exchange: Exchange) -> Reply:
        """
        The 429 to a client that has no requests left on its route.
        """
        limit = hourly_limit(self.settings, exchange.route) if exchange.route else 0
        usage = Usage(limit, 0, seconds_left(exchange.sent.received), exceeded=True)

        return self.leaving(exchange, exhausted(exchange.kong, usage))

    def leaving(self, exchange: Exchange, reply: Reply) -> Reply:
        """
        A *reply* of Kong as it reaches the client.
        """
        return without_server(reply) if exchange.public else reply

    def _limits(self, exchange: Exchange) -> Headers:
        return limit_headers(exchange.usage, self.profile.kong_version) if exchange.usage else ()

    def _arrived(
        self, sent: Delivery, consumers: Consumers, changed: Changed, *, public: bool
    ) -> Exchange:
        """
        Return the exchange for the request *sent* as it arrives at Kong.
        """
        delivery = sent
        if public:
            delivery = ingress.forwarded(sent, self.profile.bearer_argument, self.new_id)
        number = self.new_id(sent.inbox) if self.profile.kong_version.numbers_requests else ""
        kong = KongReplies(self.profile.kong_version, delivery.headers, number)

        return Exchange(sent, delivery, consumers, kong, public, changed)

    def _answered_by_kong(self, exchange: Exchange) -> Reply | None:
        path = self._normalized(exchange.delivery.path)
        exchange.route = route = _find(path, public=exchange.public)
        if route is not None and route.front is ExposedBy.NONE:
            return None
        if reply := nginx.refusal(exchange.sent):
            return reply
        if route is None:
            return exchange.kong.no_route()
        for plugin in PLUGINS:
            if reply := plugin(exchange, self, route):
                return reply
        exchange.added = added_by_kong(
            exchange, names_credential=self.profile.kong_version.names_credential
        )
        exchange.delivery = with_target(
            exchange.delivery,
            route.upstream_path + path.removeprefix(route.prefix),
            with_added(exchange.delivery.headers, exchange.added),
        )

        return None

    def _ends_at_ingress(self, method: str) -> bool:
        return method == "OPTIONS" and self.settings.cors == "real"

    def _normalized(self, path: str) -> str:
        return normalized(path) if self.profile.kong_version.normalizes else path


def _find(path: str, *, public: bool) -> Route | None:
    route = find_route(path)

    # Neither the portal nor what is inside the cluster is behind the ingress's /api.
    return None if public and route and route.front is not ExposedBy.GATEWAY else route
