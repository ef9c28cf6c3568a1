"""
Finder for one request apart from its batch: path, headers and size of the body.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

from sunbird_telemetry.findings.make import findings_by
from sunbird_telemetry.findings.size_limits import BODY_LIMIT, is_near

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sunbird_telemetry.finding import Finding

__all__ = ["Request", "transport_findings"]

_SLUG = "(?:api|action|content)"
_DOUBLE_SLUG = re.compile(f"(?:/api)?/{_SLUG}/{_SLUG}/data/v[0-9]", re.IGNORECASE)
_ENDPOINT_V3 = re.compile("(?:/api)?/data/v3/telemetry")
_GZIP = b"\x1f\x8b"


class Request(Protocol):
    """
    The part of a delivery that these rules need.
    """

    @property
    def path(self) -> str:
        """
        The path, without inbox and query.
        """
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """
        Values by lower-case name.
        """
        ...

    @property
    def body(self) -> bytes:
        """
        The bytes on the wire.
        """
        ...


def transport_findings(
    request: Request, batch: Any, limit: int = BODY_LIMIT
) -> tuple[Finding, ...]:
    """
    Return the findings about *request* apart from the *batch* in it.

    Args:
        request: What was sent.

        batch: The content of its body; None if there is none.

        limit: The largest body that the gateway takes.
    """
    return (
        *_about_path(request.path),
        *_about_token(request.headers),
        *_about_gzip(request),
        *_about_size(len(request.body), limit),
        *_about_identity(request.headers, batch),
    )


def _about_path(path: str) -> Iterator[Finding]:
    if path.startswith("//"):
        yield from findings_by("double-slash")
    elif _DOUBLE_SLUG.match(path):
        yield from findings_by("double-slug")
    elif _ENDPOINT_V3.match(path):
        yield from findings_by("endpoint-v3")


def _about_token(headers: Mapping[str, str]) -> Iterator[Finding]:
    if headers.get("authorization", "").strip().lower() == "bearer":
        # Only SDKs up to 1.3.0 send dataType, and only they send a Bearer without a token:
        # contract/clients.md 1.
        yield from findings_by("readme-authtoken" if "datatype" in headers else "bare-bearer")


def _about_gzip(request: Request) -> Iterator[Finding]:
    declared = request.headers.get("content-encoding", "").lower() == "gzip"
    is_gzip = request.body.startswith(_GZIP)
    if declared and request.body and not is_gzip:
        yield from findings_by("gzip-header-on-plain-body")
    elif is_gzip and "content-encoding" not in request.headers:
        yield from findings_by("gzip-body-without-header")


def _about_size(size: int, limit: int) -> Iterator[Finding]:
    if is_near(size, limit):
        yield from findings_by("body-near-limit", size=size, limit=limit)


def _about_identity(headers: Mapping[str, str], batch: Any) -> Iterator[Finding]:
    channel, device = headers.get("x-channel-id"), headers.get("x-device-id")
    if channel and (count := _others(batch, "channel", channel)):
        yield from findings_by("channel-disagrees", count=count)
    if device and (count := _others(batch, "did", device)):
        yield from findings_by("device-disagrees", count=count)
    if device == "":
        yield from findings_by("device-header-empty")


def _others(batch: Any, name: str, value: str) -> int:
    """
    Count the events of *batch* whose ``context`` has another value than *value*.
    """
    events = batch.get("events") if isinstance(batch, dict) else None
    count = 0
    for event in events if isinstance(events, list) else ():
        match event:
            case {"context": {**context}} if context.get(name, value) != value:
                count += 1

    return count
