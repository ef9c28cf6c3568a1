"""
One delivery in, the answer of the component out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sunbird_mockserver.upstreams.adminutil import spring_boot
from sunbird_mockserver.upstreams.adminutil.refresh_endpoint import refresh_token
from sunbird_mockserver.upstreams.adminutil.register_credential import register_v1, register_v2
from sunbird_mockserver.upstreams.adminutil.sign_payload import sign_payload

if TYPE_CHECKING:
    from collections.abc import Callable

    from sunbird_mockserver.delivery import Delivery, Reply
    from sunbird_mockserver.upstreams.adminutil.context import AdminutilContext

__all__ = ["answer"]

_REGISTER = "/{}/consumer/([^/]+)/credential/register/?"
_ENDPOINTS: tuple[tuple[re.Pattern[str], Callable[..., Reply]], ...] = (
    (re.compile(_REGISTER.format("v1")), register_v1),
    (re.compile(_REGISTER.format("v2")), register_v2),
    (re.compile("/v1/auth/refresh/token/?"), refresh_token),
    (re.compile("/v1/sign/payload/?"), sign_payload),
)


def answer(delivery: Delivery, context: AdminutilContext) -> Reply:
    """
    Return adminutil's answer to *delivery*, whose path is the one behind the gateway.
    """
    try:
        return _routed(context, delivery)
    except spring_boot.Refused as refusal:
        return refusal.reply(delivery.path, context.now)


def _routed(context: AdminutilContext, delivery: Delivery) -> Reply:
    for pattern, endpoint in _ENDPOINTS:
        if found := pattern.fullmatch(delivery.path):
            if delivery.method != "POST":
                raise spring_boot.wrong_method(delivery.method)
            return endpoint(context, delivery, *map(unquote, found.groups()))
    raise spring_boot.not_found()
