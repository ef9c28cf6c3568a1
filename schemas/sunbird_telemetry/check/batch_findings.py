"""
Findings about a batch, by event.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.check.clock import received_at
from sunbird_telemetry.findings import batch_findings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sunbird_telemetry.finding import Finding
    from sunbird_telemetry.findings import DeliveryRules

__all__ = ["findings_by_event"]

_EVENT = re.compile(r"/events/([0-9]{1,9})(/.*)?", re.DOTALL)


def findings_by_event(
    batch: Any, size: int, deliveries: DeliveryRules, limit: int, *, thrown: bool
) -> Mapping[int, tuple[Finding, ...]]:
    """
    The findings about *batch*, by the index of the event to report them with.

    Args:
        batch: With its stamps or without.

        size: Its bytes as JSON.

        deliveries: Knows the batches before it.

        limit: The largest event that the deployment passes on.

        thrown: Whether the extractor throws somewhere on the batch.
    """
    stamp = received_at(batch)
    arrived = None if stamp is None else int(stamp)

    return _by_event(
        (
            *batch_findings(batch, size, limit, stamped=stamp is not None),
            *deliveries.see(batch, arrived, thrown=thrown),
        )
    )


def _by_event(findings: Iterable[Finding]) -> Mapping[int, tuple[Finding, ...]]:
    """
    Those that point into an event go there; the others go to the first.
    """
    placed: dict[int, tuple[Finding, ...]] = {}
    for finding in findings:
        place = _EVENT.fullmatch(finding.pointer)
        index = int(place[1]) if place else 0
        here = replace(finding, pointer=place[2] or "") if place else finding
        placed[index] = (*placed.get(index, ()), here)

    return placed
