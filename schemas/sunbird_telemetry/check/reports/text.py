"""
A text summary: the number of events per fate, and the findings with their remedies.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sunbird_telemetry.check.reports.totals import Totals
from sunbird_telemetry.display import printable
from sunbird_telemetry.finding import Level
from sunbird_telemetry.pipeline import Fate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sunbird_telemetry.check.clock import InputClock
    from sunbird_telemetry.check.reports.totals import Group
    from sunbird_telemetry.finding import Finding
    from sunbird_telemetry.findings import Repeated

__all__ = ["as_text", "at_the_end"]

_NOTES = 30


def as_text(totals: Totals, clock: InputClock) -> str:
    """
    The summary of *totals*, of events that were judged by *clock*.
    """
    return "\n".join([*_lines(totals, clock), _dropped(totals)])


def at_the_end(findings: Iterable[Finding]) -> Iterator[str]:
    """
    *findings* that are not about an event, a sentence per rule.
    """
    totals = Totals()
    totals.see_end(findings)
    for group in totals.groups:
        yield f"{_title(group)}: {printable(group.first.message)}"


def _clock(clock: InputClock) -> str:
    """
    Describe the clock that the events were judged by.
    """
    name = clock.source or "the wall clock; use --now to set another time"
    standing = f"{_iso(clock.now)} ({name})"
    if not clock.own:
        return f"Judged as if received at {standing}."
    if not clock.others:
        return "Judged by the times at which the events were received (syncts)."

    return (
        f"Judged by the times at which the events were received (syncts); {clock.others:,} lines"
        f" or events have no such time and were judged as if received at {standing}."
    )


def _dropped(totals: Totals) -> str:
    """
    The last sentence of the summary.
    """
    if not totals.events:
        return "There are no events in the input."

    return f"{totals.dropped:,} of {_events(totals.events)} would be dropped."


def _lines(totals: Totals, clock: InputClock) -> Iterator[str]:
    yield _clock(clock)
    yield ""
    yield from _fates(totals)
    groups = [group for group in totals.groups if group.first.level > Level.NOTE]
    for group in groups:
        yield from _group(group)
        yield ""
    yield from _notes(totals)


def _fates(totals: Totals) -> Iterator[str]:
    width = len(f"{totals.events:,}")
    for fate in Fate:
        if count := totals.fates.get(fate):
            yield f"{fate.value:<10} {count:>{width},}"
    if totals.events:
        yield ""


def _group(group: Group) -> Iterator[str]:
    yield _title(group)
    yield f"  {printable(group.first.message)}"
    yield f"  {group.first.remedy}"


def _title(group: Group) -> str:
    finding = group.first
    pointer = f" {printable(finding.pointer)}" if finding.pointer else ""
    place = f"first at {printable(group.source)}{pointer}"

    return f"{finding.level.name.lower()} {finding.rule}: {group.count:,}, {place}"


def _notes(totals: Totals) -> Iterator[str]:
    notes = totals.notes
    if not notes:
        return
    yield "Notes (for details: `sunbird-mock explain RULE`):"
    for note in notes[:_NOTES]:
        yield from _note(note)
    if len(notes) > _NOTES:
        yield f"  and {len(notes) - _NOTES:,} more kinds; --output-format jsonl shows them"
    yield ""


def _note(note: Repeated) -> Iterator[str]:
    finding = note.finding
    producer = f" of {printable(note.producer)}" if note.producer else ""
    yield f"  {finding.rule}{producer}: {note.count:,}"
    place = f"{printable(finding.pointer)}: " if finding.pointer else ""
    yield f"    {place}{printable(finding.message)}"


def _events(count: int) -> str:
    return "1 event" if count == 1 else f"{count:,} events"


def _iso(ms: int) -> str:
    try:
        # Not strftime, which writes the year 1 as 1.
        received = datetime.fromtimestamp(ms // 1000, UTC)
        return received.replace(tzinfo=None).isoformat() + "Z"
    except (OverflowError, OSError, ValueError):
        return f"{ms} ms"
