"""
All that is worth telling about one event: its fate, why, and what else is wrong with it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.pipeline import DEFAULTS, PipelineSettings, explained, why_invalid

if TYPE_CHECKING:
    from sunbird_telemetry.pipeline import Verdict

__all__ = ["told"]

# What a rule says of any event at a place, once a change there tells what has become of it.
_SAID_BY = {"altered-overwritten": "field-overwritten", "altered-channel": "channel-blank"}


def told(verdict: Verdict, event: Any, settings: PipelineSettings = DEFAULTS) -> Verdict:
    """
    *verdict* with its reason and with every finding that *event* gives rise to by itself.

    Takes longer than judging, by far: for events that somebody looks at.
    """
    from sunbird_telemetry.rules import event_findings, fate_findings

    # It takes longest of all, so it is asked once, for the reason and for the findings.
    validation = why_invalid(verdict, event, settings)
    if validation:
        verdict = explained(verdict, event, validation)
    eid = event.get("eid") if isinstance(event, dict) else None
    of_fate = fate_findings(verdict, eid)
    said = {(_SAID_BY.get(finding.rule), finding.pointer) for finding in of_fate}
    of_event = [
        finding
        for finding in event_findings(event, validation, settings.specification)
        if (finding.rule, finding.pointer) not in said
    ]

    return replace(verdict, findings=(*of_fate, *of_event))
