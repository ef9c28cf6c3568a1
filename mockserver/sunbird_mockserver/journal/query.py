"""
Queries for events of the journal.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sunbird_mockserver.journal.matching import Comparison, Criterion
from sunbird_telemetry.pipeline import Fate, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sunbird_mockserver.journal.journal import Journal
    from sunbird_mockserver.journal.record import RecordedDelivery, RecordedEvent

__all__ = ["Found", "Query", "searched", "select", "shown"]

_LAST_SEQ = attrgetter("last_seq")


@dataclass(frozen=True, slots=True)
class Query:
    """
    A query for events. An empty set of values means any.

    Attributes:
        inboxes: Whose.

        criteria: What must stand in the event.

        fates: What may have become of it; empty: anything but refused, for a refused event is
            still the client's.

        stages: Who may have decided that.

        rules: Which findings it may have.

        levels: How bad they may be.

        limit: How many to show.

        after: Only events with a larger ``seq``.

        count: How many to wait for.

        timeout: How long to wait, in s.
    """

    inboxes: tuple[str, ...]
    criteria: tuple[Criterion, ...] = ()
    fates: frozenset[str] = field(default_factory=frozenset)
    stages: frozenset[str] = field(default_factory=frozenset)
    rules: frozenset[str] = field(default_factory=frozenset)
    levels: frozenset[str] = field(default_factory=frozenset)
    limit: int = 100
    after: int = 0
    count: int = 1
    timeout: float = 5.0

    @property
    def looks_inside(self) -> bool:
        """
        True if counting needs the events themselves, not only their verdicts.
        """
        return bool(self.criteria or self.rules or self.levels)

    def accepts_fate(self, verdict: Verdict) -> bool:
        """
        Return True if an event with *verdict* can match, findings aside.
        """
        if not (verdict.fate in self.fates if self.fates else verdict.fate is not Fate.REFUSED):
            return False

        return not self.stages or verdict.stage in self.stages

    def accepts_findings(self, recorded: RecordedEvent) -> bool:
        """
        Return True if *recorded* has the findings asked for.
        """
        if not (self.rules or self.levels):
            return True
        verdict = recorded.verdict
        if self.rules and self.rules.isdisjoint(_rules(verdict)):
            return False

        return not self.levels or not self.levels.isdisjoint(_levels(verdict))

    def candidates(self, delivery: RecordedDelivery) -> list[int]:
        """
        The places in *delivery* of the events that may be meant, as far as can be told unparsed.
        """
        first = self.after + 1 - delivery.first_seq

        return [
            index
            for index, verdict in enumerate(delivery.verdicts)
            if index >= first and self.accepts_fate(verdict)
        ]

    def matches(self, delivery: RecordedDelivery, places: Iterable[int]) -> Iterator[RecordedEvent]:
        """
        The events at *places* of *delivery* that meet all criteria.
        """
        events = delivery.parsed()
        for index in places:
            if all(criterion.met_by(events[index]) for criterion in self.criteria):
                recorded = delivery.recorded(index, events[index])
                if self.accepts_findings(recorded):
                    yield recorded

    def compare(self, recorded: RecordedEvent) -> tuple[Comparison, ...]:
        """
        Compare *recorded* with each criterion.
        """
        verdict = recorded.verdict
        asked = (
            ("fate", self.fates, verdict.fate, [verdict.fate]),
            ("stage", self.stages, verdict.stage, [verdict.stage]),
            ("rule", self.rules, _rules(verdict), _rules(verdict)),
            ("level", self.levels, _levels(verdict), _levels(verdict)),
        )

        return (
            *(criterion.compare(recorded.event) for criterion in self.criteria),
            *(
                Comparison(name, shown(sorted(wanted)), got, not wanted.isdisjoint(values))
                for name, wanted, got, values in asked
                if wanted
            ),
        )


@dataclass(slots=True)
class Found:
    """
    The events that match a query: how many there are, and the first of them.

    Attributes:
        total: How many.

        events: As many of them as the query wants to see.
    """

    total: int = 0
    events: list[RecordedEvent] = field(default_factory=list)

    def add(self, query: Query, deliveries: Iterable[RecordedDelivery]) -> Found:
        """
        Count what *query* asks for in *deliveries*, which is parsed only where it has to be.
        """
        for delivery in deliveries:
            places = query.candidates(delivery)
            room = query.limit - len(self.events)
            if places and (query.looks_inside or room > 0):
                matches = list(query.matches(delivery, places))
                self.total += len(matches)
                self.events += matches[:room]
            else:
                self.total += len(places)

        return self

    def to_dict(self) -> dict[str, Any]:
        """
        The answer of the control API.
        """
        return {
            "total": self.total,
            "events": [recorded.to_dict() for recorded in self.events],
        }


def select(journal: Journal, query: Query) -> Iterator[RecordedEvent]:
    """
    All events that *query* asks for, in order, one at a time.
    """
    for delivery in searched(journal, query):
        if places := query.candidates(delivery):
            yield from query.matches(delivery, places)


def searched(journal: Journal, query: Query) -> Sequence[RecordedDelivery]:
    """
    The deliveries that may have brought what *query* asks for: none that end before it begins.
    """
    held = journal.deliveries(*query.inboxes)

    return held[bisect_right(held, query.after, key=_LAST_SEQ) :] if query.after else held


def shown(wanted: Sequence[Any]) -> Any:
    """
    Return *wanted* values, any of which matches, as text for people.
    """
    return wanted[0] if len(wanted) == 1 else list(wanted)


def _rules(verdict: Verdict) -> list[str]:
    return [finding.rule for finding in verdict.findings]


def _levels(verdict: Verdict) -> list[str]:
    return [finding.level.name.lower() for finding in verdict.findings]
