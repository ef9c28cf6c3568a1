"""
Wait until an event arrives, on a condition: never by sleeping.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

from sunbird_mockserver.journal.matching import nearest_by
from sunbird_mockserver.journal.query import Found, Query, select
from sunbird_telemetry.pipeline import Fate

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from sunbird_mockserver.journal.journal import Journal
    from sunbird_mockserver.journal.record import RecordedDelivery

__all__ = ["Gathering", "Pause", "Steps", "gather", "refused", "run", "wait_for"]

T = TypeVar("T")
G = TypeVar("G", bound="Gathering")


@dataclass(frozen=True, slots=True)
class Pause:
    """
    A wait for news.

    Attributes:
        inboxes: Where they may come in.

        after: The id of the newest delivery that is no news.

        seconds: How long to wait at most.
    """

    inboxes: tuple[str, ...]
    after: int
    seconds: float


# Whoever runs the steps waits where they pause: a thread on the journal, a coroutine in its loop.
Steps: TypeAlias = "Generator[Pause, None, T]"


class Gathering(Protocol):
    """
    A collection that is filled while deliveries arrive.
    """

    @property
    def is_complete(self) -> bool:
        """
        True if there is nothing left to wait for.
        """
        ...

    def take(self, deliveries: Iterable[RecordedDelivery]) -> None:
        """
        Look at *deliveries*, which are new.
        """
        ...


def gather(
    journal: Journal, inboxes: tuple[str, ...], new: Callable[[], G], timeout: float
) -> Steps[G]:
    """
    Fill a *new* gathering with the deliveries to *inboxes*, those already there included; end as
    soon as it is complete, or after *timeout* seconds.
    """
    deadline = time.monotonic() + timeout
    gathering, seen, resets = new(), 0, journal.resets
    while True:
        fresh = journal.deliveries(*inboxes, after=seen)
        if resets != journal.resets:  # what was gathered so far may be gone
            gathering, seen, resets = new(), 0, journal.resets
            continue
        gathering.take(fresh)
        seen = fresh[-1].id if fresh else seen
        left = deadline - time.monotonic()
        if gathering.is_complete or left <= 0:
            return gathering
        # Whether or not something came, a reset may have: look again before giving up.
        yield Pause(inboxes, seen, left)


def run(journal: Journal, steps: Steps[T]) -> T:
    """
    Run *steps* to completion; this thread waits where they pause.
    """
    __tracebackhide__ = True
    try:
        while True:
            pause = next(steps)
            journal.await_beyond(*pause.inboxes, after=pause.after, timeout=pause.seconds)
    except StopIteration as stop:
        result: T = stop.value

    return result


@dataclass(slots=True)
class _Asked:
    """
    The results of a query, counted while they arrive.
    """

    query: Query
    found: Found = field(default_factory=Found)

    @property
    def is_complete(self) -> bool:
        return self.found.total >= self.query.count

    def take(self, deliveries: Iterable[RecordedDelivery]) -> None:
        self.found.add(self.query, deliveries)


def wait_for(journal: Journal, query: Query) -> Steps[tuple[int, dict[str, Any]]]:
    """
    The control API's answer to a wait: 200 with the events, or 408 with what came nearest.
    """
    asked = yield from gather(journal, query.inboxes, lambda: _Asked(query), query.timeout)
    found = asked.found
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
    return [delivery.id for delivery in journal.deliveries(*query.inboxes) if delivery.is_refused]


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
