"""
What was sent of an event type, beside what was promised of it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sunbird_telemetry.coverage.distinct import Distinct
from sunbird_telemetry.coverage.items import Item, Row
from sunbird_telemetry.coverage.sent import Sent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sunbird_telemetry.coverage.accumulator import Coverage
    from sunbird_telemetry.coverage.fields import Field
    from sunbird_telemetry.coverage.plan import Promise

__all__ = ["row_of"]


def row_of(eid: str, coverage: Coverage) -> Row:
    """
    What *coverage* has counted of the event type *eid*, beside its plan or else the specification.
    """
    sent = coverage.sent.get(eid, Sent())
    items, extra = _items(eid, coverage, sent)

    return Row(eid, sent.kept, sent.dropped, sent.refused, tuple(items), tuple(extra))


def _items(eid: str, coverage: Coverage, sent: Sent) -> tuple[Iterable[Item], Iterable[Item]]:
    """
    What is counted of an event type, and what was sent beyond that.
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
    # What tells an event type from the others comes first.
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
