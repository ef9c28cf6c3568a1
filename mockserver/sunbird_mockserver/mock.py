"""
The mock itself: every delivery goes through here, and is in the journal before it is answered.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid1

from sunbird_mockserver.clock import Clock, clock_of
from sunbird_mockserver.consumers import built_in
from sunbird_mockserver.consumers.inboxes import InboxConsumers
from sunbird_mockserver.delivery import is_control_path
from sunbird_mockserver.deployments.profiles import PROFILES
from sunbird_mockserver.deployments.routes import Upstream
from sunbird_mockserver.diagnosis import diagnose
from sunbird_mockserver.faults import Faults
from sunbird_mockserver.faults.answers import instead
from sunbird_mockserver.gateway import Gateway
from sunbird_mockserver.journal.journal import Journal
from sunbird_mockserver.journal.record import Outcome
from sunbird_mockserver.judging.pipelines import PipelineStates, pipeline_of
from sunbird_mockserver.judging.unprocessed import unread
from sunbird_mockserver.judging.verdict_header import with_verdict
from sunbird_mockserver.redaction import kept
from sunbird_mockserver.settings import Settings
from sunbird_mockserver.tokens.summary import seen
from sunbird_mockserver.upstreams import telemetry
from sunbird_mockserver.upstreams.registry import Upstreams
from sunbird_telemetry import pipeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from sunbird_mockserver.delivery import Delivery, Reply
    from sunbird_mockserver.faults.matched import FaultedReply
    from sunbird_mockserver.gateway import Exchange
    from sunbird_mockserver.journal.record import Context
    from sunbird_mockserver.upstreams.telemetry import Served
    from sunbird_telemetry.findings import SessionEnd
    from sunbird_telemetry.pipeline import BatchVerdict, State

__all__ = ["Clock", "Mock"]


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

        clock: Where times come from, in place of the settings' clock.

        mids: Makes the ids of batches that bring none.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        clock: Clock | None = None,
        mids: Callable[[], str] = new_mid,
    ) -> None:
        self.settings = settings or Settings()
        self.clock = clock or clock_of(self.settings)
        self._clocks: dict[str, Clock] = {}
        self.journal = Journal(
            max_events=self.settings.limits.journal_events,
            max_bytes=self.settings.limits.journal_bytes,
        )
        declared = self.settings.consumers
        self.consumers = built_in() if declared is None else built_in(declared)
        self.gateway = Gateway(PROFILES[self.settings.profile], self.settings.gateway)
        self._mids = mids
        self.inbox_consumers = InboxConsumers(self.consumers)
        self.faults = Faults(self.inbox_consumers)
        self.upstreams = Upstreams(
            self.settings.adminutil,
            self.settings.profile,
            consumers_of=self.inbox_consumers.of,
            now=self.now,
        )
        self._pipeline = pipeline_of(self.settings)
        self._memory = PipelineStates(self.settings, self._pipeline)
        self._version = telemetry.VERSIONS[self.settings.service.version]

    def now(self, inbox: str) -> int:
        """
        Return the time in *inbox*, in ms since the epoch.
        """
        return self.clock_in(inbox)()

    def clock_in(self, inbox: str) -> Clock:
        """
        Return the clock of *inbox*.
        """
        return self._clocks.get(inbox, self.clock)

    def set_clock(self, inbox: str, clock: Clock) -> None:
        """
        Let the times of *inbox* come from *clock*, until it is reset.
        """
        self._clocks[inbox] = clock

    def receive(self, delivery: Delivery) -> Reply:
        """
        Answer *delivery* as the real Sunbird would, once it is recorded.
        """
        met = self.faults.meet(delivery, self.gateway.route_of)
        consumers = self.inbox_consumers.of(delivery.inbox)
        exchange = self.gateway.pass_through(delivery, consumers, met.changed)
        if met.instead:
            reply, served = instead(met.instead, exchange, self.gateway, self._fail)
        else:
            reply, served = self._serve(exchange)
        shaped = met.shape(reply, exchange)
        if served is None or not served.is_read:
            return self._record(delivery, exchange, shaped, *unread(exchange, served, shaped))
        # What is a duplicate depends on the order, so the journal must have the same.
        with self._memory.locked(delivery.inbox) as remembered:
            across, state = remembered.across, remembered.state
            verdict = self._judge(served, state)
            context = across.see(delivery, served.batch, served.size, verdict, state)

            return self._record(delivery, exchange, shaped, verdict, context)

    def owns(self, method: str, path: str) -> bool:
        """
        Return True if a request is for an endpoint that the mock copies, or for the control API.
        """
        return is_control_path(path) or self.gateway.knows(method, path)

    def record(self, outcome: Outcome) -> None:
        """
        Put what somebody else decided into the journal.
        """
        self.journal.record(outcome)

    def open_sessions(self, inbox: str) -> tuple[SessionEnd, ...]:
        """
        The sessions of *inbox* that would be unfinished if no event followed, oldest first.

        Repeatable: nothing is changed or forgotten.
        """
        if inbox not in self._memory:
            return ()
        with self._memory.locked(inbox) as remembered:
            return remembered.across.sessions.ends()

    def forgotten_sessions(self, inbox: str) -> int:
        """
        Return the number of unfinished sessions of *inbox* that were dropped for want of room.
        """
        if inbox not in self._memory:
            return 0
        with self._memory.locked(inbox) as remembered:
            return remembered.across.sessions.forgotten

    def forgotten_ids(self, inbox: str) -> int:
        """
        Return the number of ids that the pipeline of *inbox* dropped early for want of room.
        """
        if inbox not in self._memory:
            return 0
        with self._memory.locked(inbox) as remembered:
            return remembered.state.forgotten

    def reset(self, inbox: str) -> None:
        """
        Let *inbox* begin anew: its journal, what its pipeline remembers, rate limits, time, faults.
        """
        self._clocks.pop(inbox, None)
        self.faults.clear(inbox)
        # A delivery must not be judged by what is forgotten and be recorded behind it.
        with self._memory.lock(inbox):
            self.journal.reset(inbox)
            self._memory.forget(inbox)
        self.gateway.limits.reset(inbox)
        self.upstreams.forget(inbox)

    def _serve(self, exchange: Exchange) -> tuple[Reply, Served | None]:
        """
        The answer, and what the telemetry service did if it was asked.
        """
        if exchange.reply:
            return exchange.reply, None
        upstream = exchange.route.upstream if exchange.route else Upstream.NONE
        if upstream is Upstream.TELEMETRY:
            now = self.now(exchange.delivery.inbox)
            served = telemetry.answer(
                exchange.delivery, version=self._version, now=now, new_mid=self._mids
            )
            return self.gateway.finish(exchange, served.reply), served
        answer = self.upstreams.table.get(upstream)
        if answer is None:
            return self.gateway.error_reply(exchange, 503), None

        return self.gateway.finish(exchange, answer(exchange.delivery)), None

    def _fail(self, inbox: str) -> Served:
        """
        Return the telemetry service's result for *inbox* without Kafka.
        """
        failure = telemetry.failure("Request failed", version=self._version, now=self.now(inbox))

        return telemetry.Served(failure)

    def _judge(self, served: Served, state: State) -> BatchVerdict:
        return pipeline.judge(
            served.batch,
            state,
            self._pipeline,
            lost_digits=served.lost_digits,
            size=served.size,
            explain=False,
        )

    def _record(
        self,
        delivery: Delivery,
        exchange: Exchange,
        shaped: FaultedReply,
        verdict: BatchVerdict | None,
        context: Context,
    ) -> Reply:
        reply = with_verdict(delivery, shaped.reply, verdict)
        diagnosis = (
            None if shaped.refused else diagnose(exchange, shaped.true, self.gateway, verdict)
        )
        outcome = Outcome(
            *kept(delivery, reply),
            route=exchange.route.name if exchange.route else None,
            consumer=exchange.consumer.username if exchange.consumer else None,
            token=seen(exchange.delivery.headers.get("authorization"), delivery.query),
            diagnosis=". ".join(filter(None, (shaped.told, diagnosis))) or None,
            verdict=verdict,
            upstream_headers=exchange.added,
            pipeline=self._pipeline,
            context=context,
            fault=shaped.fault.name if shaped.fault else None,
            faults=tuple(met.placed.number for met in shaped.by),
        )
        self.record(outcome)

        return replace(reply, hold=shaped.hold)
