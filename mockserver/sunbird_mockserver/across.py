"""
What is worth telling that no event shows by itself: about its batch, its session, and retries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sunbird_mockserver.recorded import Context
from sunbird_telemetry.rules import (
    DeliveryRules,
    SessionRules,
    batch_findings,
    transport_findings,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sunbird_mockserver.delivery import Delivery

__all__ = ["Across"]


@dataclass(frozen=True, slots=True)
class Across:
    """
    What the rules remember of earlier deliveries. For one thread at a time.
    """

    sessions: SessionRules = field(default_factory=SessionRules)
    deliveries: DeliveryRules = field(default_factory=DeliveryRules)

    def see(
        self, delivery: Delivery, batch: Any, events: Sequence[Any], size: int | None
    ) -> Context:
        """
        What there is to tell of *batch* and its *events*, which *delivery* brought.

        Args:
            delivery: As it was sent.

            batch: What the service made of its body.

            events: Those of the batch.

            size: The bytes of the batch's JSON, where they are known.
        """
        told = {index: self.sessions.see(event) for index, event in enumerate(events)}

        return Context(
            (
                *transport_findings(delivery, batch),
                *batch_findings(batch, size),
                *self.deliveries.see(batch, delivery.received),
            ),
            {index: findings for index, findings in told.items() if findings},
        )
