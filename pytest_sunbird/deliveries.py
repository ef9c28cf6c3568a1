"""
Typed views of the deliveries that the mock recorded, and of the batches in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pytest_sunbird.events import Events, all_of
from sunbird_mockserver.batches import batch_in

if TYPE_CHECKING:
    from sunbird_mockserver.recorded import RecordedDelivery
    from sunbird_telemetry.findings import Finding
    from sunbird_telemetry.pipeline import BatchVerdict, Fate, Stage

__all__ = ["Batch", "Delivery"]


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
        What was answered; 0 if a fault closed the connection without an answer.
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
    def fault(self) -> str | None:
        """
        The fault that shaped the answer, by name; None where that is the true one.
        """
        return self._recorded.outcome.fault

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
        Who sent it, as far as the gateway let it in.
        """
        return self._recorded.outcome.consumer

    @property
    def received(self) -> int:
        """
        When it arrived by the clock of its inbox, in ms since the epoch.
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
        What the real pipeline would do with it as a whole.
        """
        return self._verdict.fate

    @property
    def stage(self) -> Stage | None:
        """
        Who decided that.
        """
        return self._verdict.stage

    @property
    def topics(self) -> tuple[str, ...]:
        """
        Where the pipeline would put it as a whole.
        """
        return self._verdict.topics

    @property
    def reason(self) -> str | None:
        """
        What the pipeline would write about that, verbatim.
        """
        return self._verdict.reason

    @property
    def findings(self) -> tuple[Finding, ...]:
        """
        What is worth telling about it as a whole, and about what it repeats.
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
