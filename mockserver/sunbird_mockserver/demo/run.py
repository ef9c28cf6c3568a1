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
from sunbird_mockserver.server import MockServer
from sunbird_mockserver.tokens import mint
from sunbird_telemetry.findings import Level
from sunbird_telemetry.pipeline import Fate

if TYPE_CHECKING:
    from sunbird_mockserver.recorded import RecordedDelivery, RecordedEvent

__all__ = ["run"]

_COLOURS = {"accepted": "green", "failed": "red", "lost": "red", "poison": "red"}


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
            "\nNothing is wrong with a field of these, and yet none arrives as it was sent:"
        )
        send_well_formed(server.url(), token)
        _show(console, server.mock.journal.deliveries(DEFAULT_INBOX, after=app[-1].id))
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
    table = Table("Sunbird answered", "event", "what becomes of it", why, box=None, pad_edge=False)
    for delivery in deliveries:
        table.add_section()
        answer = answered(delivery)
        for event in delivery.events():
            table.add_row(answer if event.index == 0 else "", *_cells(event))
    console.print(table)
    console.print(f"\n[bold]{summary(deliveries)}[/]")


def _cells(event: RecordedEvent) -> tuple[str, str, str]:
    fate = event.judged.fate
    findings = event.verdict.findings
    wrong = [each for each in findings if each.level is Level.ERROR and each.pointer]
    why = "\n".join(each.message for each in wrong or findings[:1] if fate is not Fate.ACCEPTED)
    eid = event.event["eid"] if event.event else "(null)"

    return eid, f"[{_COLOURS.get(fate, 'yellow')}]{fate}[/]", escape(why)


def summary(deliveries: tuple[RecordedDelivery, ...]) -> str:
    """
    The sentence that partners cannot get from the real one.
    """
    verdicts = [verdict for delivery in deliveries for verdict in delivery.verdicts]
    dropped = sum(verdict.fate.dropped for verdict in verdicts)

    answers = Counter(map(answered, deliveries))
    told = ", ".join(
        f"{f'{times} x' if len(answers) > 1 else 'all'} {text}" for text, times in answers.items()
    )

    return (
        f"{len(deliveries)} requests, {told}; {dropped} of {len(verdicts)} events would be dropped"
    )


def answered(delivery: RecordedDelivery) -> str:
    """
    What the client heard, in short.
    """
    reply = delivery.outcome.reply
    said = json.loads(reply.body)

    return f"{reply.status} {said.get('responseCode') or said.get('message')}"
