"""
A batch in, a verdict out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sunbird_telemetry.pipeline.conditions import conditions_of
from sunbird_telemetry.pipeline.digits import lost_in_batch
from sunbird_telemetry.pipeline.extractor import is_readable, msgid_of
from sunbird_telemetry.pipeline.passage import at
from sunbird_telemetry.pipeline.settings import DEFAULTS, PipelineSettings
from sunbird_telemetry.pipeline.stages import THROWN, judge_events
from sunbird_telemetry.pipeline.state import State
from sunbird_telemetry.pipeline.verdict import BatchVerdict, Fate, Stage, Verdict

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from sunbird_telemetry.pipeline.conditions import Clock

__all__ = ["events_of", "judge", "lost", "refused"]

# What comes after the event that throws, in a batch whose msgid is known when it is read again:
# contract/pipeline.md 4.4.
_NOT_REACHED = Verdict(Fate.LOST, Stage.EXTRACTOR)


def events_of(batch: Any) -> Sequence[Any]:
    """
    The events that a client meant to send with *batch*: its ``events``, or a bare list itself.
    """
    events = batch.get("events") if isinstance(batch, dict) else batch

    return events if isinstance(events, list) else ()


def judge(  # noqa: PLR0913 - the last four spare work to callers in a hurry; nobody needs them
    batch: Any,
    state: State | None = None,
    settings: PipelineSettings = DEFAULTS,
    clock: Clock | None = None,
    *,
    lost_digits: Iterable[str] = (),
    size: int | None = None,
    explain: bool = True,
    valid: Container[int] = (),
) -> BatchVerdict:
    """
    What becomes of *batch*, as the service stamped it, and of each of its events.

    Pure but for *state*. The wall clock is never read.

    Args:
        batch: Any JSON value.

        state: What earlier batches left behind; without it, nothing is known of any.

        settings: The deployment's.

        clock: When the batch is processed; without it, when the service stamped it (``syncts``).
            Where neither is known, no event is too old or too new.

        lost_digits: JSON pointers into the batch to numbers that Node has rounded.

        size: The bytes of the batch's JSON as Node read it, where they are known. Saves measuring.

        explain: Whether to say of invalid events why, which takes a hundred times as long as to
            say that. `why_invalid` makes up for it, event by event.

        valid: The indexes of events that are known to be valid, as they stand. Saves validating.
    """
    state = State() if state is None else state
    conditions = conditions_of(batch, state, settings, clock, explain=explain)
    events = events_of(batch)
    if not is_readable(batch):
        return _whole(Fate.FAILED, Stage.EXTRACTOR, events, ("telemetry.extractor.failed",))
    msgid = msgid_of(batch)
    if msgid is not None and not conditions.new_to_batches(msgid):
        return _whole(Fate.DUPLICATE, Stage.EXTRACTOR, events, ("telemetry.extractor.duplicate",))
    if _throws_at_once(batch):
        return _whole(Fate.POISON, Stage.EXTRACTOR, events)

    verdicts = judge_events(events, conditions, lost_in_batch(events, lost_digits), size, valid)
    if verdicts and verdicts[-1] is THROWN:
        # Read again, a batch with an id is a duplicate, and one without throws again:
        # contract/pipeline.md 4.4.
        rest = THROWN if msgid is None else _NOT_REACHED
        verdicts += [rest] * (len(events) - len(verdicts))
        return BatchVerdict(Fate.POISON, Stage.EXTRACTOR, (), None, tuple(verdicts))

    if not _is_audited(batch):
        return BatchVerdict(Fate.POISON, Stage.EXTRACTOR, (), None, tuple(verdicts))

    return BatchVerdict(Fate.ACCEPTED, None, (), None, tuple(verdicts))


def lost(events: Sequence[Any]) -> BatchVerdict:
    """
    The verdict on a batch that the service answered 200 and threw away: contract/pipeline.md 1.4.
    """
    return _whole(Fate.LOST, Stage.SERVICE, events)


def refused(events: Sequence[Any], stage: Stage) -> BatchVerdict:
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
    Whether the extractor throws before it has looked at any event: contract/pipeline.md 4.4.
    """
    # The service always stamps a number; whoever feeds the topic himself need not.
    stamp = batch.get("syncts", 0)

    return not (
        isinstance(batch.get("events"), list | None) and type(stamp) in {int, float, type(None)}
    )


def _is_audited(batch: dict[str, Any]) -> bool:
    # The audit event comes last, and takes its did for a text: contract/spec.yaml params.did.
    return isinstance(at(batch, "params", "did"), str | None)
