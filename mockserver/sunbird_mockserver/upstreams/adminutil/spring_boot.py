"""
Spring Boot as adminutil uses it: JSON in, JSON out, and its own error answers.

Source: contract/gateway-and-auth.md 4; the texts are those of Spring Boot 1.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import orjson

from sunbird_mockserver.delivery import Reply, unzipped

if TYPE_CHECKING:
    from sunbird_mockserver.delivery import Delivery, Headers

__all__ = ["Refused", "json_reply", "media_type", "obj", "read_json", "text"]

_HTTP = "org.springframework.http"
_WEB = "org.springframework.web"
_NOT_READABLE = f"{_HTTP}.converter.HttpMessageNotReadableException"


@dataclass(eq=False)
class Refused(Exception):  # noqa: N818  a refusal is an outcome here, not an error
    """
    A request that the framework answers before the component sees it.

    Attributes:
        status: The HTTP status code.

        text: What was wrong.

        exception: The Java class that it names, if any.

        headers: What its answer has beside.
    """

    status: int
    text: str
    exception: str | None = None
    headers: tuple[tuple[str, str], ...] = ()

    def reply(self, path: str, now: int) -> Reply:
        """
        The framework's answer for a request to *path*.
        """
        named = {"exception": self.exception} if self.exception else {}
        value = {
            "timestamp": now,
            "status": self.status,
            "error": HTTPStatus(self.status).phrase,
            **named,
            "message": self.text,
            "path": path,
        }

        return json_reply(self.status, value, self.headers)


def not_found() -> Refused:
    """
    Nothing is at that path.
    """
    return Refused(404, "No message available")


def wrong_method(method: str) -> Refused:
    """
    Something is at that path, but not for *method*.
    """
    return Refused(
        405,
        f"Request method '{method}' not supported",
        f"{_WEB}.HttpRequestMethodNotSupportedException",
        (("Allow", "POST"),),
    )


def wrong_type(content_type: str) -> Refused:
    """
    A body that says it is of a type that nobody reads.
    """
    return Refused(
        415,
        f"Content type '{content_type or 'application/octet-stream'}' not supported",
        f"{_WEB}.HttpMediaTypeNotSupportedException",
    )


def not_readable(why: str) -> Refused:
    """
    A body that is not what the component takes.
    """
    return Refused(400, f"Could not read document: {why}", _NOT_READABLE)


def media_type(delivery: Delivery) -> str:
    """
    The media type that *delivery* says it has, without its parameters.
    """
    return delivery.headers.get("content-type", "").partition(";")[0].strip().lower()


def json_reply(status: int, value: Any, headers: Headers = ()) -> Reply:
    """
    An answer in JSON.
    """
    body = orjson.dumps(value)

    return Reply.of(status, "application/json;charset=UTF-8", body, *headers)


def read_json(delivery: Delivery) -> dict[str, Any]:
    """
    The object in the body of *delivery*.

    Raises:
        Refused: There is none.
    """
    kind = media_type(delivery)
    if kind != "application/json" and not kind.endswith("+json"):
        raise wrong_type(delivery.headers.get("content-type", ""))
    # The mobile app says gzip and sends plain text: contract/clients.md 6.
    body = unzipped(delivery.body)
    if body is None:
        raise not_readable("it begins like gzip, and is not")
    try:
        document = obj(orjson.loads(body) if body.strip() else None, "the document")
    except orjson.JSONDecodeError as error:
        raise not_readable(f"it is not JSON at character {error.pos}") from None
    if document is None:
        raise Refused(400, "Required request body is missing", _NOT_READABLE)

    return document


def obj(value: Any, name: str) -> dict[str, Any] | None:
    """
    *value* where an object or null belongs.
    """
    if value is None or isinstance(value, dict):
        return value
    raise not_readable(f"{name} is not an object")


def text(value: Any, name: str) -> str | None:
    """
    *value* where text or null belongs. Numbers and booleans become text, as Jackson has it.
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (dict, list)):
        raise not_readable(f"{name} is not text")

    return orjson.dumps(value).decode()
