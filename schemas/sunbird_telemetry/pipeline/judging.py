"""
A batch in, a verdict out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from sunbird_telemetry.jsonvalues.node import dumps
from sunbird_telemetry.jsonvalues.paths import value_at
from sunbird_telemetry.pipeline.batch_context import context_of, no_findings
from sunbird_telemetry.pipeline.event_in_transit import EventInTransit, JobThrowsError
from sunbird_telemetry.pipeline.event_size import largest_size
from sunbird_telemetry.pipeline.lost_digits import as_node_reads, lost_in_batch, lost_in_event
from sunbird_telemetry.pipeline.settings import DEFAULTS, PipelineSettings
from sunbird_telemetry.pipeline.shortcut import shortcut_verdict, shortcuts_of
from sunbird_telemetry.pipeline.stages.extractor import is_readable, msgid_of
from sunbird_telemetry.pipeline.stages.sequence import pass_through
from sunbird_telemetry.pipeline.state import State
from sunbird_telemetry.pipeline.verdict import BatchVerdict, Fate, Stage, Verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Mapping, Sequence

    from sunbird_telemetry.pipeline.batch_context import BatchContext, Clock, FindingsOf
    from sunbird_telemetry.pipeline.verdict import Change

__all__ = ["events_of", "judge", "lost_batch", "refused_batch"]

# The verdict on an event that the extractor throws on.
_THROWN = Verdict(Fate.POISON, Stage.EXTRACTOR)

# What comes after the event that throws, in a batch whose msgid is known when it is read again:
# contract/pipeline.md 4.4.
_NOT_REACHED = Verdict(Fate.LOST, Stage.EXTRACTOR)


def events_of(batch: Any) -> Sequence[Any]:
    """
    The events that a client meant to send with *batch*: its ``events``, or a bare list itself.
    """
    events = batch.get("events") if isinstance(batch, dict) else batch

    return events if isinstance(events, list) else ()


def judge(  # noqa: PLR0913 - the last five are optional: they spare work, or add findings
    batch: Any,
    state: State | None = None,
    settings: PipelineSettings = DEFAULTS,
    clock: Clock | None = None,
    *,
    lost_digits: Iterable[str] = (),
    size: int | None = None,
    explain: bool = True,
    valid: Container[int] = (),
    findings_of: FindingsOf = no_findings,
) -> BatchVerdict:
    """
    Return the verdict on *batch*, as the service stamped it, and on each of its events.

    Pure but for *state*. The wall clock is never read.

    Args:
        batch: Any JSON value.

        state: What earlier batches left behind; without it, nothing is known of any.

        settings: The deployment's.

        clock: When the batch is processed; without it, when the service stamped it (``syncts``).
            Where neither is known, no event is too old or too new.

        lost_digits: JSON pointers into the batch to numbers that Node has rounded.

        size: The bytes of the batch's JSON as Node read it, where they are known. Saves measuring.

        explain: Whether invalid events get the pipeline's reason, which takes a hundred times as
            long as to find out that they are invalid.

        valid: The indexes of events that are known to be valid, as they stand. Saves validating.

        findings_of: Makes findings of invalid events, if *explain*; `sunbird_telemetry.judge` gives
            one that applies the rules.
    """
    state = State() if state is None else state
    context = context_of(batch, state, settings, clock, findings_of if explain else None)
    events = events_of(batch)
    if not is_readable(batch):
        return _whole(Fate.FAILED, Stage.EXTRACTOR, events, ("telemetry.extractor.failed",))
    msgid = msgid_of(batch)
    if msgid is not None and not context.new_to_batches(msgid):
        return _whole(Fate.DUPLICATE, Stage.EXTRACTOR, events, ("telemetry.extractor.duplicate",))
    if _throws_at_once(batch):
        return _whole(Fate.POISON, Stage.EXTRACTOR, events)

    verdicts = _judge_events(events, context, lost_in_batch(events, lost_digits), size, valid)
    if verdicts and verdicts[-1] is _THROWN:
        # Read again, a batch with an id is a duplicate, and one without throws again:
        # contract/pipeline.md 4.4.
        rest = _THROWN if msgid is None else _NOT_REACHED
        verdicts += [rest] * (len(events) - len(verdicts))
        return BatchVerdict(Fate.POISON, Stage.EXTRACTOR, (), None, tuple(verdicts))

    if not _is_audited(batch):
        return BatchVerdict(Fate.POISON, Stage.EXTRACTOR, (), None, tuple(verdicts))

    return BatchVerdict(Fate.ACCEPTED, None, (), None, tuple(verdicts))


def lost_batch(events: Sequence[Any]) -> BatchVerdict:
    """
    The verdict on a batch that the service answered 200 and threw away: contract/pipeline.md 1.4.
    """
    return _whole(Fate.LOST, Stage.SERVICE, events)


def refused_batch(events: Sequence[Any], stage: Stage) -> BatchVerdict:
    """
    The verdict on a batch that *stage* did not answer with 200: the client still has it.
    """
    return _whole(Fate.REFUSED, stage, events)


def _whole(
    fate: Fate, stage: Stage, events: Sequence[Any], topics: tuple[str, ...] = ()
) -> BatchVerdict:
    verdict = Verdict(fate, stage, topics)

    return BatchVerdict(fate, stage, topics, None, (verdict,) * len(events))


def _throws_at_once(batch: dict[str, Any]) -> bool:
    """
    Return True if the extractor throws before it reads any event: contract/pipeline.md 4.4.
    """
    # The service always stamps a number; whoever feeds the topic himself need not.
    stamp = batch.get("syncts", 0)

    return not (
        isinstance(batch.get("events"), list | None) and type(stamp) in {int, float, type(None)}
    )


def _is_audited(batch: dict[str, Any]) -> bool:
    # The audit event comes last, and takes its did for a text: contract/spec.yaml params.did.
    return isinstance(value_at(batch, "params", "did"), str | None)


def _judge_events(
    events: Sequence[Any],
    context: BatchContext,
    lost_in: Mapping[int, list[Change]],
    size: int | None,
    valid: Container[int] = (),
) -> list[Verdict]:
    """
    A verdict per event, up to the first one that the extractor throws on.

    Args:
        events: Of one batch.

        context: Of that batch.

        lost_in: The digits that Node has lost, by the index of the event.

        size: The bytes of the batch's JSON, where they are known.

        valid: The indexes of events that are known to be valid.
    """
    verdicts: list[Verdict] = []
    shortcuts = shortcuts_of(context.settings)
    exact, size = _looked_over(events) if size is None else (True, size)
    large = largest_size(size) > context.settings.max_event_bytes
    for index, event in enumerate(events):
        changes = lost_in[index] if index in lost_in else () if exact else [*lost_in_event(event)]
        measure = large and _may_be_too_large(event, context)
        verdict = None
        if not changes and not measure:
            verdict = shortcut_verdict(event, context, shortcuts, is_known_valid=index in valid)
        if verdict is None:
            verdict = _by_stages(event, context, changes, measure=measure)
        verdicts.append(verdict)
        if verdict is _THROWN:
            break

    return verdicts


def _looked_over(events: Sequence[Any]) -> tuple[bool, int]:
    """
    Return True if Node holds all integers of *events* exactly, and their size in bytes of JSON.
    """
    try:
        return True, len(orjson.dumps(events, option=orjson.OPT_STRICT_INTEGER))
    except orjson.JSONEncodeError:
        return False, len(dumps(events))


def _may_be_too_large(event: Any, context: BatchContext) -> bool:
    return largest_size(len(dumps(event))) > context.settings.max_event_bytes


def _by_stages(
    event: Any, context: BatchContext, changes: Collection[Change], *, measure: bool
) -> Verdict:
    """
    The verdict on one event that takes no short cut.
    """
    if not isinstance(event, dict):
        return _THROWN
    transit = EventInTransit(as_node_reads(event, changes))
    for change in changes:
        transit.note(change, Stage.SERVICE)
    try:
        return pass_through(transit, context, measure=measure)
    except JobThrowsError:
        return _THROWN if transit.stage is Stage.EXTRACTOR else transit.end(Fate.POISON)
