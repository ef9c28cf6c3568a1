"""
The last job: has Druid seen the event, and are its details of the right types?

Source: contract/pipeline.md 7.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sunbird_telemetry.pipeline.details import first_wrong
from sunbird_telemetry.pipeline.preprocessor import stored
from sunbird_telemetry.pipeline.verdict import Fate, Stage, Verdict

if TYPE_CHECKING:
    from sunbird_telemetry.pipeline.conditions import Conditions
    from sunbird_telemetry.pipeline.passage import Passage

__all__ = ["validate_for_druid"]

# Types of this name have a topic of their own.
_SUMMARY = "ME_WORKFLOW_SUMMARY"


def validate_for_druid(passage: Passage, conditions: Conditions) -> Verdict:
    """
    Deduplicate one event, validate it loosely, and put it on Druid's topic.
    """
    passage.stage = Stage.DRUID_VALIDATOR
    event: dict[str, Any] = passage.event
    mid = event.get("mid")
    if mid is None or not conditions.new_to_druid(mid):
        return passage.end(Fate.DUPLICATE, "telemetry.duplicate")

    wrong = first_wrong(event)
    if wrong is not None:
        reason = stored(f'"{wrong}"', event)
        return passage.end(Fate.FAILED, "telemetry.failed", reason=reason)
    is_summary = event.get("eid") == _SUMMARY
    passage.put_on("druid.events.summary" if is_summary else "druid.events.telemetry")

    return passage.arrive()
