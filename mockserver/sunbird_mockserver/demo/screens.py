"""
Serve, send, and set what the server answered beside what becomes of each event.
"""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from sunbird_mockserver.consumers import PARTNER
from sunbird_mockserver.delivery import DEFAULT_INBOX
from sunbird_mockserver.demo.senders import choose_sender, send_nightly, send_well_formed
from sunbird_mockserver.servers.in_process import MockServer
from sunbird_mockserver.tokens import mint
from sunbird_telemetry.finding import Level
from sunbird_telemetry.pipeline import Fate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sunbird_mockserver.journal.record import RecordedDelivery, RecordedEvent

__all__ = ["run"]

_COLOURS = {"accepted": "green", "failed": "red", "lost": "red", "poison": "red"}
# A sentence for each fate, in the order of an event's way.
_FATES = {
    Fate.REFUSED: "The answer is not 200. Nothing is kept, and the client still has the events.",
    Fate.ACCEPTED: "Kept and indexed as it was sent.",
    Fate.ALTERED: "Kept and indexed, but the pipeline replaces a value of the client.",
    Fate.UNINDEXED: "Kept in telemetry.unique, but never indexed: no dashboard shows it.",
    Fate.FAILED: "Dropped: a stage puts it on a failed topic, with a reason if there is one.",
    Fate.DUPLICATE: "Not kept again: its mid, or the msgid of its batch, was seen within the hour.",
    Fate.LOST: "Dropped, and recorded nowhere.",
    Fate.POISON: "Dropped: it makes the pipeline job throw.",
}


def run(modules: str | None, console: Console | None = None) -> int:
    """
    Show what becomes of an app's telemetry.

    Args:
        modules: Folder of npm packages that may have the SDK.

        console: Where to show it.

    Returns:
        The exit code.
    """
    console = console or Console(highlight=False)
    with MockServer() as server:
        credential = PARTNER.credentials[0]
        token = mint(credential.key, credential.secret or "")
        name, send = choose_sender(modules)
        console.print(f"A Sunbird is at {server.url()}. An app sends telemetry with {name} ...")
        try:
            send(server.url(), token)
        except subprocess.SubprocessError as error:
            console.print(f"[red]The app could not run:[/] {escape(_told(error))}")
            return 2
        send_nightly(server.url(), token)
        app = server.mock.journal.deliveries(DEFAULT_INBOX)
        _show(console, app)
        console.print(
            "\nThe app sends a second batch: no field is invalid, yet no event arrives as it was "
            "sent.\nThen it sends the batch again, and an event with a forged token."
        )
        send_well_formed(server.url(), token)
        _show(console, server.mock.journal.deliveries(DEFAULT_INBOX, after=app[-1].id))
        _show_fates(console)
        console.print(
            "\nTo send your own: sunbird-mock serve. To see why: sunbird-mock explain RULE."
        )

    return 0


def _told(error: subprocess.SubprocessError) -> str:
    """
    The one line that says why: Node prints its own source around it.
    """
    printed = str(getattr(error, "stderr", None) or error)

    return next((line for line in printed.splitlines() if "Error: " in line), printed)


def _show(console: Console, deliveries: tuple[RecordedDelivery, ...]) -> None:
    why = Column("why", overflow="fold")
    table = Table("Sunbird answered", "event", "fate", why, box=None, pad_edge=False)
    for delivery in deliveries:
        table.add_section()
        answer = answered(delivery)
        for number, cells in enumerate(_rows(delivery)):
            table.add_row("" if number else answer, *cells)
    console.print(table)
    console.print(f"\n[bold]{summary(deliveries)}[/]")


def _show_fates(console: Console) -> None:
    console.print("\nThe eight fates of an event:")
    table = Table(show_header=False, box=None, pad_edge=False)
    for fate, sentence in _FATES.items():
        table.add_row(_coloured(fate), sentence)
    console.print(table)


def _rows(delivery: RecordedDelivery) -> Iterator[tuple[str, str, str]]:
    events = list(delivery.events())
    if all(event.judged.fate is Fate.DUPLICATE for event in events):
        yield (
            f"all {len(events)} again",
            _coloured(Fate.DUPLICATE),
            _why(events[0], delivery.outcome.diagnosis),
        )
    else:
        for event in events:
            eid = event.event["eid"] if event.event else "null"
            yield eid, _coloured(event.judged.fate), _why(event, delivery.outcome.diagnosis)


def _coloured(fate: Fate) -> str:
    return f"[{_COLOURS.get(fate, 'yellow')}]{fate}[/]"


def _why(event: RecordedEvent, diagnosis: str | None) -> str:
    if event.judged.fate is Fate.ACCEPTED:
        return ""
    if event.judged.fate is Fate.REFUSED:
        return escape(diagnosis or "")
    findings = event.verdict.findings
    wrong = [each for each in findings if each.level is Level.ERROR and each.pointer]
    messages = [each.message for each in wrong or findings[:1]]
    if event.event is None:
        messages.insert(0, "The app put null into the list of events.")

    return escape("\n".join(messages))


def summary(deliveries: tuple[RecordedDelivery, ...]) -> str:
    """
    Count requests by answer and events by fate, in a sentence.
    """
    fates = Counter(verdict.fate for delivery in deliveries for verdict in delivery.verdicts)
    answers = Counter(map(answered, deliveries))
    answered_how = ", ".join(
        f"{f'{times} x' if len(answers) > 1 else 'all'} {text}" for text, times in answers.items()
    )
    dropped = {fate: count for fate, count in fates.items() if fate.dropped}
    others = {fate: count for fate, count in fates.items() if not fate.dropped}

    return (
        f"{len(deliveries)} requests, {answered_how}; {sum(dropped.values())} of {fates.total()} "
        f"events would be dropped ({_counted(dropped)}). The others: {_counted(others)}."
    )


def _counted(fates: dict[Fate, int]) -> str:
    return ", ".join(f"{count} {fate}" for fate, count in fates.items())


def answered(delivery: RecordedDelivery) -> str:
    """
    Return status and message of an answer, in short.
    """
    reply = delivery.outcome.reply
    said = json.loads(reply.body)

    return f"{reply.status} {said.get('responseCode') or said.get('message')}"
