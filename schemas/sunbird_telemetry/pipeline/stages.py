"""
The events of one batch, through the stages in their order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from sunbird_telemetry.nodejson import dumps
from sunbird_telemetry.pipeline.denormalization import denormalize
from sunbird_telemetry.pipeline.digits import as_node_reads, lost_in_event
from sunbird_telemetry.pipeline.druid_validator import validate_for_druid
from sunbird_telemetry.pipeline.extractor import extract
from sunbird_telemetry.pipeline.ordinary import ordinary_verdict
from sunbird_telemetry.pipeline.passage import JobThrowsError, Passage
from sunbird_telemetry.pipeline.preprocessor import preprocess
from sunbird_telemetry.pipeline.size import largest_size
from sunbird_telemetry.pipeline.verdict import Fate, Stage, Verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Mapping, Sequence

    from sunbird_telemetry.pipeline.conditions import Conditions
    from sunbird_telemetry.pipeline.verdict import Change

__all__ = ["THROWN", "judge_events"]

#: The verdict on an event that the extractor throws on.
THROWN = Verdict(Fate.POISON, Stage.EXTRACTOR)


def judge_events(
    events: Sequence[Any],
    conditions: Conditions,
    lost_in: Mapping[int, list[Change]],
    size: int | None,
    valid: Container[int] = (),
) -> list[Verdict]:
    """
    A verdict per event, up to the first one that the extractor throws on.

    Args:
        events: Of one batch.

        conditions: Of that batch.

        lost_in: The digits that Node has lost, by the index of the event.

        size: The bytes of the batch's JSON, where they are known.

        valid: The indexes of events that are known to be valid.
    """
    verdicts: list[Verdict] = []
    exact, size = _looked_over(events) if size is None else (True, size)
    large = largest_size(size) > conditions.settings.max_event_bytes
    for index, event in enumerate(events):
        changes = lost_in[index] if index in lost_in else () if exact else [*lost_in_event(event)]
        measure = large and _may_be_too_large(event, conditions)
        verdict = None
        if not changes and not measure:
            verdict = ordinary_verdict(event, conditions, is_known_valid=index in valid)
        if verdict is None:
            verdict = _by_stages(event, conditions, changes, measure=measure)
        verdicts.append(verdict)
        if verdict is THROWN:
            break

    return verdicts


def _looked_over(events: Sequence[Any]) -> tuple[bool, int]:
    """
    Whether Node can hold all integers of *events*, and how many bytes of JSON they are.
    """
    try:
        return True, len(orjson.dumps(events, option=orjson.OPT_STRICT_INTEGER))
    except orjson.JSONEncodeError:
        return False, len(dumps(events))


def _may_be_too_large(event: Any, conditions: Conditions) -> bool:
    return largest_size(len(dumps(event))) > conditions.settings.max_event_bytes


def _by_stages(
    event: Any, conditions: Conditions, changes: Collection[Change], *, measure: bool
) -> Verdict:
    """
    The verdict on one event that takes no short cut.
    """
    if not isinstance(event, dict):
        return THROWN
    passage = Passage(as_node_reads(event, changes))
    for change in changes:
        passage.note(change, Stage.SERVICE)
    try:
        return (
            extract(passage, conditions, measure=measure)
            or preprocess(passage, conditions)
            or denormalize(passage, conditions)
            or validate_for_druid(passage, conditions)
        )
    except JobThrowsError:
        return THROWN if passage.stage is Stage.EXTRACTOR else passage.end(Fate.POISON)
