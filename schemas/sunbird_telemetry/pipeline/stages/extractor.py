"""
The first job: batches in, events out. contract/pipeline.md 4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sunbird_telemetry.jsonvalues.gson import as_gson_reads
from sunbird_telemetry.jsonvalues.paths import value_at
from sunbird_telemetry.pipeline.event_in_transit import EventInTransit, JobThrowsError, text_at
from sunbird_telemetry.pipeline.event_size import event_size
from sunbird_telemetry.pipeline.verdict import Fate, Verdict

if TYPE_CHECKING:
    from sunbird_telemetry.pipeline.batch_context import BatchContext

__all__ = [
    "EVENT_TOO_LARGE",
    "QUESTIONS",
    "TOUCHED",
    "extract",
    "is_log",
    "is_readable",
    "msgid_of",
]

#: What the extractor stores with an event that is too large.
EVENT_TOO_LARGE = "Event size is Exceeded"

_SOURCE = "TelemetryExtractorJob"

#: Members at the top of an event that the extractor writes.
TOUCHED = frozenset({"@timestamp", "flags", "syncts"})

#: Where the id of the question stands, and the answers to it, by event type: contract/pipeline.md
#: 4.3.
QUESTIONS = {
    "ASSESS": (("edata", "item"), ("edata", "resvalues")),
    "RESPONSE": (("edata", "target"), ("edata", "values")),
}


def is_readable(batch: Any) -> bool:
    """
    Return True if the extractor can read the batch's envelope: contract/pipeline.md 4.1.
    """
    if not isinstance(batch, dict):
        return False
    params = batch.get("params")

    return params is None or (
        isinstance(params, dict) and isinstance(params.get("msgid"), str | None)
    )


def msgid_of(batch: dict[str, Any]) -> str | None:
    """
    Return the msgid that a readable *batch* is deduplicated by; an empty text is an id, too.
    """
    msgid: str | None = value_at(batch, "params", "msgid")

    return msgid


def extract(transit: EventInTransit, context: BatchContext, *, measure: bool) -> Verdict | None:
    """
    Stamp, measure, redact and route one event; a verdict if it ends here.

    Args:
        transit: The event.

        context: Of its batch.

        measure: Whether it could be too large.
    """
    eid = text_at(transit.event, "eid")
    transit.event = as_gson_reads(transit.event)
    for name, stamp in context.stamps.items():
        transit.rewrite((name,), stamp)

    limit = context.settings.max_event_bytes
    if measure and event_size(transit.event, context.syncts) > limit:
        transit.rewrite(("metadata",), {"src": _SOURCE, "ex_error": EVENT_TOO_LARGE})
        transit.rewrite(("flags",), {"ex_processed": False})
        return transit.end(Fate.FAILED, "telemetry.failed", reason=EVENT_TOO_LARGE)

    transit.rewrite(("flags",), {"ex_processed": True})
    if is_log(eid):
        transit.put_on("druid.events.log")
        return transit.arrive()
    if eid in QUESTIONS:
        _redact(transit, eid, context)
    transit.put_on("telemetry.raw")

    return None


def is_log(eid: str | None) -> bool:
    """
    Return True if the extractor routes events of this type around the validator.
    """
    return eid is not None and eid.upper() == "LOG"


def _redact(transit: EventInTransit, eid: str, context: BatchContext) -> None:
    question, answers = QUESTIONS[eid]
    if not isinstance(value_at(transit.event, *question), dict):
        raise JobThrowsError
    if text_at(transit.event, *question, "id") in context.settings.registration_questions:
        transit.put_on("telemetry.assess.raw")
        transit.rewrite(answers, [])
