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
    from sunbird_mockserver.gateway import Gateway, Passage
    from sunbird_telemetry.pipeline import BatchVerdict

__all__ = ["diagnose"]

_NO_PLAYER = "the mock has no copy of the portal's player, so its crash logs end at the gateway"


def diagnose(
    passage: Passage, reply: Reply, gateway: Gateway, verdict: BatchVerdict | None
) -> str | None:
    """
    What the sender of a delivery should know beside the *reply*; None if there is nothing.

    Args:
        passage: How far it came.

        reply: What was answered.

        gateway: What it came through.

        verdict: What becomes of the batch; None if it carried none.
    """
    told = (
        of_path(passage),
        of_preflight(passage.sent, reply),
        _of_gateway(passage, gateway),
        _of_service(passage, reply, verdict),
    )

    return ". ".join(filter(None, told)) or None


def _of_gateway(passage: Passage, gateway: Gateway) -> str | None:
    if isinstance(passage.token, Refused):
        return of_token(passage.delivery, passage.token, gateway.profile, passage.consumers)

    return of_refusal(passage, passage.reply, gateway.settings) if passage.reply else None


def _of_service(passage: Passage, reply: Reply, verdict: BatchVerdict | None) -> str | None:
    if passage.reply or passage.route is None:
        return None
    if passage.route.upstream is Upstream.PLAYER:
        return _NO_PLAYER

    if verdict is None:
        return None
    if (verdict.fate, verdict.stage) == (Fate.LOST, Stage.SERVICE):
        return of_unread(passage.delivery)

    return of_body(passage.delivery, reply) or of_batch(verdict)
