"""
Failures that explain themselves: what was wanted, what came nearest, what else, what to do.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sunbird_mockserver.matching import Comparison, Criterion, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_sunbird.events import Delivery, Events

__all__ = ["Missed", "TelemetryMismatch"]

_LONGEST_VALUE = 120


@dataclass(frozen=True, slots=True)
class Missed:
    """
    An event that was expected and did not arrive.

    Attributes:
        wanted: What it should have had.

        timeout: How long it was waited for, in s.

        events: What arrived instead.

        deliveries: How it arrived, and what was refused.

        url: Where it should have been sent.
    """

    wanted: tuple[Criterion, ...]
    timeout: float
    events: Events
    deliveries: tuple[Delivery, ...]
    url: str

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"no {_wish(self.wanted)} within {self.timeout:g} s"
        yield from self._refusals()
        yield from self._nearest()
        yield f"also recorded: {self._recorded()}"
        yield f"it should be sent to {self.url}"

    def _refusals(self) -> Iterator[str]:
        refused = Counter(
            (
                delivery.status,
                delivery.answer.decode("utf-8", "replace").strip(),
                delivery.diagnosis,
            )
            for delivery in self.deliveries
            if delivery.status >= 400  # noqa: PLR2004  where HTTP's errors begin
        )
        for (status, answer, diagnosis), times in refused.items():
            because = f", because {diagnosis}" if diagnosis else ""
            yield f"refused: {times} x {status} {_short(answer)}{because}"

    def _nearest(self) -> Iterator[str]:
        near = nearest((event.json for event in self.events), self.wanted)
        if near is None:
            return
        number = len(self.events)
        yield f"nearest, of {number} event{'s' * (number != 1)}:"
        width = max(len(comparison.path) for comparison in near[1])
        for comparison in near[1]:
            yield _line(comparison, width)

    def _recorded(self) -> str:
        counted = Counter(str(event.eid) for event in self.events)

        return ", ".join(f"{times} {eid}" for eid, times in counted.items()) or "nothing"


class TelemetryMismatch(AssertionError):  # noqa: N818  it is a failure, not an error
    """
    What was recorded is not what was expected.

    Attributes:
        missed: The facts behind the text.
    """

    def __init__(self, missed: Missed) -> None:
        super().__init__(str(missed))
        self.missed = missed


def _wish(wanted: tuple[Criterion, ...]) -> str:
    eid, *others = wanted
    fields = [f"{'.'.join(criterion.path)} {criterion.wanted!r}" for criterion in others]

    return f"{eid.wanted} with {', '.join(fields)}" if fields else str(eid.wanted)


def _line(comparison: Comparison, width: int) -> str:
    path = comparison.path.ljust(width)
    if comparison.ok:
        return f"  ✓ {path}  {_short(str(comparison.got))}"

    return f"  ✗ {path}  wanted {comparison.wanted!r}, got {_short(repr(comparison.got))}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…"
