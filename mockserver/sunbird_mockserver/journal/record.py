"""
Records of the journal: deliveries, and the events read back from them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sunbird_mockserver.bodies import HIDDEN
from sunbird_mockserver.upstreams.telemetry.sent_batch import batch_in
from sunbird_telemetry.findings.explanation import explain
from sunbird_telemetry.pipeline import DEFAULTS, Fate, PipelineSettings, events_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sunbird_mockserver.delivery import Delivery, Reply
    from sunbird_mockserver.journal.explanation_cache import Tellings
    from sunbird_mockserver.tokens import TokenView
    from sunbird_telemetry.finding import Finding
    from sunbird_telemetry.pipeline import BatchVerdict, Verdict

__all__ = ["Context", "Outcome", "RecordedDelivery", "RecordedEvent"]

# What a delivery takes in memory beside its bodies (headers, token, answer), and a change or
# a finding:
# measured with tracemalloc, rounded.
_DELIVERY_BYTES = 3072
_CHANGE_BYTES = 1024


@dataclass(frozen=True, slots=True)
class Context:
    """
    Findings across events for one delivery.

    Attributes:
        delivery: What they say of the delivery and its batch.

        events: What they say of events in their sessions, by the event's place in the batch.
    """

    delivery: tuple[Finding, ...] = ()
    events: Mapping[int, tuple[Finding, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    The decisions about one delivery.

    Attributes:
        delivery: As it may be kept: without secrets.

        reply: The answer.

        route: The route it took; None where there is none.

        consumer: Who sent it, as far as the gateway let it in.

        token: What may be known of its token.

        diagnosis: What the real answer does not say.

        verdict: What becomes of its batch; None if it carried none.

        upstream_headers: What the gateway told the service beside what the client had sent.

        pipeline: The pipeline that judged.

        context: What the rules across events say.

        fault: The fault that shaped the answer, by name; None where that is the true one.

        faults: The numbers of all faults that had a part in it.
    """

    delivery: Delivery
    reply: Reply
    route: str | None = None
    consumer: str | None = None
    token: TokenView | None = None
    diagnosis: str | None = None
    verdict: BatchVerdict | None = None
    upstream_headers: Mapping[str, str] = field(default_factory=dict)
    pipeline: PipelineSettings = DEFAULTS
    context: Context = field(default_factory=Context)
    fault: str | None = None
    faults: tuple[int, ...] = ()

    @property
    def weight(self) -> int:
        """
        About how many bytes of memory it takes to keep this.
        """
        bodies = len(self.delivery.body) + len(self.reply.body)
        texts = len(self.delivery.path) + len(self.delivery.query)
        sent, added = self.delivery.headers.items(), self.upstream_headers.items()
        for headers in (sent, added, self.reply.headers):
            texts += sum([len(name) + len(value) for name, value in headers])
        events = self.verdict.events if self.verdict else ()
        changes = sum([len(verdict.changes) for verdict in events])
        findings = len(self.context.delivery) + sum(map(len, self.context.events.values()))

        return bodies + texts + _DELIVERY_BYTES + (changes + findings) * _CHANGE_BYTES


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """
    One event in the journal.

    Attributes:
        seq: Its number on this server; later events have larger ones.

        inbox: Whose it is.

        index: Its place in its batch.

        event: The event as the client sent it; `HIDDEN` where it could not be kept.

        judged: What becomes of it; why, only where that was known at once.

        delivery: The id of the delivery that brought it.

        received: When that arrived, in ms since the epoch.

        pipeline: The pipeline that judged it.

        context: What its session has to do with it.

        tellings: Where to remember what was found out about it; None where somebody may change
            `event`.
    """

    seq: int
    inbox: str
    index: int
    event: Any
    judged: Verdict
    delivery: int
    received: int
    pipeline: PipelineSettings = DEFAULTS
    context: tuple[Finding, ...] = ()
    tellings: Tellings | None = field(default=None, compare=False, repr=False)

    @property
    def verdict(self) -> Verdict:
        """
        The verdict with its explanation, computed on first use.
        """
        verdict = self._told()
        if not self.context:
            return verdict

        return replace(verdict, findings=(*verdict.findings, *self.context))

    def to_dict(self) -> dict[str, Any]:
        """
        The event as the control API shows it.
        """
        verdict = self.verdict
        return {
            "seq": self.seq,
            "inbox": self.inbox,
            "index": self.index,
            "event": self.event,
            "fate": verdict.fate,
            "stage": verdict.stage,
            "topics": verdict.topics,
            "reason": verdict.reason,
            "changes": [change.to_dict() for change in verdict.changes],
            "findings": [finding.to_dict() for finding in verdict.findings],
            "delivery": self.delivery,
            "received": self.received,
        }

    def _told(self) -> Verdict:
        if self.event is HIDDEN:  # there is nothing left to explain
            return self.judged
        if self.tellings is None:
            return explain(self.judged, self.event, self.pipeline)
        verdict = self.tellings.get(self.seq)
        if verdict is None:
            verdict = explain(self.judged, self.event, self.pipeline)
            self.tellings.put(self.seq, verdict)

        return verdict


