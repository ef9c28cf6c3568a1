"""
What the extractor writes about the batches that it accepts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sunbird_telemetry.pipeline.derived import Derived, first_of, new_uuid
from sunbird_telemetry.pipeline.passage import at

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["audit_event"]

_TOPICS = ("druid.events.log",)


def audit_event(
    batch: Mapping[str, Any], *, now: int, new_id: Callable[[], str] = new_uuid
) -> Derived:
    """
    What the extractor writes about each batch that it accepts: contract/pipeline.md 4.2.
    """
    session, did, mid, about = new_id(), new_id(), new_id(), new_id()
    params = [
        {"ver": "3.0", "events_count": len(batch.get("events") or ()), "sync_status": "SUCCESS"}
    ]
    event = {
        "eid": "LOG",
        "ets": now,
        "syncts": now,
        "ver": "3.0",
        "mid": first_of(batch.get("mid"), mid),
        "actor": {"id": "sunbird.telemetry", "type": "telemetry-sync"},
        "context": {
            "channel": first_of(batch.get("channel"), "in.sunbird"),
            "env": "data-pipeline",
            "sid": session,
            "did": first_of(at(batch.get("params"), "did"), did),
            "pdata": {"id": "data-pipeline", "pid": "telemetry-extractor", "ver": "3.0"},
        },
        "object": {"id": about, "type": "telemetry-events", "ver": "3.0"},
        "edata": {
            "level": "INFO",
            "type": "telemetry_audit",
            "message": "telemetry sync",
            "params": params,
        },
    }

    return Derived(event, _TOPICS)
