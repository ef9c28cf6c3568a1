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
from sunbird_mockserver.deployments.routes import Front, find_route
from sunbird_mockserver.gateway import ingress, nginx
from sunbird_mockserver.gateway.exchange import AS_DEPLOYED, Changed, Passage
from sunbird_mockserver.gateway.forwarding import added_by_kong, normalized, readdressed, with_added
from sunbird_mockserver.gateway.kong_replies import INGRESS_PREFLIGHT, Kong, without_server
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
    ) -> Passage:
        """
        Let what was *sent* through to the service, or answer it.

        Args:
            sent: The request.

            consumers: Who is known.

            changed: What is not as the deployment has it.
        """
        public = ingress.is_public(sent.path)
        if public and changed.cors and self._ends_at_ingress(sent.method):
            kong = Kong(self.profile.dialect, sent.headers)
            return Passage(sent, sent, consumers, kong, public, reply=INGRESS_PREFLIGHT)
        passage = self._arrived(sent, consumers, changed, public=public)
        if reply := self._answered_by_kong(passage):
            passage.reply = self.leaving(passage, reply)

        return passage

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

    def finish(self, passage: Passage, reply: Reply) -> Reply:
        """
        The *reply* of the service as it reaches the client.
        """
        if not passage.proxied:
            return reply

        return self.leaving(passage, passage.kong.proxied(reply, self._limits(passage)))

    def breaks(self, passage: Passage, status: int) -> Reply:
        """
        The page for what goes wrong in Kong or behind it, e.g. 503 for a service that is not there.
        """
        return self.leaving(passage, passage.kong.breaks(status, self._limits(passage)))

    def exhausted(self, passage: Passage) -> Reply:
        """
        The 429 to a client that has no requests left on its route.
        """
        limit = hourly_limit(self.settings, passage.route) if passage.route else 0
        usage = Usage(limit, 0, seconds_left(passage.sent.received), exceeded=True)

        return self.leaving(passage, exhausted(passage.kong, usage))

    def leaving(self, passage: Passage, reply: Reply) -> Reply:
        """
        A *reply* of Kong as it reaches the client.
        """
        return without_server(reply) if passage.public else reply

    def _limits(self, passage: Passage) -> Headers:
        return limit_headers(passage.usage, self.profile.dialect) if passage.usage else ()

    def _arrived(
        self, sent: Delivery, consumers: Consumers, changed: Changed, *, public: bool
    ) -> Passage:
        """
        Return the exchange for the request *sent* as it arrives at Kong.
        """
        delivery = sent
        if public:
            delivery = ingress.forwarded(sent, self.profile.bearer_argument, self.new_id)
        number = self.new_id(sent.inbox) if self.profile.dialect.numbers_requests else ""
        kong = Kong(self.profile.dialect, delivery.headers, number)

        return Passage(sent, delivery, consumers, kong, public, changed)

    def _answered_by_kong(self, passage: Passage) -> Reply | None:
        path = self._normalized(passage.delivery.path)
        passage.route = route = _find(path, public=passage.public)
        if route is not None and route.front is Front.NONE:
            return None
        if reply := nginx.refusal(passage.sent):
            return reply
        if route is None:
            return passage.kong.no_route()
        for plugin in PLUGINS:
            if reply := plugin(passage, self, route):
                return reply
        passage.added = added_by_kong(
            passage, names_credential=self.profile.dialect.names_credential
        )
        passage.delivery = readdressed(
            passage.delivery,
            route.inner + path.removeprefix(route.prefix),
            with_added(passage.delivery.headers, passage.added),
        )

        return None

    def _ends_at_ingress(self, method: str) -> bool:
        return method == "OPTIONS" and self.settings.cors == "real"

    def _normalized(self, path: str) -> str:
        return normalized(path) if self.profile.dialect.normalizes else path


def _find(path: str, *, public: bool) -> Route | None:
    route = find_route(path)

    # Neither the portal nor what is inside the cluster is behind the ingress's /api.
    return None if public and route and route.front is not Front.GATEWAY else route
