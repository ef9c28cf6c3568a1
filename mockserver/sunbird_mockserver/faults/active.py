"""
A fault that is in place, and what became of it.
"""

from __future__ import annotations

from itertools import count
from threading import Lock
from typing import TYPE_CHECKING

from sunbird_mockserver.consumers.model import Expiry
from sunbird_mockserver.delivery import Hold, Release
from sunbird_mockserver.faults.fault import Answering
from sunbird_mockserver.faults.kinds import ExpireCredential, RateLimit
from sunbird_mockserver.gateway import RequestQuota

if TYPE_CHECKING:
    from sunbird_mockserver.deployments.routes import Route
    from sunbird_mockserver.faults.fault import Fault

__all__ = ["ActiveFault"]

# Whose credentials are lost if no key was named: all that telemetry can be sent with.
_GROUP = "telemetryCreate"
_numbers = count(1)


class ActiveFault:
    """
    A fault in an inbox.

    Args:
        fault: What it is.

    Attributes:
        fault: What it is.

        number: Its number in this process.

        left: How many more deliveries can meet it; None: all of them.

        cap: What counts requests, if it sets a limit.

        expiry: What is lost, if credentials are.
    """

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self.number = next(_numbers)
        self.left = fault.times if isinstance(fault, Answering) else None
        self.cap = RequestQuota(fault.after) if isinstance(fault, RateLimit) else None
        self.expiry = Expiry(fault.key, _GROUP) if isinstance(fault, ExpireCredential) else None
        self._draws = fault.draws() if isinstance(fault, Answering) else iter(())
        self._lock = Lock()
        self._over = Release()

    @property
    def is_one_shot(self) -> bool:
        """
        True if it affects a number of deliveries and then ends.
        """
        return isinstance(self.fault, Answering) and self.fault.times is not None

    def is_met_by(self, route: Route | None, method: str) -> bool:
        """
        Return True if it can affect a request with *method* on *route*.
        """
        return self.left != 0 and self.fault.is_for(route, method)

    def take(self) -> Answering | None:
        """
        Return the fault for the next delivery; None if it is not affected.
        """
        with self._lock:
            drawn = None if self.left == 0 else next(self._draws, None)
            if drawn and self.left:
                self.left -= 1

        return drawn

    def give_back(self) -> None:
        """
        Let another delivery meet what one could not.
        """
        with self._lock:
            if self.left is not None and not self._over.is_set():
                self.left += 1

    def end(self) -> None:
        """
        Let nothing meet it any more, and nobody wait because of it.
        """
        with self._lock:
            self.left = 0
            self._over.set()

    def hold(self, seconds: float) -> Hold:
        """
        A wait of so many *seconds*, or until its end.
        """
        return Hold(seconds, self._over)
