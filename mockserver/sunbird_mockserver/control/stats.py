"""
Counts: what arrived in some inboxes, what becomes of it, and what there is to tell.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sunbird_mockserver.mock import Mock
    from sunbird_telemetry.findings import Repeated

__all__ = ["stats_of"]

_SHOWN = 100


def stats_of(mock: Mock, inboxes: Sequence[str]) -> Mapping[str, Any]:
    """
    Return the answer of `GET /_mock/stats` about *inboxes*.
    """
    # The table of rules loads when somebody asks, not with the server.
    from sunbird_telemetry.findings import Aggregator, producer_of

    deliveries = mock.journal.deliveries(*inboxes)
    verdicts = [verdict for recorded in deliveries for verdict in recorded.verdicts]
    eids: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    notes = Aggregator()
    # One at a time: the journal may hold more events than fit into memory parsed.
    for event in (event for recorded in deliveries for event in recorded.events()):
        eids[_eid(event.event)] += 1
        findings = event.verdict.findings
        rules.update(finding.rule for finding in findings)
        notes.see(findings, producer_of(event.event), event.seq)
    for recorded in deliveries:
        rules.update(finding.rule for finding in recorded.outcome.context.delivery)
    forgotten = mock.journal.forgotten(*inboxes)

    return {
        "deliveries": len(deliveries),
        "events": len(verdicts),
        "eid": eids,
        "fate": Counter(verdict.fate.value for verdict in verdicts),
        "rule": rules,
        "notes": _most_frequent(notes.repeated),
        "unfinished": _unfinished(mock, inboxes),
        "forgotten": {
            "deliveries": forgotten.deliveries,
            "events": forgotten.events,
            "ids": sum(map(mock.forgotten_ids, inboxes)),
            "sessions": sum(map(mock.forgotten_sessions, inboxes)),
        },
    }


def _eid(event: Any) -> str:
    eid = event.get("eid") if isinstance(event, dict) else None

    return eid if isinstance(eid, str) else "(none)"


def _most_frequent(notes: Iterable[Repeated]) -> list[dict[str, Any]]:
    return [
        {
            "rule": note.finding.rule,
            "pointer": note.finding.pointer,
            "producer": note.producer,
            "count": note.count,
            "first": note.first,
        }
        for note in sorted(notes, key=lambda note: -note.count)[:_SHOWN]
    ]


def _unfinished(mock: Mock, inboxes: Sequence[str]) -> dict[str, Any]:
    ends = [(inbox, end) for inbox in inboxes for end in mock.open_sessions(inbox)]

    return {
        "total": len(ends),
        "sessions": [{"inbox": inbox, **end.to_dict()} for inbox, end in ends[:_SHOWN]],
    }
