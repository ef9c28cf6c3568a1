"""
The exchange of one request and its answer at the gateway.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sunbird_mockserver.deployments.routes import ExposedBy
from sunbird_mockserver.tokens import Admitted

if TYPE_CHECKING:
    from sunbird_mockserver.consumers import Consumer, Consumers
    from sunbird_mockserver.delivery import Delivery, Reply
    from sunbird_mockserver.deployments.routes import Route
    from sunbird_mockserver.gateway.kong_replies import KongReplies
    from sunbird_mockserver.gateway.rate_limits import RequestQuota, Usage
    from sunbird_mockserver.tokens import Refused

__all__ = ["AS_DEPLOYED", "Changed", "Exchange"]


@dataclass(frozen=True, slots=True)
class Changed:
    """
    Differences of the gateway from the deployment, caused by faults.

    Attributes:
        cap: What counts requests in place of the route's own limit.

        cors: Whether there is anything that makes CORS work.
    """

    cap: RequestQuota | None = None
    cors: bool = True


AS_DEPLOYED = Changed()


@dataclass(slots=True)
class Exchange:
    """
    One request at the gateway and its result so far. Only the gateway changes it.

    Attributes:
        sent: As the client sent it.

        delivery: As whoever came last got to see it: the service, or the component that answered.

        consumers: Who was known.

        kong: Who speaks for the gateway.

        public: Whether it came through the ingress.

        changed: What is not as the deployment has it.

        route: The route that it takes; None if there is none.

        token: What came of its token; None where none was asked for.

        usage: Where its sender stands with the rate limit; None if it did not get there.

        added: What the service is told by headers that the client did not send.

        reply: The answer, if it got no further.
    """

    sent: Delivery
    delivery: Delivery
    consumers: Consumers
    kong: KongReplies
    public: bool
    changed: Changed = AS_DEPLOYED
    route: Route | None = None
    token: Admitted | Refused | None = None
    usage: Usage | None = None
    added: dict[str, str] = field(default_factory=dict)
    reply: Reply | None = None

    @property
    def admitted(self) -> Admitted | None:
        """
        Its token, if that was good.
        """
        return self.token if isinstance(self.token, Admitted) else None

    @property
    def consumer(self) -> Consumer | None:
        """
        The consumer that the token authenticated; None without a valid token.
        """
        return self.admitted.consumer if self.admitted else None

    @property
    def proxied(self) -> bool:
        """
        True if the request passes the gateway on its way to the service.
        """
        return self.route is not None and self.route.front is not ExposedBy.NONE

    @property
    def is_exhausted(self) -> bool:
        """
        True if its sender has no requests left.
        """
        return self.usage is not None and self.usage.exceeded
