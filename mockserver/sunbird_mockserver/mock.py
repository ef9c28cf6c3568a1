"""
The mock itself: every delivery goes through here, and is in the journal before it is answered.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol
from uuid import uuid1

from sunbird_mockserver import gateway, replies, service
from sunbird_mockserver.batches import batch_in
from sunbird_mockserver.consumers import built_in
from sunbird_mockserver.control import owns
from sunbird_mockserver.diagnosis import diagnose
from sunbird_mockserver.journal import Journal
from sunbird_mockserver.profiles import PROFILES
from sunbird_mockserver.recorded import Outcome
from sunbird_mockserver.redaction import redacted
from sunbird_mockserver.settings import Settings
from sunbird_mockserver.tokens.viewing import seen
from sunbird_telemetry import pipeline
from sunbird_telemetry.pipeline import Fate, Stage, events_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sunbird_mockserver.delivery import Delivery, Reply
    from sunbird_mockserver.gateway import Passage
    from sunbird_telemetry.pipeline import BatchVerdict

__all__ = ["Clock", "Mock"]


class Clock(Protocol):
    """
    Where times of arrival come from.
    """

    def __call__(self) -> int:
        """
        Now, in ms since the epoch.
        """
        ...


def wall_clock() -> int:
    """
    The machine's own time, in ms since the epoch.
    """
    return time.time_ns() // 1_000_000


def new_mid() -> str:
    """
    An id for a batch that brings none: a UUID of version 1, as the service makes it.
    """
    return str(uuid1())


class Mock:
    """
    A Sunbird without a network: a delivery in, a reply out, and a journal to ask.

    Args:
        settings: How it is set up.

        clock: Where times come from.

        mids: Makes the ids of batches that bring none.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        clock: Clock = wall_clock,
        mids: Callable[[], str] = new_mid,
    ) -> None:
        self.settings = settings or Settings()
        self.clock = clock
        self.journal = Journal(
            max_events=self.settings.limits.journal_events,
            max_bytes=self.settings.limits.journal_bytes,
        )
        declared = self.settings.consumers
        self.consumers = built_in() if declared is None else built_in(declared)
        self._mids = mids
        self._profile = PROFILES[self.settings.profile]
        self._version = service.VERSIONS[self.settings.service.version]

    def receive(self, delivery: Delivery) -> Reply:
        """
        Answer *delivery* as the real Sunbird would, once it is recorded.
        """
        outcome = self._decide(delivery)
        self.journal.record(outcome)

        return outcome.reply

    def owns(self, method: str, path: str) -> bool:
        """
        Whether a request is for what the mock copies, or for the mock itself.
        """
        return owns(path) or gateway.knows(method, path, self.settings.gateway)

    def record(self, outcome: Outcome) -> None:
        """
        Put what somebody else decided into the journal.
        """
        self.journal.record(outcome)

    def reset(self, inbox: str) -> None:
        """
        Forget what *inbox* received.
        """
        self.journal.reset(inbox)

    def _decide(self, delivery: Delivery) -> Outcome:
        passage = gateway.pass_through(
            delivery,
            consumers=self.consumers,
            profile=self._profile,
            settings=self.settings.gateway,
        )
        reply, verdict = self._serve(passage)
        unread = verdict is not None and verdict.fate is Fate.LOST

        return Outcome(
            redacted(delivery),
            reply,
            route=passage.route.name if passage.route else None,
            consumer=passage.consumer.username if passage.consumer else None,
            token=seen(delivery.headers.get("authorization"), delivery.query),
            diagnosis=diagnose(delivery, passage, reply, unread=unread),
            verdict=verdict,
        )

    def _serve(self, passage: Passage) -> tuple[Reply, BatchVerdict | None]:
        """
        The answer, and what becomes of the batch if the delivery is one.
        """
        if passage.reply:
            return passage.reply, _refused(passage, Stage.GATEWAY)
        served = service.answer(
            passage.delivery, version=self._version, now=self.clock(), new_mid=self._mids
        )
        reply = replies.proxied(self._profile, served.reply) if passage.proxied else served.reply
        if not served.dispatched:
            return reply, _refused(passage, Stage.SERVICE)
        if served.unread or not passage.delivery.body:
            return reply, pipeline.lost(events_of(batch_in(passage.delivery)))

        return reply, pipeline.judge(served.batch)


def _refused(passage: Passage, stage: Stage) -> BatchVerdict | None:
    """
    The verdict on what the client still has; None where it sent no batch.
    """
    if passage.delivery.method != "POST":
        return None

    return pipeline.refused(events_of(batch_in(passage.delivery)), stage)
