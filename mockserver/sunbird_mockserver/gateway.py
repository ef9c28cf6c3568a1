"""
What stands in front of the service: the ingress, and Kong with its plugins in their real order.

Source: contract/gateway-and-auth.md 0 to 3.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sunbird_mockserver import replies
from sunbird_mockserver.routes import Front, Route, find_route
from sunbird_mockserver.tokens import Admitted, Refused, verify

if TYPE_CHECKING:
    from sunbird_mockserver.consumers import Consumer, Consumers
    from sunbird_mockserver.delivery import Delivery, Reply
    from sunbird_mockserver.profiles import Profile
    from sunbird_mockserver.settings import Gateway

__all__ = ["Passage", "knows", "pass_through"]

_PUBLIC = "/api/"


@dataclass(frozen=True, slots=True)
class Passage:
    """
    How far one delivery came.

    Attributes:
        delivery: As the service gets to see it.

        route: The route that it takes; None if there is none.

        reply: The answer, if it got no further.

        token: What came of its token; None where none was asked for.
    """

    delivery: Delivery
    route: Route | None = None
    reply: Reply | None = None
    token: Admitted | Refused | None = None

    @property
    def consumer(self) -> Consumer | None:
        """
        Who sends it, as far as its token was good.
        """
        return self.token.consumer if isinstance(self.token, Admitted) else None

    @property
    def proxied(self) -> bool:
        """
        Whether the gateway stands between the client and the service.
        """
        return self.route is not None and self.route.front is not Front.NONE


def pass_through(
    delivery: Delivery, *, consumers: Consumers, profile: Profile, settings: Gateway
) -> Passage:
    """
    Let *delivery* through to the service, or answer it. Pure: same delivery, same answer.
    """
    if _ends_at_ingress(delivery.method, delivery.path, settings):
        return Passage(delivery, reply=replies.INGRESS_PREFLIGHT)
    route, path = _routed(delivery.path)
    if route is None:
        no_route = "no route and no API found with those values"
        return Passage(delivery, reply=replies.kong_message(profile, 404, no_route, ()))
    if route.front is Front.NONE:
        return Passage(delivery, route)
    upstream = replace(delivery, path=route.upstream + path.removeprefix(route.prefix))

    return _plugins(upstream, route, consumers, profile, settings)


def knows(method: str, path: str, settings: Gateway) -> bool:
    """
    Whether a request for *path* gets any further than the gateway's 404.
    """
    return _ends_at_ingress(method, path, settings) or _routed(path)[0] is not None


def _ends_at_ingress(method: str, path: str, settings: Gateway) -> bool:
    return method == "OPTIONS" and settings.cors == "real" and path.startswith(_PUBLIC)


def _routed(path: str) -> tuple[Route | None, str]:
    """
    The route that *path* takes, and the path as Kong sees it.
    """
    if not path.startswith(_PUBLIC):
        return find_route(path), path
    inner = path.removeprefix(_PUBLIC[:-1])
    route = find_route(inner)

    # The service behind Kong cannot be reached from outside.
    return (None if route and route.front is Front.NONE else route), inner


def _plugins(
    delivery: Delivery, route: Route, consumers: Consumers, profile: Profile, settings: Gateway
) -> Passage:
    """
    CORS, JWT, size, ACL: each may end the way, and none after it runs then.
    """
    if delivery.method == "OPTIONS":
        return Passage(delivery, route, replies.kong_preflight(delivery.headers))
    if route.front is Front.PORTAL and settings.portal == "open":
        return Passage(delivery, route)
    authorization = delivery.headers.get("authorization")
    token = verify(authorization, delivery.query, consumers=consumers, profile=profile)
    if isinstance(token, Refused):
        accept = delivery.headers.get("accept", "")
        return Passage(delivery, route, replies.token_refusal(profile, token, accept), token)
    if len(delivery.body) > settings.max_body_bytes:
        refusal = replies.kong_message(profile, 413, "Request size limit exceeded")
    elif route.group not in token.consumer.groups:
        refusal = replies.kong_message(profile, 403, "You cannot consume this service")
    else:
        return Passage(delivery, route, token=token)

    return Passage(delivery, route, refusal, token)
