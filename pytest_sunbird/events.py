"""
Typed views of what the mock recorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

from sunbird_mockserver.matching import criteria

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sunbird_mockserver.recorded import RecordedDelivery, RecordedEvent
    from sunbird_telemetry.findings import Finding
    from sunbird_telemetry.pipeline import Change, Fate, Stage

__all__ = ["Delivery", "Event", "Events"]


class Event(Mapping[str, Any]):
    """
    One event as the client sent it, and what becomes of it.

    Reads like the JSON object that it is: ``event["edata"]["pageid"]``, ``event == {...}``.
    """

    def __init__(self, recorded: RecordedEvent) -> None:
        self._recorded = recorded

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

    def __bool__(self) -> bool:
        return True  # an event is there, even if the client sent something without members

    def __repr__(self) -> str:
        return f"<Event {self.fate} {self.json!r}>"

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
        When the client says that it happened, in ms since the epoch if the client is right.
        """
        return self.get("ets")

    @property
    def actor(self) -> Any:
        """
        Who did it.
        """
        return self.get("actor")

    @property
    def context(self) -> Any:
        """
        Where it happened: channel, producer, device, session.
        """
        return self.get("context")

    @property
    def object(self) -> Any:
        """
        What it was done to.
        """
        return self.get("object")

    @property
    def edata(self) -> Any:
        """
        What is particular to its type.
        """
        return self.get("edata")

    @property
    def fate(self) -> Fate:
        """
        What the real pipeline would do with it.
        """
        return self._recorded.judged.fate

    @property
    def stage(self) -> Stage | None:
        """
        Who decided that; None for an accepted event.
        """
        return self._recorded.judged.stage

    @property
    def topics(self) -> tuple[str, ...]:
        """
        Where the pipeline would put it, in order.
        """
        return self._recorded.judged.topics

    @property
    def reason(self) -> str | None:
        """
        What the pipeline would write about that, verbatim.
        """
        return self._recorded.verdict.reason

    @property
    def changes(self) -> tuple[Change, ...]:
        """
        What the pipeline would replace in it.
        """
        return self._recorded.judged.changes

    @property
    def findings(self) -> tuple[Finding, ...]:
        """
        The same in words for people.
        """
        return self._recorded.verdict.findings

    @property
    def delivery(self) -> int:
        """
        The id of the delivery that brought it.
        """
        return self._recorded.delivery


class Events(Sequence[Event]):
    """
    Events in order of arrival. ``{"eid": "END"} in events`` asks for one that has at least that.
    """

    def __init__(self, events: Iterable[Event]) -> None:
        self._events = tuple(events)

    @overload
    def __getitem__(self, index: int) -> Event: ...

    @overload
    def __getitem__(self, index: slice) -> Events: ...

    def __getitem__(self, index: int | slice) -> Event | Events:
        if isinstance(index, slice):
            return Events(self._events[index])
        return self._events[index]

    def __len__(self) -> int:
        return len(self._events)

    def __contains__(self, wanted: object) -> bool:
        if isinstance(wanted, dict):
            return bool(self.where(**wanted))
        return wanted in self._events

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Events):
            return self._events == other._events
        return isinstance(other, list) and list(self._events) == other

    __hash__ = None  # type: ignore[assignment]  # how Python spells "not hashable"

    def __repr__(self) -> str:
        return f"Events({list(self._events)!r})"

    def where(self, **fields: Any) -> Events:
        """
        The events that have *fields*. Objects match in part, all else as a whole.
        """
        wanted = tuple(criteria(fields))

        return Events(
            event for event in self if all(criterion.met_by(event.json) for criterion in wanted)
        )


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
        What was sent, by lower-case name; tokens are not kept.
        """
        return self._recorded.outcome.delivery.headers

    @property
    def status(self) -> int:
        """
        What was answered.
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
        What the real answer does not say.
        """
        return self._recorded.outcome.diagnosis

    @property
    def findings(self) -> tuple[Finding, ...]:
        """
        What is worth telling about the request, its batch, and what it repeats.
        """
        return self._recorded.outcome.context.delivery

    @property
    def events(self) -> Events:
        """
        What it brought, whatever became of it.
        """
        return Events(map(Event, self._recorded.events()))

    def to_dict(self) -> dict[str, Any]:
        """
        The delivery as the control API shows it.
        """
        return self._recorded.to_dict()
