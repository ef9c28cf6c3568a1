"""
Items of coverage: fields and values, and event types with theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sunbird_telemetry.jsonvalues.pointer import pointer

__all__ = ["Item", "Row", "percent"]


@dataclass(frozen=True, slots=True)
class Item:
    """
    One item that is promised or was sent.

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
        The name of the item within its event type; empty for the event type itself.
        """
        return f"{self.field} = {self.value}" if self.value else self.field

    @property
    def pointer(self) -> str:
        """
        Its place in an event, as JSON pointer.
        """
        return pointer(filter(None, self.field.split(".")))

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

        dropped: The number of events that were answered 200 and then dropped.

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
        The number of items that were sent.
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
        The missing items to report: for a type that was not sent, only the type.
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


def percent(met: int, total: int) -> float:
    """
    *met* of *total* in percent, with one decimal place, rounded down.
    """
    return 1000 * met // total / 10 if total else 100.0
