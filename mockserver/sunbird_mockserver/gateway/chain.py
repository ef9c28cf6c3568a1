"""
The way of one delivery: ingress, route, plugins.

Source: contract/gateway-and-auth.md 0 to 3.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sunbird_mockserver import nginx
from sunbird_mockserver.gateway import ingress
from sunbird_mockserver.gateway.forwarding import added_by_kong, readdressed, with_added
from sunbird_mockserver.gateway.limits import RateLimits
from sunbird_mockserver.gateway.passage import Passage
from sunbird_mockserver.gateway.paths import normalized
from sunbird_mockserver.gateway.plugins import PLUGINS, limit_headers
from sunbird_mockserver.gateway.requestids import RequestIds
from sunbird_mockserver.replies import INGRESS_PREFLIGHT, Kong, without_server
from sunbird_mockserver.routes import Front, find_route

if TYPE_CHECKING:
    from collections.abc import Callable

    from sunbird_mockserver import settings
    from sunbird_mockserver.consumers import Consumers
    from sunbird_mockserver.delivery import Delivery, Reply
    from sunbird_mockserver.profiles import Profile
    from sunbird_mockserver.replies import Headers
    from sunbird_mockserver.routes import Route

__all__ = ["Gateway"]


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

    def pass_through(self, sent: Delivery, consumers: Consumers) -> Passage:
        """
        Let what was *sent* through to the service, or answer it.

        Args:
            sent: The request.

            consumers: Who is known.
        """
        public = ingress.is_public(sent.path)
        if public and self._ends_at_ingress(sent.method):
            kong = Kong(self.profile.dialect, sent.headers)
            return Passage(sent, sent, consumers, kong, public, reply=INGRESS_PREFLIGHT)
        passage = self._arrived(sent, consumers, public=public)
        if reply := self._answered_by_kong(passage):
            passage.reply = _through_ingress(passage, reply)

        return passage

    def knows(self, method: str, path: str) -> bool:
        """
        Whether a request for *path* gets any further than the gateway's 404.
        """
        if not ingress.is_public(path):
            return _find(self._normalized(path), public=False) is not None
        path = self._normalized(ingress.unprefixed(path))

        return self._ends_at_ingress(method) or _find(path, public=True) is not None

    def finish(self, passage: Passage, reply: Reply) -> Reply:
        """
        The *reply* of the service as it reaches the client.
        """
        if not passage.proxied:
            return reply

        return _through_ingress(passage, passage.kong.proxied(reply, self._limits(passage)))

    def unavailable(self, passage: Passage) -> Reply:
        """
        The answer where the route leads to a service that the mock has no copy of.
        """
        return _through_ingress(passage, passage.kong.unavailable(self._limits(passage)))

    def _limits(self, passage: Passage) -> Headers:
        return limit_headers(passage.usage, self.profile.dialect) if passage.usage else ()

    def _arrived(self, sent: Delivery, consumers: Consumers, *, public: bool) -> Passage:
        """
        What was *sent*, as it arrives at Kong.
        """
        delivery = sent
        if public:
            delivery = ingress.forwarded(sent, self.profile.bearer_argument, self.new_id)
        number = self.new_id(sent.inbox) if self.profile.dialect.numbers_requests else ""
        kong = Kong(self.profile.dialect, delivery.headers, number)

        return Passage(sent, delivery, consumers, kong, public)

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


def _through_ingress(passage: Passage, reply: Reply) -> Reply:
    return without_server(reply) if passage.public else reply


def _find(path: str, *, public: bool) -> Route | None:
    route = find_route(path)

    # Neither the portal nor what is inside the cluster is behind the ingress's /api.
    return None if public and route and route.front is not Front.GATEWAY else route
