"""
What can be expected of an inbox, as steps that threads and event loops can wait in alike.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from numbers import Real
from typing import TYPE_CHECKING, Any

from pytest_sunbird.events import Event, Events, arrived_in
from pytest_sunbird.explain import expected
from pytest_sunbird.inbox import Inbox
from pytest_sunbird.wanting import Wish
from sunbird_mockserver.waiting import Pause, gather, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sunbird_mockserver.recorded import RecordedDelivery
    from sunbird_mockserver.waiting import Steps

__all__ = ["Expecting", "counted", "idle", "never", "once", "satisfying", "sequence"]


@dataclass(slots=True)
class _Accepted:
    """
    The events that are accepted, gathered until there are enough.
    """

    accepts: Callable[[Event], bool]
    enough: int
    events: list[Event] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        return len(self.events) >= self.enough

    def take(self, deliveries: Iterable[RecordedDelivery]) -> None:
        for delivery in deliveries:
            self.events += filter(self.accepts, arrived_in(delivery))


@dataclass(slots=True)
class _InOrder:
    """
    The first event for each wish that comes after the one for the wish before.
    """

    wishes: Sequence[Wish]
    events: list[Event] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        return len(self.events) == len(self.wishes)

    def take(self, deliveries: Iterable[RecordedDelivery]) -> None:
        for delivery in deliveries:
            for event in arrived_in(delivery):
                if not self.is_complete and self.wishes[len(self.events)].accepts(event):
                    self.events.append(event)


def once(inbox: Inbox, wish: Wish, timeout: float) -> Steps[Event]:
    """
    The first event that is wished for.
    """
    __tracebackhide__ = True
    _check_times(timeout=timeout)
    accepted = yield from _accepted(inbox, wish.accepts, 1, timeout)
    if not accepted:
        raise expected.missed(inbox, wish, timeout)

    return accepted[0]


def satisfying(inbox: Inbox, predicate: Callable[[Event], bool], timeout: float) -> Steps[Event]:
    """
    The first event that *predicate* is true of.
    """
    __tracebackhide__ = True
    _check_times(timeout=timeout)
    accepted = yield from _accepted(inbox, predicate, 1, timeout)
    if not accepted:
        raise expected.unsatisfied(inbox, predicate, timeout)

    return accepted[0]


def never(inbox: Inbox, wish: Wish, within: float) -> Steps[None]:
    """
    Nothing, unless an event arrives that is not wished for.
    """
    __tracebackhide__ = True
    _check_times(within=within)
    accepted = yield from _accepted(inbox, wish.accepts, 1, within)
    if accepted:
        raise expected.unwanted(inbox, wish, accepted[0])


def counted(
    inbox: Inbox, number: int, wish: Wish, *, timeout: float, within: float
) -> Steps[Events]:
    """
    The events that are wished for, if there are *number* of them and no more follow.
    """
    __tracebackhide__ = True
    _check_times(timeout=timeout, within=within)
    if not isinstance(number, int):
        raise TypeError(f"{number!r} is no number of events. It comes first, then the event type.")
    accepted = yield from _accepted(inbox, wish.accepts, number, timeout)
    if len(accepted) == number:
        accepted = yield from _accepted(inbox, wish.accepts, number + 1, within)
    if len(accepted) != number:
        raise expected.miscounted(inbox, number, wish, accepted, timeout)

    return Events(accepted, inbox)


def sequence(
    inbox: Inbox, items: Sequence[str | Mapping[str, Any]], timeout: float
) -> Steps[Events]:
    """
    An event for each of *items*, in that order of arrival; others may stand between them.
    """
    __tracebackhide__ = True
    _check_times(timeout=timeout)
    if not items:
        raise TypeError(
            "expect_sequence() without items expects nothing. Give event types or objects, in "
            'order: expect_sequence("START", "END").'
        )
    for item in items:
        if not isinstance(item, str | Mapping):
            raise TypeError(
                f"{item!r} is neither an event type nor an object. Give the items of a sequence "
                "one by one, not as a list."
            )
    wishes = [Wish.of({"eid": item} if isinstance(item, str) else item) for item in items]
    found = yield from gather(inbox.journal, (inbox.inbox,), lambda: _InOrder(wishes), timeout)
    if not found.is_complete:
        raise expected.broken_off(inbox, wishes, found.events, timeout)

    return Events(found.events, inbox)


def idle(inbox: Inbox, quiet: float, timeout: float) -> Steps[None]:
    """
    Nothing, once no delivery has arrived for *quiet* seconds from now on.
    """
    __tracebackhide__ = True
    _check_times(quiet=quiet, timeout=timeout)
    since = time.monotonic()
    deadline, newest = since + timeout, inbox.journal.newest(inbox.inbox)
    while True:
        now = time.monotonic()
        if (latest := inbox.journal.newest(inbox.inbox)) > newest:
            newest, since = latest, now
        if now >= since + quiet:
            return
        if now >= deadline:
            raise expected.restless(inbox, quiet, timeout)
        yield Pause((inbox.inbox,), newest, min(since + quiet, deadline) - now)


def _check_times(**given: object) -> None:
    for name, seconds in given.items():
        if not isinstance(seconds, Real):
            raise TypeError(f"{name} is {seconds!r}: give a number of seconds, e.g. 5 or 0.5.")


def _accepted(
    inbox: Inbox, accepts: Callable[[Event], bool], enough: int, timeout: float
) -> Steps[list[Event]]:
    gathered = yield from gather(
        inbox.journal, (inbox.inbox,), lambda: _Accepted(accepts, enough), timeout
    )

    return gathered.events


class Expecting(Inbox):
    """
    What a test may expect of its inbox. Times are in s; *timeout* is the inbox's unless given.

    Fields are named as in the event: objects match in part, all else as a whole. A name with dots
    is a path (``**{"edata.visits.0.objid": "do_1"}``). For a value may stand whatever has an
    opinion on what it equals, a type, a pattern that is found somewhere in the text, a test to
    call with the value, or `ABSENT`.
    """

    def expect(self, eid: str, *, timeout: float | None = None, **fields: Any) -> Event:
        """
        The first event of type *eid* that has *fields*, as soon as it is there.

        Whatever its fate: an event that the pipeline would drop has arrived, too.

        Raises:
            TelemetryMismatch: None arrived in time. Says what came nearest.
        """
        __tracebackhide__ = True
        wish = Wish.of({"eid": eid, **fields})

        return run(self.journal, once(self, wish, self._seconds(timeout)))

    def wait_for(
        self, predicate: Callable[[Event], bool], *, timeout: float | None = None
    ) -> Event:
        """
        The first event that *predicate* is true of, as soon as it is there.

        Raises:
            TelemetryMismatch: None arrived in time.
        """
        __tracebackhide__ = True

        return run(self.journal, satisfying(self, predicate, self._seconds(timeout)))

    def expect_none(self, eid: str, *, within: float = 0.2, **fields: Any) -> None:
        """
        No event of type *eid* that has *fields*: none that is there, and none *within* seconds.

        Raises:
            TelemetryMismatch: One arrived.
        """
        __tracebackhide__ = True
        wish = Wish.of({"eid": eid, **fields})

        run(self.journal, never(self, wish, within))

    def expect_count(
        self,
        number: int,
        eid: str,
        *,
        timeout: float | None = None,
        within: float = 0.2,
        **fields: Any,
    ) -> Events:
        """
        Exactly *number* events of type *eid* that have *fields*, and no more *within* seconds.

        Raises:
            TelemetryMismatch: There were fewer, or more.
        """
        __tracebackhide__ = True
        wish = Wish.of({"eid": eid, **fields})
        steps = counted(self, number, wish, timeout=self._seconds(timeout), within=within)

        return run(self.journal, steps)

    def expect_sequence(
        self, *items: str | Mapping[str, Any], timeout: float | None = None
    ) -> Events:
        """
        An event for each of *items*, in that order of arrival; others may stand between them.

        Args:
            *items: Event types, or objects that are matched in part.

            timeout: How long to wait for the last of them.

        Raises:
            TelemetryMismatch: The sequence broke off. Says where.

            TypeError: There are no items, or one is neither.
        """
        __tracebackhide__ = True

        return run(self.journal, sequence(self, items, self._seconds(timeout)))

    def wait_until_idle(self, *, quiet: float = 0.2, timeout: float | None = None) -> None:
        """
        Wait until nothing has arrived for *quiet* seconds, counted from now on.

        Raises:
            TelemetryMismatch: Deliveries kept arriving.
        """
        __tracebackhide__ = True

        run(self.journal, idle(self, quiet, self._seconds(timeout)))

    def _seconds(self, timeout: float | None) -> float:
        return self.timeout if timeout is None else timeout
