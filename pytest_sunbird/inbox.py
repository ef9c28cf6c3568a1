"""
One inbox of a mock server: what was sent to its address, and only there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from pytest_sunbird.events import Batch, Delivery, Events, arrived_in
from pytest_sunbird.options import DEFAULT_TIMEOUT_S

if TYPE_CHECKING:
    from pytest_sunbird.allowing import Allowance
    from sunbird_mockserver import Clock, Mock, MockServer
    from sunbird_mockserver.journal import Journal

__all__ = ["Inbox", "InboxClock"]


class Inbox:
    """
    What a test sees of a server.

    Args:
        server: The server that has the inbox.

        inbox: Its name.

        timeout: How long expectations wait unless they say otherwise, in s.

    Attributes:
        allowances: What the test allows to be lost or refused.
    """

    def __init__(
        self, server: MockServer, inbox: str, *, timeout: float = DEFAULT_TIMEOUT_S
    ) -> None:
        self.server = server
        self.inbox = inbox
        self.timeout = timeout
        self.allowances: list[Allowance] = []

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.url}>"

    @property
    def url(self) -> str:
        """
        What the app under test should be told as its host. No slash at the end: SDKs add their own.
        """
        return self.server.url(self.inbox)

    @cached_property
    def clock(self) -> InboxClock:
        """
        The time of this inbox, by which batches are stamped and ids are forgotten.
        """
        return InboxClock(self.server.mock, self.inbox)

    @property
    def journal(self) -> Journal:
        """
        Where all inboxes of the server are kept.
        """
        return self.server.mock.journal

    @property
    def events(self) -> Events:
        """
        The events that arrived, in order. A snapshot: later arrivals do not change it.
        """
        held = self.journal.deliveries(self.inbox)

        return Events((event for source in held for event in arrived_in(source)), self)

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """
        The requests that arrived and their answers, refused ones included. A snapshot.
        """
        return tuple(map(Delivery, self.journal.deliveries(self.inbox)))

    @property
    def batches(self) -> tuple[Batch, ...]:
        """
        The batches that arrived, refused ones included. A snapshot.
        """
        return tuple(delivery.batch for delivery in self.deliveries if delivery.batch)


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
