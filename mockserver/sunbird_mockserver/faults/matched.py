"""
The faults that affect one delivery.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from sunbird_mockserver.faults.answers import AFTERWARDS, without_cors
from sunbird_mockserver.faults.kinds import Delay, Drop, NoCors, Status
from sunbird_mockserver.gateway.exchange import AS_DEPLOYED, Changed
from sunbird_mockserver.tokens import Refused

if TYPE_CHECKING:
    from sunbird_mockserver.delivery import Hold, Reply
    from sunbird_mockserver.faults.active import ActiveFault
    from sunbird_mockserver.faults.fault import Fault
    from sunbird_mockserver.gateway import Exchange

__all__ = ["NO_FAULTS", "FaultHit", "FaultedReply", "MatchedFaults"]


class FaultHit(NamedTuple):
    """
    A fault that a delivery meets.

    Attributes:
        fault: What it does: of chaos, what it does this time.

        placed: Which one it is.
    """

    fault: Fault
    placed: ActiveFault


@dataclass(frozen=True, slots=True)
class MatchedFaults:
    """
    The faults on the way of one delivery.

    Attributes:
        turn: The one that decides about the answer; None: none does.

        standing: What else is in place.
    """

    turn: FaultHit | None = None
    standing: tuple[ActiveFault, ...] = ()

    @property
    def changed(self) -> Changed:
        """
        Differences of the gateway from the deployment.
        """
        if not self.standing:
            return AS_DEPLOYED
        cap = next((each.cap for each in self.standing if each.cap), None)

        return Changed(cap, cors=not self._without_cors)

    @property
    def instead(self) -> Status | Drop | None:
        """
        The fault that answers in place of the true answer; the true one is not computed then.
        """
        fault = self.turn and self.turn.fault

        return fault if isinstance(fault, (Status, Drop)) else None

    def shape(self, reply: Reply, exchange: Exchange) -> FaultedReply:
        """
        Apply the faults to *reply*, the result of *exchange*.
        """
        if self is NO_FAULTS:  # as for nearly all deliveries
            return FaultedReply(reply, reply)
        by = tuple(
            FaultHit(each.fault, each) for each in self.standing if self._meets(each, exchange)
        )
        shaped = reply
        if self.turn:
            afterwards = AFTERWARDS.get(type(self.turn.fault))
            if afterwards and reply.status != HTTPStatus.OK:
                # It is for those that were taken, and waits for one.
                self.turn.placed.give_back()
            else:
                by = (self.turn, *by)
                shaped = afterwards(reply) if afterwards else reply
        refusing_first = tuple(sorted(by, key=lambda met: not met.fault.refuses))

        return FaultedReply(
            without_cors(shaped) if self._without_cors else shaped, reply, refusing_first
        )

    @property
    def _without_cors(self) -> bool:
        return any(isinstance(each.fault, NoCors) for each in self.standing)

    def _meets(self, placed: ActiveFault, exchange: Exchange) -> bool:
        if isinstance(placed.fault, NoCors):
            return True
        if self.instead:
            return False
        if placed.cap:
            return exchange.changed.cap is placed.cap and exchange.is_exhausted
        key = exchange.token.key if isinstance(exchange.token, Refused) else None

        return key is not None and exchange.consumers.expiry_of(key) is placed.expiry


@dataclass(frozen=True, slots=True)
class FaultedReply:
    """
    An answer and the faults that had a part in it.

    Attributes:
        reply: The answer.

        true: What it would be if nobody spoiled it; where another stands in its place, that one.

        by: Who had a part in it, whoever refused it first.
    """

    reply: Reply
    true: Reply
    by: tuple[FaultHit, ...] = ()

    @property
    def fault(self) -> Fault | None:
        """
        The fault that shaped the answer most; None if it is the true answer.
        """
        return self.by[0].fault if self.by else None

    @property
    def told(self) -> str | None:
        """
        A description of that fault's effect; None without a fault.
        """
        return f"a fault was asked for: {self.fault.told}" if self.fault else None

    @property
    def refused(self) -> bool:
        """
        True if that fault caused the refusal.
        """
        return self.fault is not None and self.fault.refuses

    @property
    def hold(self) -> Hold | None:
        """
        The delay of the answer.
        """
        for fault, placed in self.by:
            if isinstance(fault, Delay):
                return placed.hold(fault.seconds)

        return None


#: What most deliveries meet.
NO_FAULTS = MatchedFaults()
