"""
A failure in four parts, and the error that carries it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pytest_sunbird.explain.layout import fold
from pytest_sunbird.explain.refusals import refusals
from pytest_sunbird.explain.remains import remains

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_sunbird.events import Event
    from pytest_sunbird.inbox import Inbox

__all__ = ["Failure", "TelemetryMismatch"]


@dataclass(frozen=True, slots=True)
class Failure:
    """
    What there is to say when an inbox does not hold what it should.

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
        inbox: Inbox,
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
            remains(inbox, shown),
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
    What was recorded is not what was expected.

    Attributes:
        failure: The facts behind the text.
    """

    # Where people import it from: pytest's summary has room for one line, which begins with this.
    __module__ = "pytest_sunbird"

    def __init__(self, failure: Failure) -> None:
        super().__init__(str(failure))
        self.failure = failure
