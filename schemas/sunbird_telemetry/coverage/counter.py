"""
Counts of what was sent: as it comes, in parts, in any order.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.coverage.fields import Field, fields_of
from sunbird_telemetry.coverage.plan import Plan, json_text
from sunbird_telemetry.display import described, shortened
from sunbird_telemetry.findings.redaction import redacted
from sunbird_telemetry.pipeline import Fate
from sunbird_telemetry.specification import TELEMETRY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sunbird_telemetry.specification import Specification

__all__ = ["KEPT", "Coverage", "Distinct", "Sent"]

#: The fates that keep a promise: the event is there for whoever reads the pipeline's end.
KEPT = frozenset({Fate.ACCEPTED, Fate.ALTERED, Fate.UNINDEXED})


class Distinct:
    """
    Counts of distinct texts; of more than *limit* texts the first in alphabetical order.

    Those are the same whatever the order in which they come, and however they are put together.
    """

    def __init__(
        self, counts: Mapping[str, int] | None = None, *, more: bool = False, limit: int = 50
    ) -> None:
        self.counts = Counter(counts or {})
        self.more = more
        self._limit = limit

    def add(self, text: str, times: int = 1) -> None:
        """
        Count *text*.
        """
        self.counts[text] += times
        if len(self.counts) > self._limit:
            del self.counts[max(self.counts)]
            self.more = True

    def merge(self, other: Distinct) -> None:
        """
        Count what *other* has counted.
        """
        self.more |= other.more
        for text, times in other.counts.items():
            self.add(text, times)

    def to_dict(self) -> dict[str, Any]:
        """
        As JSON; `from_dict` is the way back.
        """
        return {"counts": dict(sorted(self.counts.items())), "more": self.more}

    @classmethod
    def from_dict(cls, shown: Mapping[str, Any]) -> Distinct:
        """
        Return the counts in a result of `to_dict`.
        """
        return cls(shown["counts"], more=shown["more"])


@dataclass(slots=True)
class Sent:
    """
    Counts of one event type, updated with each event.

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
        The number of events that the pipeline keeps.
        """
        return sum(self.fates[fate] for fate in KEPT)

    @property
    def dropped(self) -> int:
        """
        The number of events that were answered 200 and dropped.
        """
        return sum(self.fates[fate] for fate in Fate if fate.dropped)

    @property
    def refused(self) -> int:
        """
        The number of events that were refused.
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
        Return the counts in a result of `to_dict`.
        """
        return cls(
            Counter(shown["fates"]),
            Counter(shown["fields"]),
            {path: Counter(counts) for path, counts in shown["values"].items()},
            {path: Distinct.from_dict(each) for path, each in shown["others"].items()},
        )


class Coverage:
    """
    Counts of what was sent, for the items of *plan*, or of the specification.

    Grows by the event types and fields that are known, not by the number of events. Not for several
    threads at once.
    """

    def __init__(
        self, plan: Plan | None = None, *, specification: Specification = TELEMETRY
    ) -> None:
        self.plan = plan
        self.specification = plan.specification if plan else specification
        #: What was sent, by event type.
        self.sent: dict[str, Sent] = {}
        #: What was sent instead of an event type.
        self.unknown = Distinct()
        self._known = frozenset(self.specification.event_types)
        self._watched: dict[str, _Watched] = {}

    def see(self, event: Any, fate: Fate) -> None:
        """
        Count *event*, which met *fate*.
        """
        eid = event.get("eid") if isinstance(event, dict) else None
        if not isinstance(eid, str) or eid not in self._known:
            self.unknown.add(_in_words(eid))
            return
        sent = self.sent.setdefault(eid, Sent())
        sent.fates[fate.value] += 1
        if fate in KEPT:
            self._watch(eid).look(event, sent)

    def fields_of(self, eid: str) -> Field:
        """
        Return the fields of the event type *eid*, with those that the plan adds.
        """
        return self._watch(eid).fields

    def merge(self, other: Coverage) -> None:
        """
        Count what *other* has counted, by the same plan.
        """
        self.unknown.merge(other.unknown)
        for eid, sent in other.sent.items():
            self.sent.setdefault(eid, Sent()).merge(sent)

    def to_dict(self) -> dict[str, Any]:
        """
        Return the counts as JSON, without the plan.
        """
        return {
            "sent": {eid: sent.to_dict() for eid, sent in self.sent.items()},
            "unknown": self.unknown.to_dict(),
        }

    @classmethod
    def from_dict(
        cls,
        shown: Mapping[str, Any],
        plan: Plan | None = None,
        *,
        specification: Specification = TELEMETRY,
    ) -> Coverage:
        """
        Return the counts in a result of `to_dict`, to be counted by *plan*.
        """
        coverage = cls(plan, specification=specification)
        coverage.sent = {eid: Sent.from_dict(sent) for eid, sent in shown["sent"].items()}
        coverage.unknown = Distinct.from_dict(shown["unknown"])

        return coverage

    def _watch(self, eid: str) -> _Watched:
        if eid not in self._watched:
            self._watched[eid] = _Watched.of(eid, self.plan, self.specification)

        return self._watched[eid]


@dataclass(frozen=True, slots=True)
class _Watched:
    """
    The items to count in the events of one type.
    """

    fields: Field
    values: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, eid: str, plan: Plan | None, specification: Specification) -> _Watched:
        fields = fields_of(eid, specification)
        values = {
            each.path: frozenset(filter(None, map(json_text, each.values)))
            for each in fields.all()
            if each.values
        }
        promise = plan.promises.get(eid) if plan else None
        if promise:
            fields = fields.with_paths(promise.paths)
            values |= {path: frozenset(wanted) for path, wanted in promise.values.items()}

        return cls(fields, values)

    def look(self, event: dict[str, Any], sent: Sent) -> None:
        found = list(self.fields.occurring(event))
        sent.fields.update({path for path, _ in found})
        for path, value in found:
            if path in self.values:
                self._count(path, value, sent)

    def _count(self, path: str, value: Any, sent: Sent) -> None:
        for each in value if isinstance(value, list) else (value,):
            spelling = json_text(each)
            if spelling in self.values[path]:
                sent.values.setdefault(path, Counter())[spelling] += 1
            else:
                sent.others.setdefault(path, Distinct()).add(_in_words(each))


def _in_words(value: Any) -> str:
    """
    Return an unexpected value as it may be shown.
    """
    return repr(shortened(redacted(value))) if isinstance(value, str) else described(value)