@dataclass(frozen=True, slots=True)
class RecordedDelivery:
    """
    One delivery in the journal: an `Outcome` with its numbers.

    Attributes:
        id: Its number on this server.

        first_seq: The number of its first event.

        outcome: What was decided about it.

        tellings: Where what is found out about its events is remembered, if anywhere.
    """

    id: int
    first_seq: int
    outcome: Outcome
    tellings: Tellings | None = field(default=None, compare=False, repr=False)

    @property
    def inbox(self) -> str:
        """
        The inbox it belongs to.
        """
        return self.outcome.delivery.inbox

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """
        A verdict per event.
        """
        return self.outcome.verdict.events if self.outcome.verdict else ()

    @property
    def is_refused(self) -> bool:
        """
        True if it carried a batch of which nothing was kept: the client still has its events.
        """
        verdict = self.outcome.verdict

        return verdict is not None and verdict.fate is Fate.REFUSED

    @property
    def last_seq(self) -> int:
        """
        The number of its last event; without events, of the last one before it.
        """
        return self.first_seq + len(self.verdicts) - 1

    def parsed(self) -> Sequence[Any]:
        """
        The events as they were sent, parsed anew: the journal keeps bytes. One per verdict.
        """
        if not self.verdicts:
            return ()
        events = events_of(batch_in(self.outcome.delivery))

        # Without its secrets a delivery may have lost them: a body that cannot be searched for
        # secrets is not kept, and a Content-Type that held one cannot be read any more.
        return events if len(events) == len(self.verdicts) else [HIDDEN] * len(self.verdicts)

    def events(self) -> Iterator[RecordedEvent]:
        """
        The events and what becomes of them.
        """
        for index, event in enumerate(self.parsed()):
            yield self.recorded(index, event)

    def recorded(self, index: int, event: Any) -> RecordedEvent:
        """
        The *event* at the place *index*, with its numbers and its verdict.
        """
        return RecordedEvent(
            seq=self.first_seq + index,
            inbox=self.inbox,
            index=index,
            event=event,
            judged=self.verdicts[index],
            delivery=self.id,
            received=self.outcome.delivery.received,
            pipeline=self.outcome.pipeline,
            context=self.outcome.context.events.get(index, ()),
            tellings=self.tellings,
        )

    def to_dict(self) -> dict[str, Any]:
        """
        The delivery as the control API shows it.
        """
        outcome, delivery, reply = self.outcome, self.outcome.delivery, self.outcome.reply
        query = f"?{delivery.query}" if delivery.query else ""
        return {
            "id": self.id,
            "inbox": delivery.inbox,
            "received": delivery.received,
            "method": delivery.method,
            "path": delivery.path + query,
            "route": outcome.route,
            "consumer": outcome.consumer,
            "headers": dict(delivery.headers),
            "upstream_headers": outcome.upstream_headers,
            "token": outcome.token.to_dict() if outcome.token else None,
            "size": len(delivery.body),
            "answer": {
                "status": reply.status,
                "headers": _joined(reply.headers),
                "body": reply.text,
            },
            "fault": outcome.fault,
            "diagnosis": outcome.diagnosis,
            "findings": [finding.to_dict() for finding in outcome.context.delivery],
            "batch": self._batch(),
        }

    def _batch(self) -> dict[str, Any] | None:
        verdict = self.outcome.verdict
        if verdict is None:
            return None
        return {
            "msgid": _msgid(batch_in(self.outcome.delivery)),
            "fate": verdict.fate,
            "stage": verdict.stage,
            "topics": verdict.topics,
            "reason": verdict.reason,
            "events": len(verdict.events),
        }


def _joined(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in headers:
        joined[name] = f"{joined[name]}, {value}" if name in joined else value

    return joined


def _msgid(batch: Any) -> Any:
    params = batch.get("params") if isinstance(batch, dict) else None
    return params.get("msgid") if isinstance(params, dict) else None
