"""
Parsing of the body of a delivery, which the service does before routing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sunbird_mockserver.upstreams.telemetry import form_body, json_body
from sunbird_mockserver.upstreams.telemetry.body_errors import Refused
from sunbird_mockserver.upstreams.telemetry.content_type import media_type
from sunbird_mockserver.upstreams.telemetry.inflate import content_encoding, inflated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sunbird_mockserver.delivery import Delivery
    from sunbird_mockserver.upstreams.telemetry.versions import Version


_FORM = "application/x-www-form-urlencoded"


class Body(NamedTuple):
    """
    A body that was not refused.

    Attributes:
        value: What was read: an object or a list.

        unread: The inflated bytes whose JSON, if it is any, was never parsed.

        text: The JSON that *value* was read from.

        lost_digits: JSON pointers to the numbers in it that Node cannot hold.
    """

    value: Any
    unread: bytes = b""
    text: bytes | str = b""
    lost_digits: Iterable[str] = ()

    @property
    def is_read(self) -> bool:
        """
        True if the service read anything of what the client meant: JSON, or the field ``events``
        of a form.
        """
        return bool(self.text) or "events" in self.value


def read(delivery: Delivery, version: Version) -> Body:
    """
    The body by its content type; one of another type is empty, whatever it holds.
    """
    headers = delivery.headers
    if not (delivery.body or "content-length" in headers or "transfer-encoding" in headers):
        return Body({})

    kind, charset = media_type(headers.get("content-type", ""))
    if kind == "application/json":
        value, text, lost_digits = json_body.read_json(delivery, charset, version)
        return Body(value, text=text, lost_digits=lost_digits)
    value = form_body.read_form(delivery, charset) if kind == _FORM else {}

    return Body(value, _unread(delivery))


def _unread(delivery: Delivery) -> bytes:
    # The service never inflates such a body, so one that cannot be inflated is accepted as well.
    try:
        return inflated(delivery.body, content_encoding(delivery.headers), json_body.LIMIT)
    except Refused:
        return delivery.body
