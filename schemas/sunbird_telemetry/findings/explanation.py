"""
Explanations: the pipeline's reason, and the findings about a batch's invalid events or one event.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.jsonvalues.gson import as_gson_reads
from sunbird_telemetry.pipeline import DEFAULTS, Fate, PipelineSettings, Stage
from sunbird_telemetry.pipeline import judge as judge_without_findings
from sunbird_telemetry.validation import validate
from sunbird_telemetry.validation.pipeline_reason import stored

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from sunbird_telemetry.finding import Finding
    from sunbird_telemetry.pipeline import BatchVerdict, Clock, State, Verdict
    from sunbird_telemetry.validation import Validation

__all__ = ["explain", "judge"]


def judge(  # noqa: PLR0913 - the last four are optional, and spare work
    batch: Any,
    state: State | None = None,
    settings: PipelineSettings = DEFAULTS,
    clock: Clock | None = None,
    *,
    lost_digits: Iterable[str] = (),
    size: int | None = None,
    explain: bool = True,
    valid: Container[int] = (),
) -> BatchVerdict:
    """
    Return the verdict on *batch* and on each of its events, with findings about invalid ones.

    See `sunbird_telemetry.pipeline.judge`, which makes no findings. With *explain*, the verdict on
    an invalid event has the pipeline's reason and a finding per error; `explain` adds both later.
    """
    return judge_without_findings(
        batch,
        state,
        settings,
        clock,
        lost_digits=lost_digits,
        size=size,
        explain=explain,
        valid=valid,
        findings_of=_findings_of,
    )


def explain(verdict: Verdict, event: Any, settings: PipelineSettings = DEFAULTS) -> Verdict:
    """
    Return *verdict* with its reason and with every finding about *event* by itself.

    Takes far longer than judging: call it for events whose findings are shown.
    """
    from sunbird_telemetry.findings.catalogue import RULES
    from sunbird_telemetry.findings.finders.event import event_findings
    from sunbird_telemetry.findings.finders.fate import fate_findings

    # Validation is the slowest step, so it runs once, for the reason and for the findings.
    validation = _why_invalid(verdict, event, settings)
    if validation:
        verdict = replace(verdict, reason=stored(validation.reason, event))
    eid = event.get("eid") if isinstance(event, dict) else None
    of_fate = fate_findings(verdict, eid)
    replaced = {(RULES[finding.rule].replaces, finding.pointer) for finding in of_fate}
    of_event = [
        finding
        for finding in event_findings(event, validation, settings.specification)
        if (finding.rule, finding.pointer) not in replaced
    ]

    return replace(verdict, findings=(*of_fate, *of_event))


def _findings_of(validation: Validation, eid: str | None) -> tuple[Finding, ...]:
    # The rules are loaded when an event is invalid for the first time, not at import.
    from sunbird_telemetry.findings.finders.invalid_event import error_findings

    return error_findings(validation.errors, eid)


def _why_invalid(verdict: Verdict, event: Any, settings: PipelineSettings) -> Validation | None:
    """
    The validation of an invalid *event* whose *verdict* has neither reason nor findings yet.
    """
    if (verdict.fate, verdict.stage) != (Fate.FAILED, Stage.PREPROCESSOR):
        return None
    if verdict.reason is not None or verdict.findings:
        return None

    return validate(as_gson_reads(event), settings.specification)
