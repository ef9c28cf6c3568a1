"""
What one delivery meets.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from sunbird_mockserver.faults.answers import AFTERWARDS, without_cors
from sunbird_mockserver.faults.kinds import Delay, Drop, NoCors, Status
from sunbird_mockserver.gateway.passage import AS_DEPLOYED, Changed
from sunbird_mockserver.tokens import Refused

if TYPE_CHECKING:
    from sunbird_mockserver.delivery import Hold, Reply
    from sunbird_mockserver.faults.kinds import Answering, Fault
    from sunbird_mockserver.faults.placed import Placed
    from sunbird_mockserver.gateway import Passage

__all__ = ["NO_FAULTS", "Meeting", "Shaped"]


@dataclass(frozen=True, slots=True)
class Meeting:
    """
    The faults that one delivery meets.

    Attributes:
        placed: Whose turn it is to decide about the answer; None: nobody's.

        effect: What that does.

        standing: What else is in place on its way.
    """

    placed: Placed | None = None
    effect: Answering | None = None
    standing: tuple[Placed, ...] = ()

    @property
    def changed(self) -> Changed:
        """
        What of the gateway is not as the deployment has it.
        """
        if not self.standing:
            return AS_DEPLOYED
        caps = [each.cap for each in self.standing if each.cap]

        return Changed(caps[0] if caps else None, cors=not self._without_cors)

    @property
    def instead(self) -> Status | Drop | None:
        """
        What is there in place of the true answer, which nobody makes then.
        """
        return self.effect if isinstance(self.effect, Status | Drop) else None

    def shape(self, reply: Reply, passage: Passage) -> Shaped:
        """
        What the faults make of *reply*, which *passage* has led to.
        """
        true = reply
        by = [(each.fault, each) for each in self.standing if self._meets(each, passage)]
        hold = None
        if self.placed and self.effect:
            afterwards = AFTERWARDS.get(type(self.effect))
            if afterwards and reply.status != HTTPStatus.OK:
                self.placed.give_back()
            else:
                by.insert(0, (self.effect, self.placed))
                reply = afterwards(reply) if afterwards else reply
        if isinstance(self.effect, Delay) and self.placed:
            hold = self.placed.hold(self.effect.seconds)
        if self._without_cors:
            reply = without_cors(reply)

        return Shaped(reply, true, tuple(by), hold)

    @property
    def _without_cors(self) -> bool:
        return any(isinstance(each.fault, NoCors) for each in self.standing)

    def _meets(self, placed: Placed, passage: Passage) -> bool:
        if isinstance(placed.fault, NoCors):
            return True
        if self.instead:
            return False
        if placed.cap:
            return passage.changed.cap is placed.cap and passage.is_exhausted
        key = passage.token.key if isinstance(passage.token, Refused) else None

        return key is not None and passage.consumers.expiry_of(key) is placed.expiry


@dataclass(frozen=True, slots=True)
class Shaped:
    """
    An answer and the faults that had a part in it.

    Attributes:
        reply: The answer.

        true: What it would be without them; where one stands in its place, that one.

        by: What each did, and which one it was; the most telling first.

        hold: What it has to wait for.
    """

    reply: Reply
    true: Reply
    by: tuple[tuple[Fault, Placed], ...] = ()
    hold: Hold | None = None

    @property
    def fault(self) -> str | None:
        """
        The name of the fault that says most about the answer.
        """
        return self.by[0][0].name if self.by else None

    @property
    def refused(self) -> bool:
        """
        Whether it is because of that fault that the delivery was refused.
        """
        return bool(self.by) and self.by[0][0].refuses

    @property
    def told(self) -> str | None:
        """
        What that did, in words; None without one.
        """
        return f"a fault was asked for: {self.by[0][0].told}" if self.by else None

    @property
    def numbers(self) -> tuple[int, ...]:
        """
        The numbers of all of them.
        """
        return tuple(placed.number for _, placed in self.by)


#: What most deliveries meet.
NO_FAULTS = Meeting()
