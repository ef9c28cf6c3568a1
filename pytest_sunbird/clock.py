"""
The time of an inbox, to be moved by its test.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sunbird_mockserver import Clock, Mock

__all__ = ["InboxClock"]


@dataclass(frozen=True, slots=True)
class _Ahead:
    """
    A clock that is *ms* ahead of another.
    """

    clock: Clock
    ms: int

    def __call__(self) -> int:
        return self.clock() + self.ms


class InboxClock:
    """
    What time it is for one inbox: for its stamps, its rate limits, and what its pipeline remembers.

    Runs as the server's own clock does until it is `set`; from then on it stands still.

    Args:
        mock: Whose inbox it is.

        inbox: Its name.
    """

    def __init__(self, mock: Mock, inbox: str) -> None:
        self._mock = mock
        self._inbox = inbox

    def __repr__(self) -> str:
        return f"<InboxClock {self.now}>"

    @property
    def now(self) -> int:
        """
        The time, in ms since the epoch.
        """
        return self._mock.now(self._inbox)

    def set(self, moment: datetime | int) -> None:
        """
        Let it be *moment*, in ms since the epoch or with its time zone, until it is moved again.

        Raises:
            ValueError: *moment* has no time zone.

            TypeError: It is neither.
        """
        if isinstance(moment, datetime):
            if moment.tzinfo is None:
                raise ValueError(f"{moment} has no time zone. Give it one, e.g. tzinfo=UTC.")
            moment = round(moment.timestamp() * 1000)
        if not isinstance(moment, int):
            raise TypeError(f"{moment!r} is neither a datetime nor a whole number of ms.")
        standing = moment
        self._mock.set_clock(self._inbox, lambda: standing)

    def advance(self, by: timedelta | None = None, *, seconds: float = 0) -> None:
        """
        Move it *by* a time, or by *seconds*. If it ran before, it goes on running.

        Raises:
            TypeError: *by* is no `timedelta`.
        """
        if by is not None and not isinstance(by, timedelta):
            raise TypeError(f"{by!r} is no timedelta. Write advance(seconds={by!r}) for seconds.")
        ms = round(seconds * 1000) + (round(by.total_seconds() * 1000) if by else 0)
        clock = self._mock.clock_in(self._inbox)
        ahead = (
            _Ahead(clock.clock, clock.ms + ms) if isinstance(clock, _Ahead) else _Ahead(clock, ms)
        )
        self._mock.set_clock(self._inbox, ahead)
