"""
The stages one after the other, and what all of them touch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sunbird_telemetry.pipeline.stages import extractor, preprocessor
from sunbird_telemetry.pipeline.stages.denormalization import denormalize
from sunbird_telemetry.pipeline.stages.druid_validator import DETAILS, validate_for_druid
from sunbird_telemetry.pipeline.stages.extractor import extract
from sunbird_telemetry.pipeline.stages.preprocessor import preprocess

if TYPE_CHECKING:
    from sunbird_telemetry.pipeline.batch_context import BatchContext
    from sunbird_telemetry.pipeline.event_in_transit import EventInTransit
    from sunbird_telemetry.pipeline.verdict import Verdict

__all__ = ["TOUCHED", "pass_through"]

#: Members at the top of an event that some stage reads or replaces, and that good clients leave
#: out.
TOUCHED = DETAILS | extractor.TOUCHED | preprocessor.TOUCHED


def pass_through(transit: EventInTransit, context: BatchContext, *, measure: bool) -> Verdict:
    """
    Return the verdict of the first stage that the event does not leave; the last lets none go.

    Args:
        transit: The event.

        context: Of its batch.

        measure: Whether the event could be too large.

    Raises:
        JobThrowsError: The job of the present stage throws.
    """
    return (
        extract(transit, context, measure=measure)
        or preprocess(transit, context)
        or denormalize(transit, context)
        or validate_for_druid(transit, context)
    )
