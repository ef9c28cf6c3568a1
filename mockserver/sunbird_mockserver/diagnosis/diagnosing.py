"""
One sentence or two from everybody who has something to say about a delivery.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sunbird_mockserver.diagnosis.bodies import of_body, of_unread
from sunbird_mockserver.diagnosis.paths import of_path, of_preflight
from sunbird_mockserver.diagnosis.refusals import of_refusal
from sunbird_mockserver.diagnosis.tokens import of_token
from sunbird_mockserver.routes import Upstream
from sunbird_mockserver.tokens import Refused

if TYPE_CHECKING:
    from sunbird_mockserver.delivery import Reply
    from sunbird_mockserver.gateway import Gateway, Passage

__all__ = ["diagnose"]

_NO_PLAYER = "the mock has no copy of the portal's player, so its crash logs end at the gateway"


def diagnose(passage: Passage, reply: Reply, gateway: Gateway, *, unread: bool) -> str | None:
    """
    What the sender of a delivery should know beside the *reply*; None if there is nothing.

    Args:
        passage: How far it came.

        reply: What was answered.

        gateway: What it came through.

        unread: Whether the service threw its body away.
    """
    told = (
        of_path(passage),
        of_preflight(passage.sent, reply),
        _of_gateway(passage, gateway),
        _of_service(passage, reply, unread=unread),
    )

    return ". ".join(filter(None, told)) or None


def _of_gateway(passage: Passage, gateway: Gateway) -> str | None:
    if isinstance(passage.token, Refused):
        return of_token(passage.delivery, passage.token, gateway.profile, passage.consumers)

    return of_refusal(passage, passage.reply, gateway.settings) if passage.reply else None


def _of_service(passage: Passage, reply: Reply, *, unread: bool) -> str | None:
    if passage.reply or passage.route is None:
        return None
    if passage.route.upstream is Upstream.PLAYER:
        return _NO_PLAYER

    return of_unread(passage.delivery) if unread else of_body(passage.delivery, reply)
