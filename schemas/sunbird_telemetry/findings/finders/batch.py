"""
Finder for one batch by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sunbird_telemetry.findings.make import findings_by, shown
from sunbird_telemetry.findings.size_limits import EVENT_LIMIT, is_near, reaches
from sunbird_telemetry.jsonvalues.content import content_of
from sunbird_telemetry.jsonvalues.node import dumps
from sunbird_telemetry.jsonvalues.paths import text_in
from sunbird_telemetry.pipeline.event_size import event_size, largest_size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sunbird_telemetry.finding import Finding

__all__ = ["batch_findings"]

# The service writes these from headers, or takes them away: contract/pipeline.md 1.1.
_OVERWRITTEN = ("did", "channel", "pid")


def batch_findings(
    batch: Any, size: int | None = None, limit: int = EVENT_LIMIT, *, stamped: bool = False
) -> tuple[Finding, ...]:
    """
    Return the findings about *batch* beyond its single events.

    Args:
        batch: As the client sent it, or as the service stamped it.

        size: Its bytes as JSON, where they are known. Only a large batch may hold large events.

        limit: The largest event that the deployment passes on.

        stamped: Whether the service has stamped it. What stands in the fields that it writes is
            then its own, and there are no findings about the client's values there.
    """
    if not isinstance(batch, dict):
        return findings_by("batch-not-object", value=shown(batch))
    events = batch.get("events")
    listed: list[Any] = events if isinstance(events, list) else []

    return (
        *_about_params(batch.get("params")),
        *_about_list(events),
        *(() if stamped else _overwritten(batch)),
        *_copies(listed),
        *_several(listed),
        *(_near_limit(batch, listed, limit) if _may_be_near(size, limit) else ()),
    )


def _about_params(params: Any) -> Iterator[Finding]:
    if not isinstance(params, dict | None):
        yield from findings_by("params-not-object", "/params", value=shown(params))
        return
    msgid = (params or {}).get("msgid")
    if msgid is None:
        yield from findings_by("msgid-missing", "/params/msgid")
    elif not isinstance(msgid, str):
        yield from findings_by("msgid-not-text", "/params/msgid", value=shown(msgid))
    elif not msgid:
        yield from findings_by("msgid-empty", "/params/msgid")
    did = (params or {}).get("did")
    if not isinstance(did, str | None):
        yield from findings_by("params-did-not-text", "/params/did", value=shown(did))


def _about_list(events: Any) -> Iterator[Finding]:
    if events is None:
        yield from findings_by("events-missing", "/events")
    elif not isinstance(events, list):
        yield from findings_by("events-not-list", "/events", value=shown(events))
    elif not events:
        yield from findings_by("events-empty", "/events")


def _overwritten(batch: dict[str, Any]) -> Iterator[Finding]:
    for name in _OVERWRITTEN:
        if name in batch:
            yield from findings_by("batch-field-overwritten", f"/{name}")


def _copies(events: list[Any]) -> Iterator[Finding]:
    for places in _by_mid(events).values():
        if len(places) > 1:
            first = content_of(events[places[0]])
            copies = [place for place in places if content_of(events[place]) == first]
            if len(copies) > 1:
                pointer = f"/events/{copies[1]}/mid"
                yield from findings_by("copies-of-one-event", pointer, count=len(copies))


def _by_mid(events: list[Any]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for index, event in enumerate(events):
        if mid := text_in(event, "mid"):
            places.setdefault(mid, []).append(index)

    return places


def _several(events: list[Any]) -> Iterator[Finding]:
    devices = {text_in(event, "context", "did") for event in events} - {""}
    if len(devices) > 1:
        yield from findings_by("several-devices", "/events", count=len(devices))
    actors = {text_in(event, "actor", "id") for event in events} - {""}
    if len(actors) > 1:
        yield from findings_by("several-actors", "/events", count=len(actors))


def _may_be_near(json_bytes: int | None, limit: int) -> bool:
    return json_bytes is None or reaches(largest_size(json_bytes), limit)


def _near_limit(batch: dict[str, Any], events: list[Any], limit: int) -> Iterator[Finding]:
    syncts = batch.get("syncts")
    stamp = syncts if type(syncts) is int else None
    for index, event in enumerate(events):
        # Measuring as the extractor does takes long, and most events are far too small.
        if isinstance(event, dict) and _may_be_near(len(dumps(event)), limit):
            size = event_size(event, stamp)
            if is_near(size, limit):
                yield from findings_by(
                    "event-near-limit", f"/events/{index}", size=size, limit=limit
                )
