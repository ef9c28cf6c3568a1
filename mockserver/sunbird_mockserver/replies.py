"""
The answers of Kong and of the ingress in front of it, byte for byte.

Source: contract/gateway-and-auth.md 0, 1 and 3.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sunbird_mockserver.delivery import Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sunbird_mockserver.profiles import Profile
    from sunbird_mockserver.tokens import Refused

__all__ = ["INGRESS_PREFLIGHT", "kong_message", "kong_preflight", "proxied", "token_refusal"]

ANY_ORIGIN = ("Access-Control-Allow-Origin", "*")

INGRESS_PREFLIGHT = Reply(
    200,
    (
        ANY_ORIGIN,
        ("Access-Control-Allow-Methods", "GET, OPTIONS, PATCH, POST"),
        (
            "Access-Control-Allow-Headers",
            "Access-Control-Allow-Origin, Authorization, Content-Type, user-id, Content-Encoding",
        ),
        ("Content-Type", "text/plain"),
        ("Content-Length", "0"),
    ),
    b"",
)

_HTML_PAGE = (
    "<html><head><title>Kong Error</title></head><body><h1>Kong Error</h1><p>%s.</p></body></html>"
)
# What an error of the gateway's own code looks like, by what the client accepts, in the order in
# which the gateway looks for it.
_ERROR_PAGES = {
    "application/json": ("application/json; charset=utf-8", '{"message":"%s"}'),
    "text/html": ("text/html; charset=utf-8", _HTML_PAGE),
    "": ("text/plain; charset=utf-8", "%s"),
}


def kong_message(
    profile: Profile,
    status: int,
    message: str,
    headers: tuple[tuple[str, str], ...] = (ANY_ORIGIN,),
) -> Reply:
    """
    An answer of the gateway's own: JSON with the one member ``message``.
    """
    body = json.dumps({"message": message}, separators=(",", ":")) + "\n" * profile.newline

    return _own(profile, status, "application/json; charset=utf-8", body, headers)


def token_refusal(profile: Profile, refused: Refused, accept: str) -> Reply:
    """
    What a client hears whose token is not good enough.
    """
    if refused.status == 500:  # noqa: PLR2004  the plugin itself broke: Kong's error page
        wanted = next(name for name in _ERROR_PAGES if name in accept)
        content_type, page = _ERROR_PAGES[wanted]
        return _own(profile, 500, content_type, page % refused.message + "\n", (ANY_ORIGIN,))
    challenge = refused.www_authenticate
    headers = (("WWW-Authenticate", challenge),) if challenge else ()

    return kong_message(profile, refused.status, refused.message, (ANY_ORIGIN, *headers))


def kong_preflight(asked: Mapping[str, str]) -> Reply:
    """
    The gateway's own answer to OPTIONS, for a request with the headers *asked*.
    """
    wanted = asked.get("access-control-request-headers")
    echoed = (("Access-Control-Allow-Headers", wanted),) if wanted else ()

    return Reply(
        204,
        (ANY_ORIGIN, ("Access-Control-Allow-Methods", "GET,HEAD,PUT,PATCH,POST,DELETE"), *echoed),
        b"",
    )


def proxied(profile: Profile, reply: Reply) -> Reply:
    """
    The *reply* of a service as it looks when it has come through the gateway.
    """
    own = (("X-Kong-Upstream-Latency", "1"), ("X-Kong-Proxy-Latency", "0"), ("Via", profile.via))
    kept = tuple(header for header in reply.headers if header[0] != ANY_ORIGIN[0])

    return Reply(reply.status, (*kept, ANY_ORIGIN, *own), reply.body)


def _own(
    profile: Profile,
    status: int,
    content_type: str,
    body: str,
    headers: tuple[tuple[str, str], ...],
) -> Reply:
    content = body.encode()
    described = (("Content-Type", content_type), ("Content-Length", str(len(content))))

    return Reply(status, (*described, *headers, ("Server", profile.server)), content)
