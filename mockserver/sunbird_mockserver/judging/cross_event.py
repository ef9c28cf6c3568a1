"""
Findings across events and deliveries: about a batch, a session, and retries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sunbird_mockserver.journal.record import Context
from sunbird_telemetry.findings import (
    DeliveryRules,
    SessionRules,
    batch_findings,
    capped,
    findings_by,
    transport_findings,
)
from sunbird_telemetry.pipeline import Fate, events_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sunbird_mockserver.delivery import Delivery
    from sunbird_mockserver.settings import Settings
    from sunbird_telemetry.finding import Finding
    from sunbird_telemetry.pipeline import BatchVerdict, PipelineSettings, State

__all__ = ["CrossEventRules"]

_MS = 1000
_SPARK = "spark"


@dataclass(frozen=True, slots=True)
class CrossEventRules:
    """
    State of the rules across deliveries. For one thread at a time.

    Attributes:
        deliveries: Of batches and events.

        max_body_bytes: The largest body that the gateway takes.

        max_event_bytes: The largest event that the pipeline passes on.

        profile: Which deployment is copied.

        sessions: Of sessions.

        said: The rules whose one finding for all of the inbox was told already.
    """

    deliveries: DeliveryRules
    max_body_bytes: int
    max_event_bytes: int
    profile: str
    sessions: SessionRules = field(default_factory=SessionRules)
    said: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, settings: Settings, pipeline: PipelineSettings) -> CrossEventRules:
        """
        Return the initial state for a server with these *settings* and that *pipeline*.
        """
        return cls(
            deliveries=DeliveryRules(ttl_ms=pipeline.batch_ttl_s * _MS),
            max_body_bytes=settings.gateway.max_body_bytes,
            max_event_bytes=pipeline.max_event_bytes,
            profile=settings.profile,
        )

    def see(
        self, delivery: Delivery, batch: Any, size: int | None, verdict: BatchVerdict, state: State
    ) -> Context:
        """
        Return the findings about *batch* in *delivery* and its events, and update the state.

        Args:
            delivery: As it was sent.

            batch: What the service made of its body, with its stamps.

            size: The bytes of the batch's JSON, where they are known.

            verdict: What became of the batch.

            state: What the pipeline's jobs remember by now.
        """
        thrown = verdict.fate is Fate.POISON
        told = self._told_of(events_of(batch), verdict)

        return Context(
            (
                *transport_findings(delivery, batch, self.max_body_bytes),
                # One per event, if a client is bent on it.
                *capped(batch_findings(batch, size, self.max_event_bytes, stamped=True)),
                *capped(self.deliveries.see(batch, delivery.received, thrown=thrown)),
                *self._of_the_inbox(state.forgotten),
            ),
            told,
        )

    def _of_the_inbox(self, forgotten: int) -> Iterator[Finding]:
        if self.profile == _SPARK:
            yield from self._once(findings_by("spark-assumes-pipeline"))
        if forgotten:
            yield from self._once(findings_by("ids-forgotten", count=forgotten))
        if self.sessions.forgotten:
            yield from self._once(findings_by("sessions-forgotten", count=self.sessions.forgotten))

    def _once(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        for finding in findings:
            if finding.rule not in self.said:
                self.said.add(finding.rule)
                yield finding

    def _told_of(
        self, events: Sequence[Any], verdict: BatchVerdict
    ) -> Mapping[int, tuple[Finding, ...]]:
        told = {
            index: self.sessions.see(event)
            for index, event in enumerate(events)
            # A session knows a duplicate from the first time.
            if verdict.events[index].fate is not Fate.DUPLICATE
        }

        return {index: findings for index, findings in told.items() if findings}
