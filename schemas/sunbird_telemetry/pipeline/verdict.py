"""
Fates, stages, changes and verdicts, as values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sunbird_telemetry.finding import Finding

__all__ = ["BatchVerdict", "Change", "Fate", "Stage", "Verdict"]


class Fate(StrEnum):
    """
    The fate of an event.
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
        True if the event is dropped although the answer was 200.
        """
        return self in {Fate.FAILED, Fate.LOST, Fate.POISON}


class Stage(StrEnum):
    """
    The stage that decided a fate, in the order of an event's way.
    """

    GATEWAY = "gateway"
    SERVICE = "service"
    EXTRACTOR = "extractor"
    PREPROCESSOR = "preprocessor"
    DENORMALIZATION = "denormalization"
    DRUID_VALIDATOR = "druid-validator"


@dataclass(frozen=True, slots=True)
class Change:
    """
    One value of the client's own that the pipeline replaces.

    Attributes:
        pointer: JSON pointer to the place in the event.

        before: What the client sent; None for a number that Node has rounded already.

        after: What stands there now.
    """

    pointer: str
    before: Any = field(hash=False)
    after: Any = field(hash=False)

    def to_dict(self) -> dict[str, Any]:
        """
        The change as JSON.
        """
        return {"pointer": self.pointer, "before": self.before, "after": self.after}


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    The fate of one event, and why.

    Attributes:
        fate: What becomes of it.

        stage: Who decided that; None for an accepted event.

        topics: Where the pipeline puts it, in order, without the environment's prefix.

        reason: The pipeline's own text, verbatim; None where it writes none.

        changes: What a client would miss of its own values, in the order of the stages.

        findings: The same in words for people, and what else is worth telling.
    """

    fate: Fate
    stage: Stage | None = None
    topics: tuple[str, ...] = ()
    reason: str | None = None
    changes: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class BatchVerdict:
    """
    The fate of one batch as a whole, and of each of its events.

    Attributes:
        fate: What becomes of the batch. `Fate.ACCEPTED` says that its events were looked at, to
            the last one; `Fate.POISON` that the extractor throws somewhere on it.

        stage: Who decided that.

        topics: Where the batch is put as a whole.

        reason: The pipeline's own text, if it writes one.

        events: A verdict per event, in the batch's order.
    """

    fate: Fate
    stage: Stage | None
    topics: tuple[str, ...]
    reason: str | None
    events: tuple[Verdict, ...]
