"""
Reports of coverage: rows, a percentage and findings, computed from counts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.coverage.counter import Distinct, Sent
from sunbird_telemetry.coverage.items import Item, Row, percent
from sunbird_telemetry.findings.make import findings_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sunbird_telemetry.coverage.counter import Coverage
    from sunbird_telemetry.coverage.fields import Field
    from sunbird_telemetry.coverage.plan import Promise
    from sunbird_telemetry.finding import Finding

__all__ = ["Report", "report"]


@dataclass(frozen=True, slots=True)
class Report:
    """
    The report of coverage.

    Attributes:
        planned: True if it is compared with a plan.

        rows: A row per event type that is promised or was sent.

        never_sent: The other event types that there are, where there is no plan.

        unknown: The values of eid that are not event types, with their counts.
    """

    planned: bool
    rows: tuple[Row, ...]
    never_sent: tuple[str, ...]
    unknown: tuple[tuple[str, int], ...]

    @property
    def met(self) -> int:
        """
        The number of items that were sent.
        """
        return sum(row.met for row in self.rows)

    @property
    def total(self) -> int:
        """
        The number of items.
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
        Return True if at least *percent* of the items were sent.
        """
        return self.met * 100 >= percent * self.total

    @property
    def findings(self) -> tuple[Finding, ...]:
        """
        Return findings: items promised and never sent, then items sent and never promised.
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
                yield from findings_by(
                    "promised-never-sent", item.pointer, item=item, instead=_instead(row)
                )

    def _never_promised(self) -> Iterator[Finding]:
        for row in self.rows:
            for item in row.extra:
                yield from findings_by(
                    "sent-never-promised", item.pointer, item=item, times=item.times
                )


def report(coverage: Coverage) -> Report:
    """
    Return the report of *coverage*, against its plan or else the specification.
    """
    known = coverage.specification.event_types
    eids = list(coverage.plan.promises) if coverage.plan else []
    eids += [eid for eid in known if eid in coverage.sent and eid not in eids]

    return Report(
        planned=coverage.plan is not None,
        rows=tuple(_row(eid, coverage) for eid in eids),
        never_sent=() if coverage.plan else tuple(eid for eid in known if eid not in eids),
        unknown=tuple(sorted(coverage.unknown.counts.items())),
    )


def _instead(row: Row) -> str:
    if not row.kept and row.dropped + row.refused:
        return f"none was kept ({row.dropped} dropped, {row.refused} refused)"

    return "it was never sent"


def _row(eid: str, coverage: Coverage) -> Row:
    """
    Return the row of the event type *eid* in *coverage*, against its plan or the specification.
    """
    sent = coverage.sent.get(eid, Sent())
    items, extra = _items(eid, coverage, sent)

    return Row(eid, sent.kept, sent.dropped, sent.refused, tuple(items), tuple(extra))


def _items(eid: str, coverage: Coverage, sent: Sent) -> tuple[Iterable[Item], Iterable[Item]]:
    """
    Return the items of an event type, and those that were sent beyond them.
    """
    fields = coverage.fields_of(eid)
    if coverage.plan is None:
        return _known(eid, fields, sent), ()
    promise = coverage.plan.promises.get(eid)
    if promise is None:
        return (), [Item(eid, times=sent.kept)] if sent.kept else ()

    return _promised(eid, promise, sent), _extra(eid, promise, fields, sent)


def _known(eid: str, fields: Field, sent: Sent) -> Iterator[Item]:
    leaves = [field.path for field in fields.all() if not field.inner]
    # The members that are particular to an event type come first.
    for path in sorted(leaves, key=lambda path: not path.startswith("edata")):
        yield Item(eid, path, times=sent.fields[path])


def _promised(eid: str, promise: Promise, sent: Sent) -> Iterator[Item]:
    for path, value in promise.items():
        if value:
            times = sent.values.get(path, Counter())[value]
        else:
            times = sent.fields[path] if path else sent.kept
        yield Item(eid, path, value, times)


def _extra(eid: str, promise: Promise, fields: Field, sent: Sent) -> Iterator[Item]:
    yield from _extra_fields(eid, promise, fields, sent)
    for path in promise.values:
        others = sent.others.get(path, Distinct())
        for value, times in sorted(others.counts.items()):
            yield Item(eid, path, value, times)


def _extra_fields(eid: str, promise: Promise, field: Field, sent: Sent) -> Iterator[Item]:
    """
    The outermost fields that were sent and not promised. What every event has needs no promise.
    """
    for inner in field.inner.values():
        times = sent.fields[inner.path]
        if times and not inner.required and not promise.covers(inner.path):
            yield Item(eid, inner.path, times=times)
        elif times:
            yield from _extra_fields(eid, promise, inner, sent)
