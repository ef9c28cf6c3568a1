"""
Play as the analytics service uses it: JSON in, JSON out, and HTML pages for its own errors.

Source: contract/gateway-and-auth.md 6.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from sunbird_mockserver.delivery import Reply

if TYPE_CHECKING:
    from sunbird_mockserver.delivery import Delivery

__all__ = ["Refused", "json_reply", "read_json"]

_JSON = ("application/json", "text/json")
_PAGE = (
    '<!DOCTYPE html>\n<html lang="en">\n<head><title>{title}</title></head>\n'
    '<body><h1>{title}</h1><p id="detail">{detail}</p></body>\n</html>\n'
)
# Every answer says how many ms it took.
_TIMED = ("Request-Time", "1")


@dataclass(eq=False)
class Refused(Exception):  # noqa: N818  a refusal is an outcome here, not an error
    """
    A request that the framework answers with a page of its own.

    Attributes:
        status: The HTTP status code.

        title: What went wrong.

        detail: The sentence below that.
    """

    status: int
    title: str
    detail: str

    def reply(self) -> Reply:
        """
        The page.
        """
        body = _PAGE.format(title=self.title, detail=self.detail).encode()

        return Reply.of(self.status, "text/html; charset=UTF-8", body)


def not_found() -> Refused:
    """
    Nothing is at that path, or not for that method.
    """
    return Refused(404, "Action Not Found", "For this request no action is defined.")


def json_reply(status: int, value: Any) -> Reply:
    """
    An answer in JSON.
    """
    return Reply.of(status, "application/json", orjson.dumps(value), _TIMED)


def read_json(delivery: Delivery) -> Any:
    """
    Return the JSON in the body of *delivery*.

    Raises:
        Refused: It is not JSON, or does not say that it is.
    """
    kind = delivery.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _JSON or not delivery.body:
        # The component asks for JSON that is not there, and breaks.
        raise Refused(500, "Oops, an error occurred", "This exception has been logged.")
    try:
        return orjson.loads(delivery.body)
    except orjson.JSONDecodeError:
        raise Refused(400, "Bad Request", "For this request the JSON is not valid.") from None
