"""
What is worth telling that no event shows by itself: about its batch, its session, and retries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sunbird_mockserver.recorded import Context
from sunbird_telemetry.pipeline import Fate
from sunbird_telemetry.rules import (
    DeliveryRules,
    SessionRules,
    batch_findings,
    transport_findings,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sunbird_mockserver.delivery import Delivery
    from sunbird_mockserver.settings import Settings
    from sunbird_telemetry.findings import Finding
    from sunbird_telemetry.pipeline import BatchVerdict, PipelineSettings

__all__ = ["Across"]

_MS = 1000


@dataclass(frozen=True, slots=True)
class Across:
    """
    What the rules remember of earlier deliveries. For one thread at a time.

    Attributes:
        deliveries: Of batches and events.

        max_body_bytes: The largest body that the gateway takes.

        max_event_bytes: The largest event that the pipeline passes on.

        sessions: Of sessions.
    """

    deliveries: DeliveryRules
    max_body_bytes: int
    max_event_bytes: int
    sessions: SessionRules = field(default_factory=SessionRules)

    @classmethod
    def of(cls, settings: Settings, pipeline: PipelineSettings) -> Across:
        """
        What the rules remember, and go by, on a server with these *settings* and that *pipeline*.
        """
        return cls(
            deliveries=DeliveryRules(ttl_ms=pipeline.batch_ttl_s * _MS),
            max_body_bytes=settings.gateway.max_body_bytes,
            max_event_bytes=pipeline.max_event_bytes,
        )

    def see(
        self,
        delivery: Delivery,
        batch: Any,
        events: Sequence[Any],
        size: int | None,
        verdict: BatchVerdict,
    ) -> Context:
        """
        What there is to tell of *batch* and its *events*, which *delivery* brought.

        Args:
            delivery: As it was sent.

            batch: What the service made of its body, with its stamps.

            events: Those of the batch.

            size: The bytes of the batch's JSON, where they are known.

            verdict: What became of the batch.
        """
        return Context(
            (
                *transport_findings(delivery, batch, self.max_body_bytes),
                *batch_findings(batch, size, self.max_event_bytes, stamped=True),
                *self.deliveries.see(batch, delivery.received),
            ),
            # The sessions know the events of a duplicate from the first time.
            {} if verdict.fate is Fate.DUPLICATE else self._told_of(events),
        )

    def _told_of(self, events: Sequence[Any]) -> Mapping[int, tuple[Finding, ...]]:
        told = {index: self.sessions.see(event) for index, event in enumerate(events)}

        return {index: findings for index, findings in told.items() if findings}
