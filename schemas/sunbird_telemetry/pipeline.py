"""
What the real pipeline does with a batch: the fate of the batch and of each of its events.

Pure: no clock, no files, no network. The server, the fixture and the command line all ask here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.findings import Finding, findings_of
from sunbird_telemetry.gson import as_gson_reads
from sunbird_telemetry.validation import is_valid, validate

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["BatchVerdict", "Fate", "Stage", "Verdict", "events_of", "judge", "lost", "refused"]


class Fate(StrEnum):
    """
    What becomes of an event.
    """

    REFUSED = "refused"
    ACCEPTED = "accepted"
    ALTERED = "altered"
    UNINDEXED = "unindexed"
    FAILED = "failed"
    DUPLICATE = "duplicate"
    LOST = "lost"
    POISON = "poison"

    @property
    def dropped(self) -> bool:
        """
        Whether the event is gone although the answer was 200.
        """
        return self in {Fate.FAILED, Fate.LOST, Fate.POISON}


class Stage(StrEnum):
    """
    Who decided a fate, in the order of an event's way.
    """

    GATEWAY = "gateway"
    SERVICE = "service"
    EXTRACTOR = "extractor"
    PREPROCESSOR = "preprocessor"
    DENORMALIZATION = "denormalization"
    DRUID_VALIDATOR = "druid-validator"


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    The fate of one event, and why.

    Attributes:
        fate: What becomes of it.

        stage: Who decided that; None for an accepted event.

        topics: Where the pipeline puts it, in order, without the environment's prefix.

        reason: The pipeline's own text, verbatim; None where it writes none.

        findings: The same in words for people, and what else is worth telling.
    """

    fate: Fate
    stage: Stage | None = None
    topics: tuple[str, ...] = ()
    reason: str | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class BatchVerdict:
    """
    The fate of one batch as a whole, and of each of its events.

    Attributes:
        fate: What becomes of the batch: `Fate.ACCEPTED` says that its events were looked at.

        stage: Who decided that.

        topics: Where the batch is put.

        reason: The pipeline's own text, if it writes one.

        events: A verdict per event, in the batch's order.
    """

    fate: Fate
    stage: Stage | None
    topics: tuple[str, ...]
    reason: str | None
    events: tuple[Verdict, ...]


# Topics by event type: contract/pipeline.md 5.6 and 6. What is not listed goes the usual way.
_RAW = ("telemetry.raw",)
_INDEXED = ("telemetry.denorm", "druid.events.telemetry")
_PRIMARY = (*_RAW, "telemetry.unique", "telemetry.unique.primary", *_INDEXED)
_SECONDARY = (*_RAW, "telemetry.unique", "telemetry.unique.secondary", *_INDEXED)
_TOPICS = {
    "INTERACT": _SECONDARY,
    "IMPRESSION": _SECONDARY,
    "AUDIT": (*_RAW, "telemetry.unique", "telemetry.audit", *_PRIMARY[2:]),
    "ERROR": (*_RAW, "telemetry.error", "druid.events.error"),
    "INTERRUPT": _PRIMARY[:3],
}
_ACCEPTED = {eid: Verdict(Fate.ACCEPTED, topics=topics) for eid, topics in _TOPICS.items()}
_USUAL = Verdict(Fate.ACCEPTED, topics=_PRIMARY)
_LOG = Verdict(Fate.ACCEPTED, topics=("druid.events.log",))
_THROWN = Verdict(Fate.POISON, Stage.EXTRACTOR)
_FAILED_BATCH = ("telemetry.extractor.failed",)
_FAILED_EVENT = (*_RAW, "telemetry.failed")


def events_of(batch: Any) -> Sequence[Any]:
    """
    The events that a client meant to send with *batch*: its ``events``, or a bare list itself.
    """
    events = batch.get("events") if isinstance(batch, dict) else batch

    return events if isinstance(events, list) else ()


def judge(batch: Any) -> BatchVerdict:
    """
    What becomes of *batch*, as the service stamped it, and of each of its events.

    Source: contract/pipeline.md 4 and 5.
    """
    events = events_of(batch)
    if not _readable(batch):
        return _whole(Fate.FAILED, Stage.EXTRACTOR, events, topics=_FAILED_BATCH)
    if batch.get("events") is not None and not isinstance(batch["events"], list):
        return _whole(Fate.POISON, Stage.EXTRACTOR, events)

    return BatchVerdict(Fate.ACCEPTED, None, (), None, tuple(map(_judge_event, events)))


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


def _readable(batch: Any) -> bool:
    """
    Whether the extractor can read the batch's envelope: contract/pipeline.md 4.1.
    """
    if not isinstance(batch, dict):
        return False
    params = batch.get("params")
    if params is None:
        return True

    return isinstance(params, dict) and isinstance(params.get("msgid"), str | None)


def _whole(
    fate: Fate, stage: Stage, events: Sequence[Any], *, topics: tuple[str, ...] = ()
) -> BatchVerdict:
    verdict = Verdict(fate, stage, topics)

    return BatchVerdict(fate, stage, topics, None, (verdict,) * len(events))


def _judge_event(event: Any) -> Verdict:
    """
    The fate of one event: contract/pipeline.md 4.2, 4.4 and 5.
    """
    eid = event.get("eid") if isinstance(event, dict) else event
    if not isinstance(event, dict) or not isinstance(eid, str | None):
        return _THROWN
    if eid is not None and eid.upper() == "LOG":
        return _LOG  # goes around the validator: contract/pipeline.md 4.2
    # Leaving nulls out never makes a valid event invalid: every required member has a type.
    if is_valid(event):
        return _ACCEPTED.get(eid or "", _USUAL)
    validation = validate(as_gson_reads(event))
    if validation.valid:
        return _ACCEPTED.get(eid or "", _USUAL)

    return Verdict(
        Fate.FAILED,
        Stage.PREPROCESSOR,
        _FAILED_EVENT,
        validation.reason,
        findings_of(validation),
    )
