"""
One sentence or two from everybody who has something to say about a delivery.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sunbird_mockserver.deployments.routes import Upstream
from sunbird_mockserver.diagnosis.bodies import of_batch, of_body, of_unread
from sunbird_mockserver.diagnosis.paths import of_path, of_preflight
from sunbird_mockserver.diagnosis.refusals import of_refusal
from sunbird_mockserver.diagnosis.tokens import of_token
from sunbird_mockserver.tokens import Refused
from sunbird_telemetry.pipeline import Fate, Stage

if TYPE_CHECKING:
    from sunbird_mockserver.delivery import Reply
    from sunbird_mockserver.gateway import Exchange, Gateway
    from sunbird_telemetry.pipeline import BatchVerdict

__all__ = ["diagnose"]

_NO_PLAYER = "the mock has no copy of the portal's player, so its crash logs end at the gateway"


def diagnose(
    exchange: Exchange, reply: Reply, gateway: Gateway, verdict: BatchVerdict | None
) -> str | None:
    """
    Return what the sender of a delivery should know beside the *reply*; None if nothing.

    Args:
        exchange: How far it came.

        reply: What was answered.

        gateway: What it came through.

        verdict: What becomes of the batch; None if it carried none.
    """
    told = (
        of_path(exchange),
        of_preflight(exchange.sent, reply),
        _of_gateway(exchange, gateway),
        _of_service(exchange, reply, verdict),
    )

    return ". ".join(filter(None, told)) or None


def _of_gateway(exchange: Exchange, gateway: Gateway) -> str | None:
    if isinstance(exchange.token, Refused):
        return of_token(exchange.delivery, exchange.token, gateway.profile, exchange.consumers)

    return of_refusal(exchange, exchange.reply, gateway.settings) if exchange.reply else None


def _of_service(exchange: Exchange, reply: Reply, verdict: BatchVerdict | None) -> str | None:
    if exchange.reply or exchange.route is None:
        return None
    if exchange.route.upstream is Upstream.PLAYER:
        return _NO_PLAYER

    if verdict is None:
        return None
    if (verdict.fate, verdict.stage) == (Fate.LOST, Stage.SERVICE):
        return of_unread(exchange.delivery)

    return of_body(exchange.delivery, reply) or of_batch(verdict)
