"""
A failure in four parts, and the error that carries it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

import orjson

from pytest_sunbird.formatting import fold, listed
from sunbird_telemetry.pipeline import Fate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pytest_sunbird.records.views import Delivery, Event, InboxView

__all__ = ["SEND_FIRST", "Failure", "TelemetryMismatch", "also_recorded", "refusals"]

#: The remedy where nothing arrived that could be checked.
SEND_FIRST = "Make the app send something first."


@dataclass(frozen=True, slots=True)
class Failure:
    """
    The facts of a failure: an inbox does not hold what a test wants.

    Attributes:
        wanted: What was wanted, in a sentence.

        nearest: What came nearest, line by line.

        remains: What else arrived.

        remedy: What to do, a sentence each.

        refused: Which requests were refused and why, line by line.
    """

    wanted: str
    nearest: tuple[str, ...]
    remains: str
    remedy: tuple[str, ...]
    refused: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        inbox: InboxView,
        wanted: str,
        *,
        nearest: tuple[str, ...] = (),
        shown: tuple[Event, ...] = (),
        remedy: tuple[str, ...],
    ) -> Failure:
        """
        The failure of *inbox*, which knows what else arrived beside the events that are *shown*.
        """
        return cls(
            wanted,
            nearest,
            also_recorded(inbox, shown),
            (*remedy, f"The inbox is {inbox.url}."),
            refusals(inbox),
        )

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def lines(self) -> Iterator[str]:
        """
        The text, one line at a time, as wide as the terminal.
        """
        for line in (self.wanted, *self.refused, *self.nearest, self.remains):
            yield from fold(line)
        yield from fold(f"what to do: {' '.join(self.remedy)}")


class TelemetryMismatch(AssertionError):  # noqa: N818  it is a failure, not an error
    """
    Failure of an expectation: the recorded telemetry is not the expected telemetry.

    Attributes:
        failure: The facts behind the text.
    """

    # Where people import it from: pytest's summary has room for one line, which begins with this.
    __module__ = "pytest_sunbird"

    def __init__(self, failure: Failure) -> None:
        super().__init__(str(failure))
        self.failure = failure


_LONGEST = 100


def refusals(inbox: InboxView) -> tuple[str, ...]:
    """
    A line per kind of refusal in *inbox*.
    """
    refused = list(filter(_is_refused, inbox.deliveries))
    if not refused:
        return ()
    number = len(refused)
    nothing = "" if inbox.events else "nothing arrived, but "
    head = f"{nothing}{number} {'delivery was' if number == 1 else 'deliveries were'} refused:"
    kinds = Counter(map(_said, refused))
    if len(kinds) == 1:
        return (f"{head} {next(iter(kinds))}",)

    return (head, *(f"  {times} x {said}" for said, times in kinds.items()))


def _is_refused(delivery: Delivery) -> bool:
    if delivery.status:
        return delivery.status >= HTTPStatus.BAD_REQUEST

    # A fault closed the connection, and what came with it may have been taken all the same.
    return delivery.batch is not None and delivery.batch.fate is Fate.REFUSED


def _said(delivery: Delivery) -> str:
    because = f", because {delivery.diagnosis}" if delivery.diagnosis else ""

    if not delivery.status:
        return f"no answer{because}"

    return f"{delivery.status} {_told(delivery)}{because}"


def _told(delivery: Delivery) -> str:
    """
    Return the message in an answer, without its markup.
    """
    text = delivery.answer.decode("utf-8", "replace").strip()
    try:
        told = _message(orjson.loads(text), ("message", "error"))
    except orjson.JSONDecodeError:
        told = text
    if not told or told.startswith("<") or len(told) > _LONGEST:
        return _phrase(delivery.status)

    return told


def _message(answer: object, names: Sequence[str]) -> str:
    found = [answer[name] for name in names if name in answer] if isinstance(answer, dict) else []

    return str(found[0]) if found and isinstance(found[0], str) else ""


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "with no known meaning"


def also_recorded(inbox: InboxView, shown: Sequence[Event]) -> str:
    """
    List what else arrived in *inbox*, beside the events that are *shown*, by type.
    """
    known = {each.seq for each in shown}
    kinds = Counter(str(each.eid) for each in inbox.events if each.seq not in known)
    told = listed(f"{times} {eid}" for eid, times in kinds.items())
    also = "also " if shown else ""
    if told:
        return f"{also}recorded: {told}"

    return f"{also}recorded: nothing{' else' * bool(shown)}"
