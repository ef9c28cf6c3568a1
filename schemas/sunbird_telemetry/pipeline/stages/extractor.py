"""
The first job: batches in, events out. contract/pipeline.md 4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sunbird_telemetry.jsonvalues.gson import as_gson_reads
from sunbird_telemetry.jsonvalues.paths import value_at
from sunbird_telemetry.pipeline.event_in_transit import JobThrowsError, Passage, text_at
from sunbird_telemetry.pipeline.event_size import event_size
from sunbird_telemetry.pipeline.verdict import Fate, Verdict

if TYPE_CHECKING:
    from sunbird_telemetry.pipeline.batch_context import Conditions

__all__ = ["EVENT_TOO_LARGE", "extract", "is_log", "is_readable", "msgid_of"]

#: What the extractor stores with an event that is too large.
EVENT_TOO_LARGE = "Event size is Exceeded"

_SOURCE = "TelemetryExtractorJob"

# Where the id of the question stands, and the answers to it: contract/pipeline.md 4.3.
_QUESTIONS = {
    "ASSESS": (("edata", "item"), ("edata", "resvalues")),
    "RESPONSE": (("edata", "target"), ("edata", "values")),
}


def is_readable(batch: Any) -> bool:
    """
    Whether the extractor can read the batch's envelope: contract/pipeline.md 4.1.
    """
    if not isinstance(batch, dict):
        return False
    params = batch.get("params")

    return params is None or (
        isinstance(params, dict) and isinstance(params.get("msgid"), str | None)
    )


def msgid_of(batch: dict[str, Any]) -> str | None:
    """
    What a readable *batch* is deduplicated by; an empty text is an id like any other.
    """
    msgid: str | None = value_at(batch, "params", "msgid")

    return msgid


def extract(passage: Passage, conditions: Conditions, *, measure: bool) -> Verdict | None:
    """
    Stamp, measure, redact and route one event; a verdict if it ends here.

    Args:
        passage: The event.

        conditions: Of its batch.

        measure: Whether it could be too large.
    """
    eid = text_at(passage.event, "eid")
    passage.event = as_gson_reads(passage.event)
    for name, stamp in conditions.stamps.items():
        passage.rewrite((name,), stamp)

    limit = conditions.settings.max_event_bytes
    if measure and event_size(passage.event, conditions.syncts) > limit:
        passage.rewrite(("metadata",), {"src": _SOURCE, "ex_error": EVENT_TOO_LARGE})
        passage.rewrite(("flags",), {"ex_processed": False})
        return passage.end(Fate.FAILED, "telemetry.failed", reason=EVENT_TOO_LARGE)

    passage.rewrite(("flags",), {"ex_processed": True})
    if is_log(eid):
        passage.put_on("druid.events.log")
        return passage.arrive()
    if eid in _QUESTIONS:
        _redact(passage, eid, conditions)
    passage.put_on("telemetry.raw")

    return None


def is_log(eid: str | None) -> bool:
    """
    Whether the extractor routes events of this type around the validator.
    """
    return eid is not None and eid.upper() == "LOG"


def _redact(passage: Passage, eid: str, conditions: Conditions) -> None:
    question, answers = _QUESTIONS[eid]
    if not isinstance(value_at(passage.event, *question), dict):
        raise JobThrowsError
    if text_at(passage.event, *question, "id") in conditions.settings.registration_questions:
        passage.put_on("telemetry.assess.raw")
        passage.rewrite(answers, [])
