"""
What a client should know that the real answer does not say.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from sunbird_mockserver.profiles import Cause
from sunbird_mockserver.replies import INGRESS_PREFLIGHT
from sunbird_mockserver.routes import is_double_slash
from sunbird_mockserver.tokens import Refused

if TYPE_CHECKING:
    from sunbird_mockserver.delivery import Delivery, Reply
    from sunbird_mockserver.gateway import Passage

__all__ = ["diagnose"]

_DOUBLE_SLASH = (
    "the path begins with two slashes: the host that the client was given ends in /, and the "
    "client adds its own. Leave the slash at the host's end away"
)
_INGRESS_PREFLIGHT = (
    "under /api the public ingress answers preflights itself and does not allow {}: a browser on "
    "another origin stops here. Send without /api, or set gateway.cors = "
    '"open" if your pages go through a proxy of yours'
)
_UNREAD = (
    "answered 200, but the service reads a body only as application/json: "
    "no event of it will ever be seen"
)
_EMPTY = "answered 200, but the body is empty: there is nothing in it that could arrive"
_PLAIN_GZIP = (
    "Content-Encoding says gzip, but the body is not compressed. "
    "Compress it, or leave the header out"
)
_HIDDEN_GZIP = "the body is gzip, but no Content-Encoding says so. Add Content-Encoding: gzip"
_INGRESS_ALLOWS = frozenset(
    name.strip().lower()
    for header, value in INGRESS_PREFLIGHT.headers
    if header == "Access-Control-Allow-Headers"
    for name in value.split(",")
) | {""}
_CAUSES = {
    Cause.NO_AUTHORIZATION: "no Authorization header was sent",
    Cause.BARE_BEARER: (
        'bare "Bearer": the SDK reads config.authtoken; did your configuration set authToken?'
    ),
    Cause.NO_BEARER: "Authorization has no 'Bearer ' in front of its token",
    Cause.UNKNOWN_KEY: "no consumer has a credential with that key",
    Cause.WRONG_SIGNATURE: "the token was signed with another secret than the credential's",
}


def diagnose(delivery: Delivery, passage: Passage, reply: Reply, *, unread: bool) -> str | None:
    """
    What the sender of *delivery* should know beside the *reply*; None if there is nothing.

    Args:
        delivery: What was sent.

        passage: How far it came.

        reply: What was answered.

        unread: Whether the service threw its body away.
    """
    told = (
        _of_path(delivery, passage),
        _of_preflight(delivery, reply),
        _of_token(passage),
        _of_body(delivery, reply, unread=unread),
    )

    return ". ".join(filter(None, told)) or None


def _of_path(delivery: Delivery, passage: Passage) -> str | None:
    if passage.route is not None:
        return passage.route.diagnosis
    # The ingress takes /api away, so what follows is what leads somewhere.
    path = delivery.path.replace("//api/", "//", 1)

    return _DOUBLE_SLASH if is_double_slash(path) else None


def _of_preflight(delivery: Delivery, reply: Reply) -> str | None:
    if reply is not INGRESS_PREFLIGHT:
        return None
    asked = delivery.headers.get("access-control-request-headers", "")
    names = [name.strip() for name in asked.split(",")]
    refused = [name for name in names if name.lower() not in _INGRESS_ALLOWS]

    return _INGRESS_PREFLIGHT.format(", ".join(refused)) if refused else None


def _of_token(passage: Passage) -> str | None:
    return _CAUSES.get(passage.token.cause) if isinstance(passage.token, Refused) else None


def _of_body(delivery: Delivery, reply: Reply, *, unread: bool) -> str | None:
    if unread:
        return _UNREAD if delivery.body else _EMPTY
    if reply.status != HTTPStatus.BAD_REQUEST:
        return None
    compressed = delivery.body.startswith(b"\x1f\x8b")
    said = delivery.headers.get("content-encoding", "").lower() == "gzip"
    if compressed and not said:
        return _HIDDEN_GZIP

    return _PLAIN_GZIP if said and not compressed else None
