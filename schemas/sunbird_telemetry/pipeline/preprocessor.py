"""
The second job: is the event valid, and where does it go? contract/pipeline.md 5.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.findings import findings_of
from sunbird_telemetry.gson import as_gson_reads
from sunbird_telemetry.pipeline.corrections import correct
from sunbird_telemetry.pipeline.passage import JobThrowsError, Passage, device_id, text_at
from sunbird_telemetry.pipeline.routes import route
from sunbird_telemetry.pipeline.settings import DEFAULTS, PipelineSettings
from sunbird_telemetry.pipeline.share_items import check_share
from sunbird_telemetry.pipeline.verdict import Fate, Stage, Verdict
from sunbird_telemetry.validation import is_valid, validate

if TYPE_CHECKING:
    from sunbird_telemetry.pipeline.conditions import Conditions
    from sunbird_telemetry.validation import Validation

__all__ = ["explained", "preprocess", "stored", "why_invalid"]


def preprocess(passage: Passage, conditions: Conditions) -> Verdict | None:
    """
    Validate, correct, deduplicate and route one event; a verdict if it ends here.
    """
    passage.stage = Stage.PREPROCESSOR
    valid = is_valid(passage.event, conditions.settings.specification)
    # Both are taken for texts of every event, valid or not, by a line of the log and by the key
    # that Kafka gets: contract/pipeline.md 5.7.
    mid = text_at(passage.event, "mid")
    device_id(passage.event)
    if not valid:
        verdict = passage.end(Fate.FAILED, "telemetry.failed")
        if not conditions.explain:
            return verdict
        validation = validate(as_gson_reads(passage.event), conditions.settings.specification)
        findings = findings_of(validation, passage.event.get("eid"))
        return replace(explained(verdict, passage.event, validation), findings=findings)

    correct(passage)
    producer = text_at(passage.event, "context", "pdata", "id")
    if producer in conditions.deployment.early and (
        mid is None or not conditions.new_to_preprocessor(mid)
    ):
        return passage.end(Fate.DUPLICATE, "telemetry.duplicate")

    eid = passage.event.get("eid")
    if eid is None:
        raise JobThrowsError  # valid without one only by a schema of the deployment's own
    if eid == "SHARE":
        check_share(passage.event)
    passage.put_on(*route(eid))

    return None


def why_invalid(
    verdict: Verdict, event: Any, settings: PipelineSettings = DEFAULTS
) -> Validation | None:
    """
    What validation has against *event*, where its *verdict* leaves out why it is invalid.
    """
    if (verdict.fate, verdict.stage) != (Fate.FAILED, Stage.PREPROCESSOR) or verdict.findings:
        return None

    return validate(as_gson_reads(event), settings.specification)


def explained(verdict: Verdict, event: Any, validation: Validation) -> Verdict:
    """
    *verdict* with the reason that the pipeline stores with an *event* of which *validation* says
    that it is invalid.
    """
    return replace(verdict, reason=stored(validation.reason, event))


def stored(reason: str | None, event: Any) -> str | None:
    """
    What is stored of *reason*: nothing, where the client's ``metadata`` has no room for it.
    """
    return reason if isinstance(event.get("metadata"), dict | None) else None
