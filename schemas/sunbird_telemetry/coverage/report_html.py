"""
A report as one page of HTML that needs nothing else: no script, no network.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sunbird_telemetry.coverage.items import Item, Row
    from sunbird_telemetry.coverage.reporting import Report

__all__ = ["page"]

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 70rem; margin: 0 auto; padding: 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .25rem .75rem; text-align: left; border-bottom: 1px solid GrayText; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.missing { font-weight: bold; }
summary { padding: .5rem 0; cursor: pointer; }
summary:focus-visible { outline: 2px solid Highlight; }
meter { width: 8rem; vertical-align: middle; }
code { overflow-wrap: anywhere; }
"""

_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>{percent}% of {beside}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>Telemetry that was sent, compared with {beside}</h1>
{body}
</main>
</body>
</html>
"""


def page(report: Report, beside: str, gaps: Sequence[str] = ()) -> str:
    """
    Return *report* as HTML.

    Args:
        report: The report.

        beside: The name of the plan or specification that the report compares with.

        gaps: The reasons why the report is incomplete.
    """
    return _PAGE.format(
        percent=f"{report.percent:g}",
        beside=escape(beside),
        style=_STYLE,
        body="\n".join(_body(report, gaps)),
    )


def _body(report: Report, gaps: Sequence[str]) -> Iterator[str]:
    yield (
        f"<p>{report.met} of {report.total} items were sent: "
        f"{_meter(report.met, report.total, 'all items')} {report.percent:g}%</p>"
    )
    yield from (
        f"<p><strong>This report is incomplete:</strong> {escape(gap)}.</p>" for gap in gaps
    )
    yield _overview(report)
    if report.never_sent:
        yield f"<p>Never sent: {', '.join(map(escape, report.never_sent))}.</p>"
    if report.unknown:
        yield "<h2>Unknown event types</h2>"
        yield _list(f"{escape(name)}: {times} x" for name, times in report.unknown)
    if report.findings:
        yield "<h2>Findings</h2>"
        yield _list(
            f"{finding.level.name.lower()} <code>{finding.rule}</code>: {escape(finding.message)}"
            for finding in report.findings
        )
    yield "<h2>Items</h2>"
    yield from (_details(row) for row in report.rows)


def _overview(report: Report) -> str:
    head = _row(
        (f'<th scope="col">{name}</th>' for name in ("Event type", "Coverage")),
        ("Kept", "Dropped", "Refused"),
        "th",
    )
    rows = (
        _row(
            (f'<th scope="row">{escape(row.eid)}</th>', f"<td>{_share(row)}</td>"),
            (row.kept, row.dropped, row.refused),
        )
        for row in report.rows
    )

    return _table("Event types", head, rows)


def _details(row: Row) -> str:
    missing = len(row.missing)
    state = f"{missing} missing" if missing else "complete"
    more = f", {len(row.extra)} never promised" if row.extra else ""
    head = _row((f'<th scope="col">{name}</th>' for name in ("Item", "State")), ("Events",), "th")
    rows = (*map(_item, row.items), *(_item(item, "never promised") for item in row.extra))

    return (
        f"<details{' open' if missing and row.kept else ''}>"
        f"<summary>{escape(row.eid)}: {state}{more}</summary>\n"
        f"{_table(f'Items of {escape(row.eid)}', head, rows)}</details>"
    )


def _item(item: Item, state: str = "") -> str:
    state = state or ("sent" if item.times else "missing")
    shown = f"<code>{escape(item.place)}</code>" if item.place else "the event type itself"

    return _row(
        (f'<th scope="row">{shown}</th>', f'<td class="{state.split()[0]}">{state}</td>'),
        (item.times,),
    )


def _share(row: Row) -> str:
    if not row.items:
        return "not counted"
    meter = _meter(row.met, len(row.items), row.eid)

    return f"{meter} {row.met} of {len(row.items)}, {row.percent:g}%"


def _meter(met: int, total: int, name: str) -> str:
    return f'<meter min="0" max="{total or 1}" value="{met}" aria-label="{escape(name)}"></meter>'


def _table(caption: str, head: str, rows: Iterable[str]) -> str:
    body = "\n".join(rows)

    return (
        f"<table>\n<caption>{caption}</caption>\n"
        f"<thead>\n{head}\n</thead>\n<tbody>\n{body}\n</tbody>\n</table>"
    )


def _row(cells: Iterable[str], numbers: Iterable[object], tag: str = "td") -> str:
    scope = ' scope="col"' if tag == "th" else ""
    counted = (f'<{tag}{scope} class="number">{number}</{tag}>' for number in numbers)

    return f"<tr>{''.join((*cells, *counted))}</tr>"


def _list(items: Iterable[str]) -> str:
    return "<ul>\n" + "\n".join(f"<li>{item}</li>" for item in items) + "\n</ul>"
