"""
The answers of Kong and of the ingress in front of it, byte for byte.

Source: contract/gateway-and-auth.md 0, 1 and 3.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from sunbird_mockserver.delivery import Reply
from sunbird_mockserver.gateway import kong_error_pages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sunbird_mockserver.delivery import Headers
    from sunbird_mockserver.deployments.kong_versions import KongVersion
    from sunbird_mockserver.gateway.kong_error_pages import Page
    from sunbird_mockserver.tokens import Refused

__all__ = ["ANY_ORIGIN", "BREAKS", "INGRESS_PREFLIGHT", "KongReplies", "without_server"]

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

_JSON = "application/json; charset=utf-8"
#: What Kong says when something breaks, by status.
BREAKS = {
    500: "An unexpected error occurred",
    502: "An invalid response was received from the upstream server",
    503: "The upstream server is currently unavailable",
    504: "The upstream server is timing out",
}


@dataclass(frozen=True, slots=True)
class KongReplies:
    """
    Kong, about to answer one request.

    Attributes:
        kong_version: Which version it is.

        asked: The headers of the request.

        request_id: The request's id; empty where the version gives none.
    """

    kong_version: KongVersion
    asked: Mapping[str, str]
    request_id: str = ""

    def no_route(self) -> Reply:
        """
        The 404. No plugin has run, so nothing allows another origin to read it.
        """
        return self._refusal(404, self.kong_version.no_route, ())

    def refusal(self, status: int, message: str, *headers: tuple[str, str]) -> Reply:
        """
        The refusal of a plugin other than the one that reads tokens.
        """
        return self._refusal(status, message, (ANY_ORIGIN, *headers))

    def token_refusal(self, refused: Refused) -> Reply:
        """
        Return the answer to a client whose token is refused.
        """
        if refused.status == HTTPStatus.INTERNAL_SERVER_ERROR:
            return self._breaks(500, refused.message)
        challenge = refused.www_authenticate
        headers = (("WWW-Authenticate", challenge),) if challenge else ()

        # Never negotiated, in no version: contract/gateway-and-auth.md 1.
        return self._json(refused.status, refused.message, (ANY_ORIGIN, *headers))

    def error_reply(self, status: int, headers: Headers = ()) -> Reply:
        """
        The page, with further *headers*, for what goes wrong in Kong (500) or behind it: a service
        that makes no sense (502), is not there (503), or takes too long (504).
        """
        return self._breaks(status, BREAKS[status], headers)

    def preflight(self) -> Reply:
        """
        The answer to OPTIONS that comes before any other plugin.
        """
        kong_version = self.kong_version
        wanted = self.asked.get("access-control-request-headers")
        echoed = (("Access-Control-Allow-Headers", wanted),) if wanted else ()
        length = (
            ()
            if kong_version.preflight_status == HTTPStatus.NO_CONTENT
            else (("Content-Length", "0"),)
        )
        methods = ("Access-Control-Allow-Methods", kong_version.preflight_methods)

        return Reply(
            kong_version.preflight_status,
            (*length, ANY_ORIGIN, methods, *echoed, *self._signature()),
            b"",
        )

    def proxied(self, reply: Reply, headers: Headers = ()) -> Reply:
        """
        The *reply* of a service, with further *headers*, as it looks when it has come through.
        """
        kept = tuple([header for header in reply.headers if header[0] != ANY_ORIGIN[0]])
        latency = (("X-Kong-Upstream-Latency", "1"), ("X-Kong-Proxy-Latency", "0"))
        own = (*headers, *latency, ("Via", self.kong_version.via))
        if self.kong_version.numbers_requests:
            own += (("Server", self.kong_version.server), ("X-Kong-Request-Id", self.request_id))

        return Reply(reply.status, (*kept, ANY_ORIGIN, *own), reply.body)

    def _refusal(self, status: int, message: str, headers: Headers) -> Reply:
        if not self.kong_version.negotiates:
            return self._json(status, message, headers)

        return self._page(
            status, message, kong_error_pages.chosen(self.asked.get("accept", "")), headers
        )

    def _breaks(self, status: int, message: str, headers: Headers = ()) -> Reply:
        """
        The page for what went wrong within Kong or behind it.
        """
        choose = (
            kong_error_pages.chosen
            if self.kong_version.negotiates
            else kong_error_pages.first_known
        )
        # 3.9.1 looks at the type of the body that it got; both write plain text in the end.
        said = self.asked.get("content-type") if self.kong_version.negotiates else None
        accept = self.asked.get("accept") or said or "text/plain"

        return self._page(status, message, choose(accept), (ANY_ORIGIN, *headers))

    def _json(self, status: int, message: str, headers: Headers) -> Reply:
        body = json.dumps({"message": message}, separators=(",", ":"))

        return self._own(status, _JSON, body + "\n" * self.kong_version.newline, headers)

    def _page(self, status: int, message: str, page: Page, headers: Headers) -> Reply:
        body = page.text.format(message=message, request_id=self.request_id)

        return self._own(status, page.content_type, body, headers)

    def _own(self, status: int, content_type: str, body: str, headers: Headers) -> Reply:
        return Reply.of(status, content_type, body.encode(), *headers, *self._signature())

    def _signature(self) -> Headers:
        server = (("Server", self.kong_version.server),)
        if not self.kong_version.numbers_requests:
            return server
        numbered = (("X-Kong-Response-Latency", "0"), ("X-Kong-Request-Id", self.request_id))

        return (*server, *numbered)


def without_server(reply: Reply) -> Reply:
    """
    The *reply* as it leaves the ingress, which tells nobody what is behind it.
    """
    kept = tuple([header for header in reply.headers if header[0] != "Server"])

    return Reply(reply.status, kept, reply.body)
