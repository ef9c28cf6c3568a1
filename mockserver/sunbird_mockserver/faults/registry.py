"""
The faults of each inbox.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from sunbird_mockserver.faults.active import ActiveFault
from sunbird_mockserver.faults.fault import Answering, FaultError
from sunbird_mockserver.faults.matched import NO_FAULTS, FaultHit, MatchedFaults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sunbird_mockserver.consumers.inboxes import InboxConsumers
    from sunbird_mockserver.delivery import Delivery
    from sunbird_mockserver.deployments.routes import Route
    from sunbird_mockserver.faults.fault import Fault

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
        self._inboxes: dict[str, tuple[ActiveFault, ...]] = {}

    def of(self, inbox: str) -> tuple[ActiveFault, ...]:
        """
        All that was asked for in *inbox* since it was cleared, used up or not.
        """
        return self._inboxes.get(inbox, ())

    def place(self, inbox: str, fault: Fault) -> ActiveFault:
        """
        Let deliveries to *inbox* meet *fault*, too.

        Raises:
            FaultError: None can, so nothing has changed.
        """
        fault.check(self._consumers.of(inbox))
        placed = ActiveFault(fault)
        with self._lock:
            self._inboxes[inbox] = (*self.of(inbox), placed)
            self._begin(inbox, placed)

        return placed

    def replace(self, inbox: str, faults: Iterable[Fault]) -> None:
        """
        Let deliveries to *inbox* meet *faults*, and nothing of what was there before.

        Each delivery meets either these or those.

        Raises:
            FaultError: None can meet one of them, so nothing has changed. It says which.
        """
        faults = tuple(faults)
        for number, fault in enumerate(faults):
            try:
                fault.check(self._consumers.of(inbox))
            except FaultError as error:
                raise FaultError(f"[{number}]: {error}") from None
        new = tuple(map(ActiveFault, faults))
        with self._lock:
            old = self.of(inbox)
            if new:
                self._inboxes[inbox] = new
            else:
                self._inboxes.pop(inbox, None)
            for placed in old:
                self.end(inbox, placed)
            for placed in new:
                self._begin(inbox, placed)

    def end(self, inbox: str, placed: ActiveFault) -> None:
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
        self.replace(inbox, ())

    def clear_all(self) -> None:
        """
        The same everywhere, e.g. because the server ends.
        """
        for inbox in tuple(self._inboxes):
            self.clear(inbox)

    def meet(self, delivery: Delivery, route_of: Callable[[str], Route | None]) -> MatchedFaults:
        """
        Return the faults that affect *delivery*, whose route *route_of* finds by its path.
        """
        if delivery.inbox not in self._inboxes:  # as nearly all
            return NO_FAULTS
        route = route_of(delivery.path)
        with self._lock:  # so that chaos strikes in order of arrival
            placed = self.of(delivery.inbox)
            on_its_way = [each for each in placed if each.is_met_by(route, delivery.method)]
            standing = tuple(each for each in on_its_way if not isinstance(each.fault, Answering))
            for each in sorted(on_its_way, key=lambda each: not each.is_one_shot):
                if fault := each.take():
                    return MatchedFaults(FaultHit(fault, each), standing)

        return MatchedFaults(standing=standing)

    def _begin(self, inbox: str, placed: ActiveFault) -> None:
        if placed.expiry:
            self._consumers.own(inbox).expire(placed.expiry)
