"""
Notes that ordinary traffic causes many times, reported once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.finding import Level
from sunbird_telemetry.findings.redaction import redacted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sunbird_telemetry.finding import Finding

__all__ = ["Aggregator", "Repeated", "producer_of"]

_KEYS = 10_000
_LONGEST_PRODUCER = 100
_INDEX = re.compile(r"(?<=/)[0-9]+(?=/|$)")


@dataclass(frozen=True, slots=True)
class Repeated:
    """
    A note, and the number of events that have it.

    Attributes:
        finding: The first such note, with ``*`` for indexes in its pointer.

        producer: The producer of the events: ``context.pdata.id``.

        count: How often it was found.

        first: The number of the event that it was found in first, for callers that number them.
    """

    finding: Finding
    producer: str
    count: int
    first: int = 0


class Aggregator:
    """
    Lets a note pass once per rule, pointer and producer, and counts the others.

    Warnings and errors always pass. So do notes beyond the *limit* of different ones.
    Not for several threads at once.
    """

    def __init__(self, limit: int = _KEYS) -> None:
        self._limit = limit
        self._repeated: dict[tuple[str, str, str], Repeated] = {}
        # Counted separately, because a new value for each of a million notes takes seconds.
        self._counts: dict[tuple[str, str, str], int] = {}

    @property
    def repeated(self) -> tuple[Repeated, ...]:
        """
        Every note so far, with its count, in the order of first appearance.
        """
        return tuple(replace(each, count=self._counts[key]) for key, each in self._repeated.items())

    def see(
        self, findings: Iterable[Finding], producer: str = "", number: int = 0
    ) -> tuple[Finding, ...]:
        """
        Return those of the *findings* about an event of *producer* that are reported now.

        Args:
            findings: All findings about the event.

            producer: The producer of the event.

            number: The event's own.
        """
        return tuple(each for each in findings if self._is_news(each, producer, number))

    def _is_news(self, finding: Finding, producer: str, number: int) -> bool:
        if finding.level > Level.NOTE:
            return True
        pointer = _INDEX.sub("*", finding.pointer)
        key = finding.rule, pointer, producer
        before = self._counts.get(key)
        if before is not None:
            self._counts[key] = before + 1
        elif len(self._counts) < self._limit:
            self._counts[key] = 1
            self._repeated[key] = Repeated(replace(finding, pointer=pointer), producer, 1, number)

        return before is None


def producer_of(event: Any) -> str:
    """
    Return the producer that *event* names; shortened, and without anything personal or secret.
    """
    try:
        producer = event["context"]["pdata"]["id"]
    except (KeyError, TypeError):
        return ""

    return _named(producer[:_LONGEST_PRODUCER]) if isinstance(producer, str) else ""


@lru_cache(maxsize=1024)  # few producers send all events
def _named(producer: str) -> str:
    return str(redacted(producer))
