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
from pytest_sunbird.wanting import Wish
from sunbird_mockserver.waiting import Pause, gather

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pytest_sunbird.inbox import Inbox
    from sunbird_mockserver.recorded import RecordedDelivery
    from sunbird_mockserver.waiting import Steps

__all__ = ["counted", "idle", "never", "once", "satisfying", "sequence"]


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
