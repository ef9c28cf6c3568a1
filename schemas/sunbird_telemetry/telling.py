"""
All that is worth telling about one event: its fate, why, and what else is wrong with it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.pipeline import DEFAULTS, PipelineSettings, explained

if TYPE_CHECKING:
    from sunbird_telemetry.pipeline import Verdict

__all__ = ["told"]


def told(verdict: Verdict, event: Any, settings: PipelineSettings = DEFAULTS) -> Verdict:
    """
    *verdict* with its reason and with every finding that *event* gives rise to by itself.

    Takes longer than judging, by far: for events that somebody looks at.
    """
    from sunbird_telemetry.rules import event_findings, fate_findings

    verdict = explained(verdict, event, settings)
    eid = event.get("eid") if isinstance(event, dict) else None
    findings = event_findings(event, specification=settings.specification)

    return replace(verdict, findings=(*fate_findings(verdict, eid), *findings))
