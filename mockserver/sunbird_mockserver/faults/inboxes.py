"""
Which faults are in place where.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from sunbird_mockserver.faults.fault import Answering, FaultError
from sunbird_mockserver.faults.kinds import ExpireCredential
from sunbird_mockserver.faults.meeting import NO_FAULTS, Meeting, Met
from sunbird_mockserver.faults.placed import Placed
from sunbird_telemetry.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

    from sunbird_mockserver.consumers.inboxes import InboxConsumers
    from sunbird_mockserver.delivery import Delivery
    from sunbird_mockserver.faults.fault import Fault
    from sunbird_mockserver.routes import Route

__all__ = ["Faults"]


class Faults:
    """
    The faults of each inbox, in the order in which they were asked for.

    Those that a number of deliveries meet go first, and each of them until it is used up; then
    those that last.

    Args:
        consumers: Who is known in an inbox.
    """

    def __init__(self, consumers: InboxConsumers) -> None:
        self._consumers = consumers
        self._lock = Lock()
        self._inboxes: dict[str, tuple[Placed, ...]] = {}

    def of(self, inbox: str) -> tuple[Placed, ...]:
        """
        All that was asked for in *inbox* since it was cleared, used up or not.
        """
        return self._inboxes.get(inbox, ())

    def check(self, inbox: str, fault: Fault) -> None:
        """
        Make sure that some delivery to *inbox* can meet *fault*.

        Raises:
            FaultError: Nobody has the key that should be lost.
        """
        key = fault.key if isinstance(fault, ExpireCredential) else None
        consumers = self._consumers.of(inbox)
        # What is lost already is not found, but may be lost once more.
        if key is None or consumers.find(key) or consumers.expiry_of(key):
            return
        keys = [credential.key for each in consumers for credential in each.credentials]
        raise FaultError(
            f"There is no credential with the key {key!r} to expire.{did_you_mean(key, keys)} Have "
            "the client register first, or give no key: then all are lost."
        )

    def place(self, inbox: str, fault: Fault) -> Placed:
        """
        Let deliveries to *inbox* meet *fault*.

        Raises:
            FaultError: None can.
        """
        self.check(inbox, fault)
        placed = Placed(fault)
        with self._lock:
            self._inboxes[inbox] = (*self.of(inbox), placed)
            if placed.expiry:
                self._consumers.own(inbox).expire(placed.expiry)

        return placed

    def end(self, inbox: str, placed: Placed) -> None:
        """
        Let nothing in *inbox* meet what is *placed* there any more.
        """
        placed.end()
        if placed.expiry:
            self._consumers.of(inbox).restore(placed.expiry)

    def clear(self, inbox: str) -> None:
        """
        End all that was asked for in *inbox*, and forget it.
        """
        with self._lock:
            cleared = self._inboxes.pop(inbox, ())
        for placed in cleared:
            self.end(inbox, placed)

    def clear_all(self) -> None:
        """
        The same everywhere, e.g. because the server ends.
        """
        for inbox in tuple(self._inboxes):
            self.clear(inbox)

    def meet(self, delivery: Delivery, route_of: Callable[[str], Route | None]) -> Meeting:
        """
        What *delivery* meets, which takes the route that *route_of* finds for its path.
        """
        placed = self._inboxes.get(delivery.inbox)
        if not placed:
            return NO_FAULTS
        route = route_of(delivery.path)
        on_its_way = [each for each in placed if each.is_met_by(route, delivery.method)]
        standing = tuple(each for each in on_its_way if not isinstance(each.fault, Answering))
        with self._lock:  # so that chaos strikes in order of arrival
            for each in sorted(on_its_way, key=lambda each: not each.is_one_shot):
                if fault := each.take():
                    return Meeting(Met(fault, each), standing)

        return Meeting(standing=standing)
