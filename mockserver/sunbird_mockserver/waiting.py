"""
Wait until an event arrives, on a condition: never by sleeping.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from sunbird_mockserver.matching import nearest_by
from sunbird_mockserver.query import Found, Query, select
from sunbird_telemetry.pipeline import Fate

if TYPE_CHECKING:
    from sunbird_mockserver.journal import Journal
    from sunbird_mockserver.recorded import RecordedEvent

__all__ = ["await_events", "refused", "wait_for"]


def await_events(journal: Journal, query: Query) -> list[RecordedEvent]:
    """
    The events that *query* asks for, as soon as there are as many as it counts, those already
    there included; fewer when its time is up.
    """
    return _await(journal, query).events


def wait_for(journal: Journal, query: Query) -> tuple[int, dict[str, Any]]:
    """
    The control API's answer to a wait: 200 with the events, or 408 with what came nearest.
    """
    found = _await(journal, query)
    if found.total >= query.count:
        return 200, found.to_dict()

    return 408, {
        **found.to_dict(),
        "nearest": _nearest(journal, query),
        "refused": refused(journal, query),
    }


def refused(journal: Journal, query: Query) -> list[int]:
    """
    The deliveries of the inboxes asked about whose events the client still has.
    """
    return [
        delivery.id
        for delivery in journal.deliveries(*query.inboxes)
        if delivery.outcome.verdict and delivery.outcome.verdict.fate is Fate.REFUSED
    ]


def _await(journal: Journal, query: Query) -> Found:
    deadline = time.monotonic() + query.timeout
    found, seen, resets = Found(), 0, journal.resets
    while True:
        fresh = journal.deliveries(*query.inboxes, after=seen)
        if resets != journal.resets:  # what was counted so far may be gone
            found, seen, resets = Found(), 0, journal.resets
            continue
        found.add(query, fresh)
        seen = fresh[-1].id if fresh else seen
        left = deadline - time.monotonic()
        if found.total >= query.count or left <= 0:
            return found
        # Whether or not something came, a reset may have: look again before giving up.
        journal.await_beyond(*query.inboxes, after=seen, timeout=left)


def _nearest(journal: Journal, query: Query) -> dict[str, Any] | None:
    """
    The event that comes nearest, whatever became of it; a refused one only if such are wanted.
    """
    fates = frozenset(Fate) if Fate.REFUSED in query.fates else frozenset()
    anything = select(journal, Query(query.inboxes, fates=fates, after=query.after))
    near = nearest_by(anything, query.compare)
    if near is None:
        return None
    recorded, compared = near

    return {"event": recorded.event, "fields": [each.to_dict() for each in compared]}
