"""
Answers of faults, worded as the component that would give them.

Source: contract/gateway-and-auth.md 1 and 3, contract/clients.md 1.
"""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from sunbird_mockserver.delivery import NO_REPLY, phrase
from sunbird_mockserver.deployments.profiles import Cause
from sunbird_mockserver.deployments.routes import Upstream
from sunbird_mockserver.faults.kinds import AcceptThenDrop, BadJson, Drop, Empty200
from sunbird_mockserver.gateway.kong_replies import BREAKS
from sunbird_mockserver.tokens import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from sunbird_mockserver.delivery import Reply
    from sunbird_mockserver.faults.fault import Fault
    from sunbird_mockserver.faults.kinds import Status
    from sunbird_mockserver.gateway import Exchange, Gateway
    from sunbird_mockserver.upstreams.telemetry import Served

__all__ = ["AFTERWARDS", "instead", "without_cors"]

# What a plugin says with that status; with others the gateway does not speak of its own accord.
_MESSAGES = {
    403: "You cannot consume this service",
    413: "Request size limit exceeded",
    417: "Request size limit exceeded",
}
# A 200 whose body clients take for a failure: contract/clients.md 1.
_NO_JSON = b"OK"


def instead(
    fault: Status | Drop, exchange: Exchange, gateway: Gateway, fail: Callable[[str], Served]
) -> tuple[Reply, Served | None]:
    """
    Return the answer of a fault in place of the true one.

    Args:
        fault: What was asked for.

        exchange: How far the request came.

        gateway: Who speaks, unless it is the service.

        fail: What the service does for an inbox when it breaks.
    """
    if isinstance(fault, Drop):
        return NO_REPLY, None
    served = fail(exchange.sent.inbox) if _is_of_service(fault, exchange) else None
    reply = gateway.finish(exchange, served.reply) if served else _said(fault, exchange, gateway)
    if fault.retry_after is not None:
        reply = _with_header(reply, "Retry-After", str(fault.retry_after))

    return reply, served


def _is_of_service(fault: Status, exchange: Exchange) -> bool:
    """
    Return True if the service itself gives the answer: it answers 500 without Kafka.
    """
    broken = fault.status == HTTPStatus.INTERNAL_SERVER_ERROR
    route = exchange.route

    return broken and route is not None and route.upstream is Upstream.TELEMETRY


def _said(fault: Status, exchange: Exchange, gateway: Gateway) -> Reply:
    if fault.status in BREAKS:
        return gateway.error_reply(exchange, fault.status)
    if fault.status == HTTPStatus.TOO_MANY_REQUESTS:
        return gateway.exhausted(exchange)

    return gateway.leaving(exchange, _refusal(fault.status, exchange, gateway))


def _refusal(status: int, exchange: Exchange, gateway: Gateway) -> Reply:
    if status == HTTPStatus.UNAUTHORIZED:
        cause = Cause.NO_AUTHORIZATION
        said = gateway.profile.verdicts[cause]
        return exchange.kong.token_refusal(Refused(status, said.message, said.challenge, cause))
    if status == HTTPStatus.NOT_FOUND:
        return exchange.kong.no_route()

    return exchange.kong.refusal(status, _MESSAGES.get(status) or phrase(status))


def without_cors(reply: Reply) -> Reply:
    """
    *reply* as a gateway without CORS sends it.
    """
    kept = [each for each in reply.headers if not each[0].lower().startswith("access-control-")]

    return replace(reply, headers=tuple(kept))


def _with_header(reply: Reply, name: str, value: str) -> Reply:
    others = [each for each in reply.headers if each[0] != name]

    return replace(reply, headers=(*others, (name, value)))


def _with_body(reply: Reply, body: bytes) -> Reply:
    # The ETag was one of the body that there was.
    kept = tuple([each for each in reply.headers if each[0] != "ETag"])

    return _with_header(replace(reply, headers=kept, body=body), "Content-Length", str(len(body)))


#: What becomes of the answer to a request that was taken.
AFTERWARDS: dict[type[Fault], Callable[[Reply], Reply]] = {
    AcceptThenDrop: lambda _: NO_REPLY,
    BadJson: lambda reply: _with_body(reply, _NO_JSON),
    Empty200: lambda reply: _with_body(reply, b""),
}
