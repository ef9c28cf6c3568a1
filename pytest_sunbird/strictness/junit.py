"""
Properties about a test's telemetry in JUnit's XML, to be collected over many runs.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pytest_sunbird.strictness.judge import violations
from sunbird_telemetry.display import printable
from sunbird_telemetry.finding import Level
from sunbird_telemetry.findings import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sunbird_mockserver.journal.record import RecordedDelivery
    from sunbird_telemetry.finding import Finding

__all__ = ["PREFIX", "properties"]

#: How the names of all properties begin.
PREFIX = "sunbird."
_MOST = 100
_NOTHING: frozenset[str] = frozenset()


def properties(deliveries: Sequence[RecordedDelivery]) -> Iterator[tuple[str, str]]:
    """
    Count *deliveries*, events by fate, and each different finding.
    """
    fates = Counter(verdict.fate for each in deliveries for verdict in each.verdicts)
    yield f"{PREFIX}deliveries", str(len(deliveries))
    yield f"{PREFIX}events", str(fates.total())
    for fate, count in fates.items():
        yield f"{PREFIX}events.{fate}", str(count)
    found = Counter(
        _sentence(violation.finding) for violation in violations(deliveries, Level.NOTE, _nothing)
    )
    for sentence, count in found.most_common(_MOST):
        yield f"{PREFIX}finding", sentence if count == 1 else f"{sentence} ({count} x)"


def _nothing(_: int) -> frozenset[str]:
    return _NOTHING


def _sentence(finding: Finding) -> str:
    number, level = RULES[finding.rule].id, finding.level.name.lower()
    place = finding.pointer or "/"

    return printable(f"{number} {level} {place} {finding.rule}: {finding.message}")
