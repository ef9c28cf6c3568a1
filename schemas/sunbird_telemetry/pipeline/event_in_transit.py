"""
One event on its way through the stages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.jsonvalues.paths import value_at
from sunbird_telemetry.jsonvalues.pointer import pointer
from sunbird_telemetry.pipeline.verdict import Change, Fate, Stage, Verdict

if TYPE_CHECKING:
    from sunbird_telemetry.finding import Finding

__all__ = ["EventInTransit", "JobThrowsError", "accepted", "device_id", "text_at"]


class JobThrowsError(Exception):
    """
    The real job throws here, instead of failing one event.
    """


@dataclass(slots=True)
class EventInTransit:
    """
    An event as the stages pass it on. Strictly private: it changes on its way.

    Attributes:
        event: The event as it is now. What the client sent is never written to.

        stage: Where it is.

        topics: Where it was put so far.

        changes: What was replaced so far.

        decider: The stage that made the last change.
    """

    event: dict[str, Any]
    stage: Stage = Stage.EXTRACTOR
    topics: tuple[str, ...] = ()
    changes: list[Change] = field(default_factory=list)
    decider: Stage | None = None

    def put_on(self, *topics: str) -> None:
        """
        Put the event on *topics*, in this order.
        """
        self.topics += topics

    def note(self, change: Change, stage: Stage) -> None:
        """
        Remember a *change* that *stage* has made.
        """
        self.changes.append(change)
        self.decider = stage

    def rewrite(self, path: tuple[str, ...], value: Any) -> None:
        """
        Set what stands at *path*, where there is an object to hold it.

        It counts as a change if there was another value.
        """
        if not isinstance(value_at(self.event, *path[:-1]), dict):
            return
        before = value_at(self.event, *path)
        self.event = _with(self.event, path, value)
        if before is not None and before != value:
            self.note(Change(pointer(path), before, value), self.stage)

    def end(
        self,
        fate: Fate,
        *topics: str,
        reason: str | None = None,
        findings: tuple[Finding, ...] = (),
    ) -> Verdict:
        """
        The verdict that the present stage gives, which puts the event on *topics*.
        """
        places = self.topics + topics

        return Verdict(fate, self.stage, places, reason, tuple(self.changes), findings)

    def arrive(self) -> Verdict:
        """
        The verdict on an event that no stage had anything against.
        """
        if not self.changes:
            return accepted(self.topics)

        return Verdict(Fate.ALTERED, self.decider, self.topics, changes=tuple(self.changes))


@cache
def accepted(topics: tuple[str, ...]) -> Verdict:
    """
    The one verdict on all events that arrive unchanged by way of *topics*.
    """
    return Verdict(Fate.ACCEPTED, topics=topics)


def text_at(event: Any, *path: str) -> str | None:
    """
    The text at *path* in *event*, which the jobs take for one without asking.

    Raises:
        JobThrowsError: Something else stands there.
    """
    value = value_at(event, *path)
    if value is None or isinstance(value, str):
        return value

    raise JobThrowsError


def device_id(event: Any) -> str | None:
    """
    The device that an event is booked to: contract/pipeline.md 5.6.

    Raises:
        JobThrowsError: It is no text.
    """
    did = text_at(event, "dimensions", "did")

    return text_at(event, "context", "did") if did is None else did


def _with(holder: dict[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    name, *rest = path

    return {**holder, name: _with(holder[name], tuple(rest), value) if rest else value}
