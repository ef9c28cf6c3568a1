"""
``sunbird-mock show``: what a journal in a file says, for people.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from sunbird_mockserver.cli.exit_codes import CLEAN, COULD_NOT_RUN
from sunbird_telemetry.pipeline import Fate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["show"]

_HELP = """
Show journals in FILEs, such as pytest leaves of failing tests; - is standard input.

A line per delivery: time (UTC), request, status, and what the answer does not say. Below it one
per event: fate, type, id, who decided that, and the pipeline's reason.
"""
_EXAMPLES = """
\b
Examples:
  sunbird-mock show .sunbird/*.ndjson                what failing tests sent
  sunbird-mock show --fate failed --fate lost FILE   only what got lost
  sunbird-mock show --eid IMPRESSION FILE            only one type of event

Exit codes: 0 shown, 2 could not show every file.
"""
_WIDEST_FATE = max(map(len, Fate))


@click.command(help=_HELP, epilog=_EXAMPLES)
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(allow_dash=True)
)
@click.option(
    "--fate",
    "fates",
    multiple=True,
    type=click.Choice(list(map(str, Fate))),
    help="Only events of this fate. May be given again.",
)
@click.option("--eid", "eids", multiple=True, help="Only events of this type. May be given again.")
def show(files: tuple[str, ...], *, fates: tuple[str, ...], eids: tuple[str, ...]) -> int:
    """
    Print the deliveries in *files* and return the exit code.
    """
    from sunbird_telemetry.check import UnreadableError

    code = CLEAN
    for name in files:
        try:
            _show(name, fates, eids)
        except UnreadableError as error:
            click.echo(f"sunbird-mock: {error}", err=True)
            code = COULD_NOT_RUN

    return code


def _show(name: str, fates: Collection[str], eids: Collection[str]) -> None:
    from sunbird_mockserver.journal.ndjson import deliveries_in
    from sunbird_telemetry.display import printable

    is_empty = True
    for delivery in deliveries_in(name):
        is_empty = False
        for line in _lines(delivery, fates, eids):
            click.echo(printable(line))
    if is_empty:
        click.echo(printable(f"{name} has no delivery: nothing was sent there."), err=True)


def _lines(
    delivery: dict[str, Any], fates: Collection[str], eids: Collection[str]
) -> Iterator[str]:
    events = [
        event
        for event in delivery["events"]
        if (not fates or event["fate"] in fates) and (not eids or _of(event, "eid") in eids)
    ]
    if (fates or eids) and not events:
        return
    yield _summary(delivery)
    for finding in delivery["findings"]:
        yield _finding(finding, "  ")
    for event in events:
        yield _event(event)
        for finding in event["findings"]:
            yield _finding(finding, "    ")


def _summary(delivery: dict[str, Any]) -> str:
    request = f"{_time(delivery['received'])}  {delivery['method']} {delivery['path']}"

    return _joined(request, delivery["answer"]["status"], delivery["diagnosis"])


def _event(event: dict[str, Any]) -> str:
    fate = f"  {event['fate']:<{_WIDEST_FATE}}"
    eid, mid = _of(event, "eid") or "(no eid)", _of(event, "mid") or "(no mid)"

    return _joined(fate, eid, mid, event["stage"], event["reason"])


def _finding(finding: dict[str, str], margin: str) -> str:
    pointer = f" {finding['pointer']}" if finding["pointer"] else ""

    return f"{margin}{finding['level']} {finding['rule']}{pointer}: {finding['message']}"


def _of(event: dict[str, Any], name: str) -> str:
    sent = event["event"]
    value = sent.get(name) if isinstance(sent, dict) else None

    return "" if value is None else str(value)


def _joined(*parts: object) -> str:
    return "  ".join(str(part) for part in parts if part is not None)


def _time(received: float) -> str:
    try:
        return f"{datetime.fromtimestamp(received / 1000, UTC):%H:%M:%S.%f}"[:-3]
    except (OverflowError, OSError, ValueError):  # of a clock that somebody set
        return f"{received} ms"
