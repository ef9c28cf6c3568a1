"""
Everything the server received, in order.

The journal keeps bytes and verdicts and parses on demand: a million parsed events would keep the
garbage collector busier than the server.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict, deque
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, takewhile
from operator import attrgetter
from typing import TYPE_CHECKING

from sunbird_mockserver.journal.explanation_cache import Tellings
from sunbird_mockserver.journal.record import RecordedDelivery
from sunbird_telemetry.lru import LRU

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sunbird_mockserver.journal.record import Outcome

__all__ = ["Forgotten", "Journal"]

_log = logging.getLogger(__name__)

_ALL = ""  # no inbox has that name
_BY_ID = attrgetter("id")
_NAMES = 10_000  # of inboxes that had to let something go


@dataclass(frozen=True, slots=True)
class Forgotten:
    """
    Numbers of deliveries and events dropped for want of room.

    Attributes:
        deliveries: How many deliveries.

        events: How many events they had brought.
    """

    deliveries: int = 0
    events: int = 0

    def __add__(self, other: Forgotten) -> Forgotten:
        return Forgotten(self.deliveries + other.deliveries, self.events + other.events)


class Journal:
    """
    The deliveries of all inboxes, under one lock and one condition.

    Beyond either limit the oldest deliveries go, but never the newest one.

    Args:
        max_events: How many events are kept.

        max_bytes: How much is kept, by the weight of each `Outcome`.
    """

    def __init__(self, *, max_events: int, max_bytes: int) -> None:
        self._max_events = max_events
        self._max_bytes = max_bytes
        self._arrived = threading.Condition()
        self._all: OrderedDict[int, RecordedDelivery] = OrderedDict()
        self._inboxes: dict[str, deque[RecordedDelivery]] = {}
        self._forgotten: LRU[str, Forgotten] = LRU(_NAMES)
        self._tellings = Tellings()
        self._events = self._bytes = 0
        self._last_id = self._last_seq = self._resets = 0
        self._listeners: dict[str, list[Callable[[RecordedDelivery], object]]] = {}

    def record(self, outcome: Outcome) -> RecordedDelivery:
        """
        Keep *outcome*, number it, and wake whoever waits.
        """
        weight = outcome.weight
        with self._arrived:
            self._last_id += 1
            delivery = RecordedDelivery(self._last_id, self._last_seq + 1, outcome, self._tellings)
            self._last_seq = delivery.last_seq
            self._all[delivery.id] = delivery
            self._inboxes.setdefault(delivery.inbox, deque()).append(delivery)
            self._count(delivery, weight)
            self._make_room()
            self._arrived.notify_all()
            # Under the lock, so that nobody is called who does not listen any more.
            errors = self._notify(delivery)
        for error in errors:
            _log.error("A listener failed on delivery %d", delivery.id, exc_info=error)

        return delivery

    def deliveries(self, *inboxes: str, after: int = 0) -> tuple[RecordedDelivery, ...]:
        """
        A snapshot of what *inboxes* hold beyond the delivery with the id *after*, in order.
        """
        with self._arrived:
            held = [self._beyond(inbox, after) for inbox in inboxes]

        return held[0] if len(held) == 1 else tuple(sorted(chain(*held), key=_BY_ID))

    def newest(self, inbox: str) -> int:
        """
        The id of the newest delivery that *inbox* holds; 0 if it holds none.
        """
        with self._arrived:
            held = self._inboxes.get(inbox)

            return held[-1].id if held else 0

    def met(self, inbox: str, fault: int) -> tuple[RecordedDelivery, ...]:
        """
        The deliveries to *inbox* whose answer the fault with that number has shaped.
        """
        return tuple(each for each in self.deliveries(inbox) if fault in each.outcome.faults)

    def await_beyond(self, *inboxes: str, after: int, timeout: float) -> bool:
        """
        Wait until *inboxes* hold a delivery with an id beyond *after*, at most *timeout* seconds.

        Returns:
            Whether they do.
        """
        with self._arrived:
            return self._arrived.wait_for(
                lambda: any(self.newest(inbox) > after for inbox in inboxes), timeout
            )

    def holds_beyond(self, *inboxes: str, after: int) -> bool:
        """
        Return True if *inboxes* hold a delivery with an id beyond *after*.
        """
        with self._arrived:
            return any(self.newest(inbox) > after for inbox in inboxes)

    @contextmanager
    def listening(
        self, *inboxes: str, listener: Callable[[RecordedDelivery], object]
    ) -> Iterator[None]:
        """
        Have *listener* told of each delivery to *inboxes*, to any without them, until the end of
        the block.

        In whichever thread brings it, and before anybody else may look: *listener* must neither
        wait nor ask this journal. For event loops, which cannot wait on a condition. What it raises
        is logged, and changes nothing else.
        """
        with self._arrived:
            for inbox in inboxes or (_ALL,):
                self._listeners.setdefault(inbox, []).append(listener)
        try:
            yield
        finally:
            with self._arrived:
                for inbox in inboxes or (_ALL,):
                    self._listeners[inbox].remove(listener)
                    if not self._listeners[inbox]:
                        del self._listeners[inbox]

    @property
    def resets(self) -> int:
        """
        The number of resets. A reader that counts over time starts again after one.
        """
        return self._resets

    def inboxes(self) -> tuple[str, ...]:
        """
        The inboxes that hold something.
        """
        with self._arrived:
            return tuple(self._inboxes)

    def forgotten(self, *inboxes: str) -> Forgotten:
        """
        Return what *inboxes* dropped for want of room.
        """
        with self._arrived:
            return sum(map(self._forgotten_of, inboxes), Forgotten())

    def reset(self, inbox: str) -> None:
        """
        Empty *inbox*. Numbers go on: none is given twice.
        """
        with self._arrived:
            self._forgotten.pop(inbox)
            self._tellings.clear()
            for delivery in self._inboxes.pop(inbox, ()):
                del self._all[delivery.id]
                self._count(delivery, delivery.outcome.weight, times=-1)
            self._resets += 1

    def _notify(self, delivery: RecordedDelivery) -> list[Exception]:
        """
        Call the listeners of *delivery*, and return what they raised.

        It is recorded by then, so that one failing affects neither its sender nor other listeners.
        """
        errors = []
        for inbox in (delivery.inbox, _ALL):
            for listener in tuple(self._listeners.get(inbox, ())):
                try:
                    listener(delivery)
                except Exception as error:  # noqa: BLE001  whatever a listener raises
                    errors.append(error)

        return errors

    def _beyond(self, inbox: str, after: int) -> tuple[RecordedDelivery, ...]:
        held = self._inboxes.get(inbox, ())
        if not after or not held:
            return tuple(held)
        # What a waiter has not seen yet is at the end, and little.
        newest_first = tuple(takewhile(lambda delivery: delivery.id > after, reversed(held)))

        return newest_first[::-1]

    def _forgotten_of(self, inbox: str) -> Forgotten:
        return self._forgotten.get(inbox) or Forgotten()

    def _count(self, delivery: RecordedDelivery, weight: int, times: int = 1) -> None:
        self._events += times * len(delivery.verdicts)
        self._bytes += times * weight

    def _make_room(self) -> None:
        while len(self._all) > 1 and (
            self._events > self._max_events or self._bytes > self._max_bytes
        ):
            self._forget_oldest()

    def _forget_oldest(self) -> None:
        # The oldest of all is the oldest of its inbox.
        _, delivery = self._all.popitem(last=False)
        inbox = delivery.inbox
        self._inboxes[inbox].popleft()
        if not self._inboxes[inbox]:
            del self._inboxes[inbox]
        self._count(delivery, delivery.outcome.weight, times=-1)
        gone = Forgotten(1, len(delivery.verdicts))
        self._forgotten.put(inbox, self._forgotten_of(inbox) + gone)
