"""
What a test wants to go wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from pytest_sunbird.events import Delivery
from sunbird_mockserver.faults import (
    TELEMETRY,
    AcceptThenDrop,
    BadJson,
    Chaos,
    Delay,
    Drop,
    Empty200,
    ExpireCredential,
    NoCors,
    RateLimit,
    Status,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self, Unpack

    from sunbird_mockserver import faults
    from sunbird_mockserver.mock import Mock

__all__ = ["Fault", "Faults", "Which"]


class Fault:
    """
    Something that goes wrong, from when it is asked for until it is used up or removed.

    In a ``with`` statement it is removed at the end.
    """

    def __init__(self, mock: Mock, inbox: str, placed: faults.Placed) -> None:
        self._mock = mock
        self._inbox = inbox
        self._placed = placed

    def __repr__(self) -> str:
        return f"<Fault {self._placed.fault!r}, met {self.times_met} times>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()

    @property
    def name(self) -> str:
        """
        What the control API calls it.
        """
        return self._placed.fault.name

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """
        The requests that met it, in order. A snapshot.
        """
        met = self._mock.journal.met(self._inbox, self._placed.number)

        return tuple(map(Delivery, met))

    @property
    def times_met(self) -> int:
        """
        How many requests met it.
        """
        return len(self.deliveries)

    @property
    def is_unmet(self) -> bool:
        """
        Whether it was there for a number of requests, and not one has met it.
        """
        return self._placed.is_one_shot and not self.times_met

    def remove(self) -> None:
        """
        Let nothing meet it any more. An answer that it holds back is given at once.
        """
        self._mock.faults.end(self._inbox, self._placed)


class Which(TypedDict, total=False):
    """
    Which requests meet a fault.

    Attributes:
        times: How many; None: all until it is removed. Default: 1.

        route: The name of the route that they take. Default: ``telemetry``.
    """

    times: int | None
    route: str


class Faults:
    """
    What goes wrong in one inbox, and in no other.

    Of the faults that decide about a whole answer each request meets one: first those for a number
    of requests, in the order in which they were asked for, then those that last.

    Args:
        mock: The mock that has the inbox.

        inbox: Its name.
    """

    def __init__(self, mock: Mock, inbox: str) -> None:
        self._mock = mock
        self._inbox = inbox

    def __iter__(self) -> Iterator[Fault]:
        """
        All that was asked for since the inbox was reset or cleared, used up or not.
        """
        return (self._of(placed) for placed in self._mock.faults.of(self._inbox))

    def next(self, status: int, *, retry_after: int | None = None, **which: Unpack[Which]) -> Fault:
        """
        Another answer than the true one, in the words of the component that would say so.

        Nothing is kept of a request that meets it.

        Args:
            status: From 400 to 599.

            retry_after: The value of that header, in s.

            **which: See `Which`.
        """
        return self._place(Status(status, retry_after, **which))

    def delay(self, seconds: float, **which: Unpack[Which]) -> Fault:
        """
        The true answer, late.

        Args:
            seconds: How late.

            **which: See `Which`.
        """
        return self._place(Delay(seconds, **which))

    def drop(self, **which: Unpack[Which]) -> Fault:
        """
        A connection that is closed without an answer. Nothing is kept.

        Args:
            **which: See `Which`.
        """
        return self._place(Drop(**which))

    def accept_then_drop(self, **which: Unpack[Which]) -> Fault:
        """
        A connection that is closed without an answer, although the batch was taken.

        Args:
            **which: See `Which`.
        """
        return self._place(AcceptThenDrop(**which))

    def bad_json(self, **which: Unpack[Which]) -> Fault:
        """
        A 200 that says to be JSON and is not, although the batch was taken.

        Args:
            **which: See `Which`.
        """
        return self._place(BadJson(**which))

    def empty_200(self, **which: Unpack[Which]) -> Fault:
        """
        A 200 that says to be JSON and has no body, although the batch was taken.

        Args:
            **which: See `Which`.
        """
        return self._place(Empty200(**which))

    def expire_credential(self, key: str | None = None) -> Fault:
        """
        A gateway that has lost a credential, until the client registers anew or this is removed.

        Args:
            key: Which one; default: all that telemetry can be sent with.

        Raises:
            FaultError: Nobody has that key, so that no request would meet the fault.
        """
        return self._place(ExpireCredential(key))

    def rate_limit(self, after: int, *, route: str = TELEMETRY) -> Fault:
        """
        A limit: so many requests pass, all later ones are answered 429 until this is removed.

        Args:
            after: How many pass.

            route: The name of the route.
        """
        return self._place(RateLimit(after, route=route))

    def no_cors(self, *, route: str = TELEMETRY) -> Fault:
        """
        A gateway without CORS: browsers keep pages on other origins from sending and reading.

        Args:
            route: The name of the route.
        """
        return self._place(NoCors(route=route))

    def chaos(self, probability: float, *, seed: int = 0, **which: Unpack[Which]) -> Fault:
        """
        Now and then a 503, a connection that is dropped before or after the batch was taken, or a
        short delay: until this is removed, unless *times* says how often.

        Args:
            probability: How often, from 0 to 1.

            seed: The same seed makes the same faults, in order of arrival.

            **which: See `Which`.
        """
        return self._place(Chaos(probability, seed, **which))

    @property
    def unmet(self) -> tuple[Fault, ...]:
        """
        Those that were there for a number of requests, and that not one request has met.
        """
        return tuple(fault for fault in self if fault.is_unmet)

    def clear(self) -> None:
        """
        Remove all of them, and forget that they were there.
        """
        self._mock.faults.clear(self._inbox)

    def _place(self, fault: faults.Fault) -> Fault:
        return self._of(self._mock.faults.place(self._inbox, fault))

    def _of(self, placed: faults.Placed) -> Fault:
        return Fault(self._mock, self._inbox, placed)
