"""
The state of a run: what a line leaves behind for the next one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sunbird_telemetry.findings import DeliveryRules, SessionRules, findings_by
from sunbird_telemetry.findings.finders.delivery import Contents
from sunbird_telemetry.pipeline import State

if TYPE_CHECKING:
    from sunbird_telemetry.finding import Finding
    from sunbird_telemetry.pipeline import PipelineSettings

__all__ = ["RunState"]

_MS = 1000


@dataclass(frozen=True, slots=True)
class RunState:
    """
    The state of one run, as of one pipeline.

    Attributes:
        state: What the pipeline remembers.

        sessions: What the rules remember of sessions.

        deliveries: The same of batches.

        contents: The same of events that no batch brings.
    """

    state: State = field(default_factory=State)
    sessions: SessionRules = field(default_factory=SessionRules)
    deliveries: DeliveryRules = field(default_factory=DeliveryRules)
    contents: Contents = field(default_factory=Contents)

    @classmethod
    def of(cls, settings: PipelineSettings) -> RunState:
        """
        The state of a run in a deployment with these *settings*.
        """
        return cls(deliveries=DeliveryRules(ttl_ms=settings.batch_ttl_s * _MS))

    def end(self) -> tuple[Finding, ...]:
        """
        Return the findings at the end of input, and drop all sessions.
        """
        forgotten = self.state.forgotten
        last = findings_by("ids-forgotten", count=forgotten) if forgotten else ()

        return (*self.sessions.end(), *last)
