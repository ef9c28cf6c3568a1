"""
Totals over a stream of verdicts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sunbird_telemetry.findings import Aggregator, producer_of
from sunbird_telemetry.pipeline import Fate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sunbird_telemetry.check.result import Checked
    from sunbird_telemetry.finding import Finding, Level
    from sunbird_telemetry.findings import Repeated

__all__ = ["Group", "Totals"]

#: The place of a finding that is not about an event.
_AT_THE_END = "the end"


@dataclass(slots=True)
class Group:
    """
    The findings of one rule.

    Attributes:
        first: The first of them.

        source: Where that was.

        count: How many there are.
    """

    first: Finding
    source: str
    count: int = 0


class Totals:
    """
    Counts what passes by, in memory that does not grow with it.

    Attributes:
        events: How many events there were.
    """

    def __init__(self) -> None:
        self.events = 0
        self._others: Counter[Fate] = Counter()
        self._groups: dict[str, Group] = {}
        self._notes = Aggregator()

    @property
    def fates(self) -> Mapping[Fate, int]:
        """
        The number of events by fate.
        """
        return self._others | {Fate.ACCEPTED: self.events - self._others.total()}

    @property
    def dropped(self) -> int:
        """
        The number of events that were dropped.
        """
        return sum(count for fate, count in self._others.items() if fate.dropped)

    @property
    def groups(self) -> tuple[Group, ...]:
        """
        The findings by rule, the worst first, then the most.
        """
        order = sorted(self._groups.values(), key=lambda each: (-each.first.level, -each.count))

        return tuple(order)

    @property
    def notes(self) -> tuple[Repeated, ...]:
        """
        The notes, by place and producer too, the most first.
        """
        return tuple(sorted(self._notes.repeated, key=lambda each: -each.count))

    @property
    def worst(self) -> Level | None:
        """
        The level of the worst finding; None if there is none.
        """
        return max((group.first.level for group in self._groups.values()), default=None)

    def see(self, checked: Checked) -> None:
        """
        Count one more.
        """
        source, place, event, verdict, findings = checked
        if verdict is not None and place is not None:
            self.events += 1
            # Members of an Enum hash slowly, and nearly all events are accepted.
            if verdict.fate is not Fate.ACCEPTED:
                self._others[verdict.fate] += 1
        if findings:
            self._add(findings, source, producer_of(event))

    def see_passed(self, events: int) -> None:
        """
        Count *events* that were accepted and gave rise to nothing.
        """
        self.events += events

    def see_end(self, findings: Iterable[Finding]) -> None:
        """
        Count *findings* that are not about an event.
        """
        self._add(findings, _AT_THE_END, "")

    def _add(self, findings: Iterable[Finding], source: str, producer: str) -> None:
        for finding in findings:
            group = self._groups.get(finding.rule)
            if group is None:
                group = self._groups[finding.rule] = Group(finding, source)
            group.count += 1
        self._notes.see(findings, producer)
