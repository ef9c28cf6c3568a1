"""
Refusals by nginx itself, before the ingress or Kong handles the request.

``Authorization`` is one of the headers that it takes once only: ``ngx_http_headers_in`` in its
sources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sunbird_mockserver.delivery import Reply

if TYPE_CHECKING:
    from sunbird_mockserver.delivery import Delivery

__all__ = ["REPEATED", "page", "refusal"]

#: Between the values of a header that may be there once only: no value can hold it.
REPEATED = "\n"

_PAGE = (
    "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n"
    "<center><h1>{0}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)


def page(status: int, phrase: str) -> Reply:
    """
    nginx's own error page.
    """
    body = _PAGE.format(f"{status} {phrase}").encode()

    return Reply.of(status, "text/html", body)


_REPEATED = page(400, "Bad Request")


def refusal(delivery: Delivery) -> Reply | None:
    """
    The answer to a request with two tokens in its head.
    """
    return _REPEATED if REPEATED in delivery.headers.get("authorization", "") else None
