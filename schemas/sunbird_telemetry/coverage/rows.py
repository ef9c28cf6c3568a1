"""
What was sent beside what was promised: a row per event type, a share, and what to tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import floor
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.rules.found import found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sunbird_telemetry.findings import Finding

__all__ = ["Item", "Report", "Row", "percent"]


@dataclass(frozen=True, slots=True)
class Item:
    """
    One thing that is promised or was sent.

    Attributes:
        eid: The event type.

        field: The path of a field; empty for the event type itself.

        value: What stands there, as JSON; empty for the field itself.

        times: How many events had it, of those that the pipeline keeps.
    """

    eid: str
    field: str = ""
    value: str = ""
    times: int = 0

    def __str__(self) -> str:
        return f"{self.eid} {self.place}".rstrip()

    @property
    def place(self) -> str:
        """
        What it is within its event type; empty for the event type itself.
        """
        return f"{self.field} = {self.value}" if self.value else self.field

    @property
    def pointer(self) -> str:
        """
        Where it would stand in an event, as JSON pointer.
        """
        return "".join(f"/{name}" for name in self.field.split(".") if name)

    def to_dict(self) -> dict[str, Any]:
        """
        As JSON.
        """
        return {"field": self.field, "value": self.value, "times": self.times}


@dataclass(frozen=True, slots=True)
class Row:
    """
    One event type.

    Attributes:
        eid: The event type.

        kept: How many of its events the pipeline keeps.

        dropped: How many were answered 200 and are gone.

        refused: How many were not answered 200.

        items: What is counted of it: promised, or with no plan, known.

        extra: What was sent of it although the plan does not promise it.
    """

    eid: str
    kept: int
    dropped: int
    refused: int
    items: tuple[Item, ...]
    extra: tuple[Item, ...] = ()

    @property
    def met(self) -> int:
        """
        How many items were sent.
        """
        return len(self.items) - len(self.missing)

    @property
    def missing(self) -> tuple[Item, ...]:
        """
        The items that were not.
        """
        return tuple(item for item in self.items if not item.times)

    @property
    def broken(self) -> tuple[Item, ...]:
        """
        The missing items that are worth telling: of a type that was not sent, only the type.
        """
        return self.missing if self.kept else self.missing[:1]

    @property
    def percent(self) -> float:
        """
        The share of items that were sent, rounded down so that 100 means all.
        """
        return percent(self.met, len(self.items))

    def to_dict(self) -> dict[str, Any]:
        """
        As JSON.
        """
        return {
            "eid": self.eid,
            "kept": self.kept,
            "dropped": self.dropped,
            "refused": self.refused,
            "met": self.met,
            "items": [item.to_dict() for item in self.items],
            "extra": [item.to_dict() for item in self.extra],
        }


@dataclass(frozen=True)
class Report:
    """
    All of it.

    Attributes:
        planned: Whether it is beside a plan.

        rows: A row per event type that is promised or was sent.

        never_sent: The other event types that there are, where there is no plan.

        unknown: What was sent instead of an event type, and how often.
    """

    planned: bool
    rows: tuple[Row, ...]
    never_sent: tuple[str, ...]
    unknown: tuple[tuple[str, int], ...]

    @cached_property
    def met(self) -> int:
        """
        How many items were sent.
        """
        return sum(row.met for row in self.rows)

    @cached_property
    def total(self) -> int:
        """
        How many items there are.
        """
        return sum(len(row.items) for row in self.rows)

    @property
    def percent(self) -> float:
        """
        The share of items that were sent, rounded down so that 100 means all.
        """
        return percent(self.met, self.total)

    def reaches(self, percent: float) -> bool:
        """
        Whether at least *percent* of the items were sent.
        """
        return self.met * 100 >= percent * self.total

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """
        What was promised and never sent, then what was sent and never promised.
        """
        if not self.planned:
            return ()

        return (*self._never_sent(), *self._never_promised())

    def to_dict(self) -> dict[str, Any]:
        """
        As JSON.
        """
        return {
            "planned": self.planned,
            "met": self.met,
            "total": self.total,
            "percent": self.percent,
            "event_types": [row.to_dict() for row in self.rows],
            "never_sent": list(self.never_sent),
            "unknown": dict(self.unknown),
            "findings": [finding.to_dict() for finding in self.findings],
        }

    def _never_sent(self) -> Iterator[Finding]:
        for row in self.rows:
            for item in row.broken:
                yield found("promised-never-sent", item.pointer, item=item, instead=_instead(row))

    def _never_promised(self) -> Iterator[Finding]:
        for row in self.rows:
            for item in row.extra:
                yield found("sent-never-promised", item.pointer, item=item, times=item.times)


def percent(met: int, total: int) -> float:
    """
    *met* of *total* in percent, with one digit behind the point, rounded down.
    """
    return floor(1000 * met / total) / 10 if total else 100.0


def _instead(row: Row) -> str:
    if not row.kept and row.dropped + row.refused:
        return f"{row.dropped} were dropped, {row.refused} refused, none kept"

    return "it was never sent"
