"""
What one line of a run leaves behind for the next.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sunbird_telemetry.check.contents import Contents
from sunbird_telemetry.pipeline import State
from sunbird_telemetry.rules import DeliveryRules, SessionRules, found

if TYPE_CHECKING:
    from sunbird_telemetry.findings import Finding

__all__ = ["Memory"]


@dataclass(frozen=True, slots=True)
class Memory:
    """
    The memory of one run, as of one pipeline.

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

    def end(self) -> tuple[Finding, ...]:
        """
        What can be said now that no event follows. The sessions are forgotten.
        """
        forgotten = self.state.forgotten
        last = (found("ids-forgotten", count=forgotten),) if forgotten else ()

        return (*self.sessions.end(), *last)
