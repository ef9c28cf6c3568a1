"""
What was sent of one event type, counted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.coverage.distinct import Distinct
from sunbird_telemetry.pipeline import Fate

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["KEPT", "Sent"]

#: The fates that keep a promise: the event is there for whoever reads the pipeline's end.
KEPT = frozenset({Fate.ACCEPTED, Fate.ALTERED, Fate.UNINDEXED})


@dataclass(slots=True)
class Sent:
    """
    What was sent of one event type. Grows.

    Attributes:
        fates: How many events met each fate.

        fields: How many of those that were kept had each field.

        values: How often each value that is promised or documented stood at a path, as JSON.

        others: The same of all other values at such a path, as they may be shown.
    """

    fates: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    values: dict[str, Counter[str]] = field(default_factory=dict)
    others: dict[str, Distinct] = field(default_factory=dict)

    @property
    def kept(self) -> int:
        """
        How many events the pipeline keeps.
        """
        return sum(self.fates[fate] for fate in KEPT)

    @property
    def dropped(self) -> int:
        """
        How many events were answered 200 and are gone.
        """
        return sum(self.fates[fate] for fate in Fate if fate.dropped)

    @property
    def refused(self) -> int:
        """
        How many events were not answered 200.
        """
        return self.fates[Fate.REFUSED]

    def merge(self, other: Sent) -> None:
        """
        Count what *other* has counted.
        """
        self.fates += other.fates
        self.fields += other.fields
        for path, counts in other.values.items():
            self.values.setdefault(path, Counter()).update(counts)
        for path, distinct in other.others.items():
            self.others.setdefault(path, Distinct()).merge(distinct)

    def to_dict(self) -> dict[str, Any]:
        """
        As JSON; `from_dict` is the way back.
        """
        return {
            "fates": dict(self.fates),
            "fields": dict(self.fields),
            "values": {path: dict(counts) for path, counts in self.values.items()},
            "others": {path: distinct.to_dict() for path, distinct in self.others.items()},
        }

    @classmethod
    def from_dict(cls, shown: Mapping[str, Any]) -> Sent:
        """
        What `to_dict` has shown.
        """
        return cls(
            Counter(shown["fates"]),
            Counter(shown["fields"]),
            {path: Counter(counts) for path, counts in shown["values"].items()},
            {path: Distinct.from_dict(each) for path, each in shown["others"].items()},
        )
