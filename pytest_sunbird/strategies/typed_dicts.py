"""
Types of telemetry for type checkers and for `hypothesis.strategies.from_type`.
"""

# Without the import of annotations: as texts they hide NotRequired from ``__required_keys__``.

from typing import Any, NotRequired, TypedDict

from hypothesis import strategies as st

from pytest_sunbird.strategies.batch import batches
from pytest_sunbird.strategies.event import events

__all__ = [
    "Actor",
    "BatchParams",
    "Context",
    "ObjectRef",
    "Producer",
    "TelemetryBatch",
    "TelemetryEvent",
]


class Actor(TypedDict):
    """
    The user or system that acted.
    """

    id: str
    type: str


class Producer(TypedDict):
    """
    The application that an event comes from.
    """

    id: str
    pid: NotRequired[str]
    ver: NotRequired[str]


class Context(TypedDict):
    """
    Channel, producer, device and session of an event.
    """

    channel: str
    pdata: Producer
    env: str
    sid: NotRequired[str]
    did: NotRequired[str]
    cdata: NotRequired[list[dict[str, str]]]
    rollup: NotRequired[dict[str, str]]


class ObjectRef(TypedDict, total=False):
    """
    The content or item that was acted on.
    """

    id: str
    type: str
    ver: str
    rollup: dict[str, str]


class TelemetryEvent(TypedDict):
    """
    An event as it is sent.
    """

    eid: str
    ets: float
    ver: str
    mid: str
    actor: Actor
    context: Context
    object: NotRequired[ObjectRef]
    tags: NotRequired[list[str]]
    edata: dict[str, Any]


class BatchParams(TypedDict):
    """
    The params of a batch: its message id and the like.
    """

    msgid: str
    did: NotRequired[str]
    channel: NotRequired[str]
    requesterId: NotRequired[str]
    key: NotRequired[str]


class TelemetryBatch(TypedDict):
    """
    A batch as it is sent.
    """

    id: str
    ver: str
    ets: float
    params: BatchParams
    events: list[TelemetryEvent]


# Functions, so that the time is that of the test and not that of the import.
st.register_type_strategy(TelemetryEvent, lambda _: events())
st.register_type_strategy(TelemetryBatch, lambda _: batches())
