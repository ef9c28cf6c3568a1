"""
A report as lines for a terminal.
"""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from sunbird_telemetry.findings.catalogue import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sunbird_telemetry.coverage.items import Item, Row
    from sunbird_telemetry.coverage.reporting import Report

__all__ = ["lines"]

_HEAD = ("event type", "kept", "dropped", "met", "%", "missing")
_NARROWEST = 30
# Most of the whole specification is always missing; the other reports list all of it.
_MOST_OF_THE_SPECIFICATION = 6


def lines(report: Report, width: int) -> Iterator[str]:
    """
    Return *report* in lines of about *width*.
    """
    yield from _table(report, width)
    if report.never_sent:
        yield from _hanging("never sent: ", ", ".join(report.never_sent), width)
    if report.unknown:
        named = ", ".join(f"{name} ({times} x)" for name, times in report.unknown)
        yield from _hanging("unknown event types: ", named, width)
    if report.planned:
        yield from _finding_lines("promised-never-sent", [row.broken for row in report.rows], width)
        yield from _finding_lines("sent-never-promised", [row.extra for row in report.rows], width)


def _table(report: Report, width: int) -> Iterator[str]:
    most = None if report.planned else _MOST_OF_THE_SPECIFICATION
    rows = [_HEAD, *(_cells(row, most) for row in report.rows), _total(report)]
    if not any(row.dropped for row in report.rows):
        rows = [cells[:2] + cells[3:] for cells in rows]
    widths = [max(map(len, column)) for column in list(zip(*rows, strict=True))[:-1]]
    rule = "-" * (sum(widths) + 2 * len(widths) + len(_HEAD[-1]))
    for n, cells in enumerate(rows):
        if n in (1, len(rows) - 1):
            yield rule
        yield from _hanging(_line(cells[:-1], widths), cells[-1], width)


def _cells(row: Row, most: int | None) -> tuple[str, ...]:
    counts = (row.eid, str(row.kept), str(row.dropped))
    if not row.items:
        return (*counts, "-", "-", "")

    return (
        *counts,
        f"{row.met}/{len(row.items)}",
        f"{row.percent:g}%",
        _missing(row.missing, most) if row.kept else "all of it",
    )


def _missing(items: Sequence[Item], most: int | None) -> str:
    more = len(items) - most if most else 0
    rest = f" and {more} more" if more > 0 else ""

    return ", ".join(item.place for item in items[:most]) + rest


def _total(report: Report) -> tuple[str, ...]:
    return (
        "TOTAL",
        str(sum(row.kept for row in report.rows)),
        str(sum(row.dropped for row in report.rows)),
        f"{report.met}/{report.total}",
        f"{report.percent:g}%" if report.total else "-",  # nothing of nothing is no success
        "",
    )


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    name, *numbers = (
        cell.rjust(width) if n else cell.ljust(width)
        for n, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )

    return "  ".join((name, *numbers)) + "  "


def _finding_lines(rule: str, found: Iterable[Sequence[Item]], width: int) -> Iterator[str]:
    named = [f"{items[0].eid} {', '.join(map(_place, items))}".rstrip() for items in found if items]
    known = RULES.get(rule)
    if named and known:
        yield ""
        head = f"{known.level.name.lower()}: {rule}: "
        yield from _hanging(head, "; ".join(named), width, indent=2)
        yield from _hanging("  ", known.remedy, width)


def _place(item: Item) -> str:
    return f"{item.place} ({item.times} x)".lstrip() if item.times else item.place


def _hanging(head: str, text: str, width: int, indent: int | None = None) -> Iterable[str]:
    margin = " " * (len(head) if indent is None else indent)
    room = max(width, len(head) + _NARROWEST)

    return wrap(head + text, room, subsequent_indent=margin, break_on_hyphens=False)
