"""
Diagnosis of bodies that the gateway accepted.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from sunbird_mockserver.upstreams.telemetry.content_type import media_type
from sunbird_telemetry.pipeline import Fate, Stage, Verdict

if TYPE_CHECKING:
    from sunbird_mockserver.delivery import Delivery, Reply
    from sunbird_telemetry.pipeline import BatchVerdict

__all__ = ["of_batch", "of_body", "of_unread"]

_LOST = "answered 200, but the service reads a body only as application/json: "
_NO_TYPE = "no Content-Type was sent, so no event of this one will ever be seen"
_BROKEN_TYPE = (
    "what follows the ; in Content-Type {!r} is no parameter, which makes all of it unreadable, so "
    "no event of it will ever be seen. Send application/json alone"
)
_OTHER_TYPE = "Content-Type was {!r}, so no event of it will ever be seen"
_EMPTY = "answered 200, but the body is empty: there is nothing in it that could arrive"
_PLAIN_GZIP = (
    "Content-Encoding says gzip, but the body is not compressed. "
    "Compress it, or leave the header out"
)
_NOT_JSON = "the body is no JSON object or list: the page that was answered says where it ends"
_HIDDEN_GZIP = "the body is gzip, but no Content-Encoding says so. Add Content-Encoding: gzip"


def of_unread(delivery: Delivery) -> str:
    """
    Explain a body that the service answered 200 and discarded.
    """
    if not delivery.body:
        return _EMPTY
    said = delivery.headers.get("content-type", "")
    if not said:
        return _LOST + _NO_TYPE
    is_broken = (
        ";" in said and not media_type(said).type and media_type(said.partition(";")[0]).type
    )

    return _LOST + (_BROKEN_TYPE if is_broken else _OTHER_TYPE).format(said)


def of_batch(verdict: BatchVerdict) -> str | None:
    """
    Explain a batch that the service took and the pipeline fails on.
    """
    if verdict.fate is Fate.ACCEPTED:
        return None
    from sunbird_telemetry.findings import fate_findings

    whole = Verdict(verdict.fate, verdict.stage, verdict.topics, verdict.reason)
    told = [f"{each.message} {each.remedy}" for each in fate_findings(whole)]

    return " ".join(told) or None


def of_body(delivery: Delivery, reply: Reply) -> str | None:
    """
    Explain a body that the service refused.
    """
    if reply.status == HTTPStatus.OK:
        return None
    if reply.status != HTTPStatus.BAD_REQUEST:
        from sunbird_telemetry.findings import answer_finding

        finding = answer_finding(Stage.SERVICE, reply.status, reply.text)
        return f"{finding.message} {finding.remedy}" if finding else None
    compressed = delivery.body.startswith(b"\x1f\x8b")
    said = delivery.headers.get("content-encoding", "").lower() == "gzip"
    if compressed and not said:
        return _HIDDEN_GZIP

    return _PLAIN_GZIP if said and not compressed else _NOT_JSON
