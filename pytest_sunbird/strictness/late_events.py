"""
Events that arrived when the test that caused them had ended.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sunbird_mockserver.journal.record import RecordedDelivery

__all__ = ["Ended", "Late", "lines"]

_MS_PER_S = 1000
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Late:
    """
    Events that arrived after their owner had ended.

    Attributes:
        owner: The id of the test, or of the module.

        events: How many events.

        after_ms: How long after its end the last of them arrived.
    """

    owner: str
    events: int
    after_ms: int

    def __str__(self) -> str:
        events = "1 event" if self.events == 1 else f"{self.events:,} events"
        after_s = self.after_ms / _MS_PER_S

        return f"late: {events} of {self.owner} arrived {after_s:.1f} s after it ended"


@dataclass(frozen=True, slots=True)
class Ended:
    """
    An owner that ended.

    Attributes:
        owner: Its id.

        at: When, in ms since the epoch by the clock of the server.

        newest: The id of the last delivery that was in time.

        late: What arrived since.
    """

    owner: str
    at: int
    newest: int
    late: Late | None = None

    def seeing(self, deliveries: Iterable[RecordedDelivery], now: int) -> Ended:
        """
        The same with what those *deliveries* brought that were not in time.

        Args:
            deliveries: What arrived for it.

            now: What time it is, in ms since the epoch by the clock of the server.
        """
        brought = [each for each in deliveries if each.verdicts and each.id > self.newest]
        if not brought:
            return self
        before = self.late or Late(self.owner, 0, 0)
        events = before.events + sum(len(each.verdicts) for each in brought)
        # Received is by the clock of the inbox, which the test may have moved to any time.
        newest = min(now, max(each.outcome.delivery.received for each in brought))

        return replace(self, late=Late(self.owner, events, max(before.after_ms, newest - self.at)))


def lines(late: Sequence[str]) -> Iterator[str]:
    """
    Lines about all *late* events, for the end of the session.
    """
    yield from late[:_SHOWN]
    if len(late) > _SHOWN:
        yield f"late: events of {len(late) - _SHOWN:,} more tests"
