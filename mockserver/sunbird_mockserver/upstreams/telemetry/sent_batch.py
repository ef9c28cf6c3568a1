"""
The batch that a client sent, even in a body that the service did not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sunbird_mockserver.upstreams.telemetry.body import read
from sunbird_mockserver.upstreams.telemetry.body_errors import Refused
from sunbird_mockserver.upstreams.telemetry.inflate import inflated
from sunbird_mockserver.upstreams.telemetry.json_body import LIMIT
from sunbird_mockserver.upstreams.telemetry.versions import MASTER
from sunbird_telemetry.jsonvalues.node import NotJson, loads

if TYPE_CHECKING:
    from sunbird_mockserver.delivery import Delivery

__all__ = ["batch_in"]

_GZIP_MAGIC = b"\x1f\x8b"


def batch_in(delivery: Delivery) -> Any:
    """
    The batch in *delivery* as the service reads it, or would have, had its headers been right.
    """
    try:
        body = read(delivery, MASTER)
    except Refused:
        return _guess(delivery.body)

    # A form that was read is what the pipeline judges, though its bytes be JSON as well.
    return body.value if body.is_read or not body.unread else _guess(body.unread)


def _guess(body: bytes) -> Any:
    """
    The JSON in *body*, whatever its headers say; None where there is none, or too much.
    """
    if len(body) > LIMIT:
        return None
    try:
        if body.startswith(_GZIP_MAGIC):
            body = inflated(body, "gzip", LIMIT)
        return loads(body)
    except (NotJson, Refused):
        return None
