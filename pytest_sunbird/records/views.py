"""
Typed views of the events that the mock recorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, overload

from pytest_sunbird.formatting import shown
from pytest_sunbird.records.matcher import EventPattern
from sunbird_mockserver.upstreams.telemetry.sent_batch import batch_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sunbird_mockserver.journal.record import RecordedDelivery, RecordedEvent
    from sunbird_telemetry.finding import Finding
    from sunbird_telemetry.pipeline import BatchVerdict, Change, Fate, Stage

__all__ = ["Batch", "Delivery", "Event", "Events", "InboxView", "all_of", "arrived_in"]


class InboxView(Protocol):
    """
    An inbox as failure messages and lists of events see it.
    """

    @property
    def url(self) -> str:
        """
        The URL that clients send to.
        """
        ...

    @property
    def events(self) -> Events:
        """
        The events that arrived, in order.
        """
        ...

    @property
    def deliveries(self) -> Sequence[Delivery]:
        """
        The deliveries that arrived, in order.
        """
        ...


class Event(Mapping[str, Any]):
    """
    One event as the client sent it, and what becomes of it.

    Reads like the JSON object that it is: ``event["edata"]["pageid"]``, ``event == {...}``.
    """

    def __init__(self, recorded: RecordedEvent, source: RecordedDelivery) -> None:
        # A test may change what it is given, so it is told of as it stands then.
        self._recorded = replace(recorded, tellings=None)
        self._source = source

    @property
    def json(self) -> Any:
        """
        The event as it was sent: a dict, unless the client sent something else as an event.
        """
        return self._recorded.event

    def __getitem__(self, name: str) -> Any:
        return self._members[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def __eq__(self, other: object) -> bool:
        return bool((other.json if isinstance(other, Event) else other) == self.json)

    # Equal to a dict, and as little of a key as one.
    __hash__ = None  # type: ignore[assignment]  # how Python spells "not hashable"

    def __deepcopy__(self, memo: dict[int, Any]) -> Event:
        return Event(replace(self._recorded, event=deepcopy(self.json, memo)), self._source)

    def __bool__(self) -> bool:
        return True  # an event is there, even if the client sent something without members

    def __repr__(self) -> str:
        return f"<Event {self.fate} {shown(self.json)}>"

    @property
    def _members(self) -> Mapping[str, Any]:
        return self.json if isinstance(self.json, dict) else {}

    @property
    def eid(self) -> Any:
        """
        The event type; None if it has none.
        """
        return self.get("eid")

    @property
    def mid(self) -> Any:
        """
        The id of the event; None if it has none.
        """
        return self.get("mid")

    @property
    def ets(self) -> Any:
        """
        The time of the event according to the client, in ms since the epoch if the client is right.
        """
        return self.get("ets")

    @property
    def actor(self) -> Any:
        """
        The member ``actor``: the user or system that acted.
        """
        return self.get("actor")

    @property
    def context(self) -> Any:
        """
        The member ``context``: channel, producer, device, session.
        """
        return self.get("context")

    @property
    def object(self) -> Any:
        """
        The member ``object``: the content or item that was acted on.
        """
        return self.get("object")

    @property
    def edata(self) -> Any:
        """
        The member ``edata``: the fields of this event type.
        """
        return self.get("edata")

    @property
    def fate(self) -> Fate:
        """
        The fate of the event in the real pipeline.
        """
        return self._recorded.judged.fate

    @property
    def stage(self) -> Stage | None:
        """
        The stage that decided the fate; None for an accepted event.
        """
        return self._recorded.judged.stage

    @property
    def topics(self) -> tuple[str, ...]:
        """
        The topics that the pipeline would put it on, in order.
        """
        return self._recorded.judged.topics

    @property
    def reason(self) -> str | None:
        """
        The reason that the pipeline would record, verbatim.
        """
        return self._recorded.verdict.reason

    @property
    def changes(self) -> tuple[Change, ...]:
        """
        The changes that the pipeline would make to it.
        """
        return self._recorded.judged.changes

    @property
    def findings(self) -> tuple[Finding, ...]:
        """
        The findings about it.
        """
        return self._recorded.verdict.findings

    @property
    def seq(self) -> int:
        """
        Its number on the server; later events have larger ones.
        """
        return self._recorded.seq

    @property
    def delivery(self) -> Delivery:
        """
        The request that brought it, and its answer.
        """
        return Delivery(self._source)


class Events(Sequence[Event]):
    """
    Events in order of arrival. ``{"eid": "END"} in events`` asks for one that has at least that.

    Args:
        events: The events.

        inbox: Whose they are; it knows what else happened.
    """

    def __init__(self, events: Iterable[Event], inbox: InboxView | None = None) -> None:
        self._events = tuple(events)
        self.inbox = inbox

    @overload
    def __getitem__(self, index: int) -> Event: ...

    @overload
    def __getitem__(self, index: slice) -> Events: ...

    def __getitem__(self, index: int | slice) -> Event | Events:
        if isinstance(index, slice):
            return Events(self._events[index], self.inbox)
        try:
            return self._events[index]
        except IndexError:
            count = len(self._events)
            told = f"there {'is' if count == 1 else 'are'} {count} in these events"
            raise IndexError(f"no event [{index}]: {told}") from None

    def __len__(self) -> int:
        return len(self._events)

    def __contains__(self, wanted: object) -> bool:
        if isinstance(wanted, dict):
            return any(map(EventPattern.of(wanted).accepts, self))
        return wanted in self._events

    def __eq__(self, other: object) -> bool:
        # As plain JSON on the left, so that whatever stands on the right may have its say.
        return bool(self.json == (other.json if isinstance(other, Events) else other))

    __hash__ = None  # type: ignore[assignment]  # how Python spells "not hashable"

    def __repr__(self) -> str:
        return f"Events({list(self._events)!r})"

    def __deepcopy__(self, memo: dict[int, Any]) -> Events:
        return Events((deepcopy(event, memo) for event in self), self.inbox)

    @property
    def json(self) -> list[Any]:
        """
        The events as they were sent, in a list.
        """
        return [event.json for event in self]

    def where(self, **fields: Any) -> Events:
        """
        The events that have *fields*, as `Sunbird.expect` takes them.
        """
        return Events(filter(EventPattern.of(fields).accepts, self), self.inbox)


def all_of(source: RecordedDelivery) -> Iterator[Event]:
    """
    The events that *source* brought.
    """
    return (Event(recorded, source) for recorded in source.events())


def arrived_in(source: RecordedDelivery) -> Iterator[Event]:
    """
    The events that *source* brought, unless they were refused: then they are still the client's.
    """
    return iter(()) if source.is_refused else all_of(source)


class Delivery:
    """
    One request and its answer.
    """

    def __init__(self, recorded: RecordedDelivery) -> None:
        self._recorded = recorded

    def __repr__(self) -> str:
        return f"<Delivery {self.method} {self.path} {self.status}>"

    @property
    def id(self) -> int:
        """
        Its number on the server.
        """
        return self._recorded.id

    @property
    def method(self) -> str:
        """
        E.g. ``POST``.
        """
        return self._recorded.outcome.delivery.method

    @property
    def path(self) -> str:
        """
        The path behind the inbox, without the query.
        """
        return self._recorded.outcome.delivery.path

    @property
    def headers(self) -> Mapping[str, str]:
        """
        The request headers by lower-case name; tokens are not kept.
        """
        return self._recorded.outcome.delivery.headers

    @property
    def status(self) -> int:
        """
        The status of the answer; 0 if a fault closed the connection without an answer.
        """
        return self._recorded.outcome.reply.status

    @property
    def answer(self) -> bytes:
        """
        The body of the answer.
        """
        return self._recorded.outcome.reply.body

    @property
    def diagnosis(self) -> str | None:
        """
        The diagnosis: an explanation that the real answer does not give.
        """
        return self._recorded.outcome.diagnosis

    @property
    def fault(self) -> str | None:
        """
        The fault that shaped the answer, by name; None where that is the true one.
        """
        return self._recorded.outcome.fault

    @property
    def findings(self) -> tuple[Finding, ...]:
        """
        The findings about the request, its batch, and repeated content.
        """
        return self._recorded.outcome.context.delivery

    @property
    def events(self) -> Events:
        """
        The events that it carried, whatever their fate.
        """
        return Events(all_of(self._recorded))

    @property
    def batch(self) -> Batch | None:
        """
        The batch that it carried; None if it carried none.
        """
        return Batch(self._recorded) if self._recorded.outcome.verdict else None

    @property
    def consumer(self) -> str | None:
        """
        The consumer that the gateway authenticated; None if it authenticated nobody.
        """
        return self._recorded.outcome.consumer

    @property
    def received(self) -> int:
        """
        The time of arrival by the clock of its inbox, in ms since the epoch.
        """
        return self._recorded.outcome.delivery.received

    @property
    def size(self) -> int:
        """
        The bytes of its body on the wire.
        """
        return len(self._recorded.outcome.delivery.body)

    def to_dict(self) -> dict[str, Any]:
        """
        The delivery as the control API shows it.
        """
        return self._recorded.to_dict()


class Batch(Mapping[str, Any]):
    """
    The body of one POST as the client sent it, and what becomes of it as a whole.

    Reads like the JSON object that it is: ``batch["params"]["msgid"]``.
    """

    def __init__(self, recorded: RecordedDelivery) -> None:
        self._recorded = recorded

    @cached_property
    def json(self) -> Any:
        """
        The batch as it was sent; None where the body was no JSON.
        """
        return batch_in(self._recorded.outcome.delivery)

    def __getitem__(self, name: str) -> Any:
        return self._members[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def __eq__(self, other: object) -> bool:
        return bool(self.json == (other.json if isinstance(other, Batch) else other))

    __hash__ = None  # type: ignore[assignment]  # how Python spells "not hashable"

    def __bool__(self) -> bool:
        return True  # a batch is there, even one without members

    def __repr__(self) -> str:
        return f"<Batch {self.msgid} of {len(self.events)}: {self.fate}>"

    @property
    def msgid(self) -> Any:
        """
        The id that the client gave it; None if it gave none.
        """
        params = self.get("params")

        return params.get("msgid") if isinstance(params, dict) else None

    @property
    def events(self) -> Events:
        """
        Its events, whatever became of them.
        """
        return self.delivery.events

    @property
    def delivery(self) -> Delivery:
        """
        The request that brought it, and its answer.
        """
        return Delivery(self._recorded)

    @property
    def fate(self) -> Fate:
        """
        The fate of the batch as a whole in the real pipeline.
        """
        return self._verdict.fate

    @property
    def stage(self) -> Stage | None:
        """
        The stage that decided the fate.
        """
        return self._verdict.stage

    @property
    def topics(self) -> tuple[str, ...]:
        """
        The topics that the pipeline would put the whole batch on.
        """
        return self._verdict.topics

    @property
    def reason(self) -> str | None:
        """
        The reason that the pipeline would record for the batch, verbatim.
        """
        return self._verdict.reason

    @property
    def findings(self) -> tuple[Finding, ...]:
        """
        The findings about the batch as a whole, and about repeated content.
        """
        return self.delivery.findings

    @property
    def _members(self) -> Mapping[str, Any]:
        return self.json if isinstance(self.json, dict) else {}

    @property
    def _verdict(self) -> BatchVerdict:
        verdict = self._recorded.outcome.verdict
        if verdict is None:
            raise LookupError("The delivery carried no batch: look at Delivery.batch first.")

        return verdict
