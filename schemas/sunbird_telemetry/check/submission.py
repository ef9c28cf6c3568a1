"""
The content of a line: events, or a batch.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.check.clock import received_at
from sunbird_telemetry.pipeline.time_window import as_long, iso

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["InputBatch", "batch_of_event", "batches_of_events", "unstamped"]

# What the extractor writes into every event: contract/pipeline.md 4.2.
_STAMPS = frozenset({"syncts", "@timestamp", "flags"})


@dataclass(frozen=True, slots=True)
class InputBatch:
    """
    Something to judge at once.

    Attributes:
        batch: As the pipeline gets it.

        lost_digits: JSON pointers into the batch to numbers that Node has rounded.

        is_alone: Whether it is an event that was given alone, not a batch that somebody sent.
    """

    batch: Any
    lost_digits: Iterable[str] = ()
    is_alone: bool = False


def batch_of_event(event: Any, lost_digits: Iterable[str] = ()) -> InputBatch:
    """
    *event* in a batch of its own, without an id, stamped when the event was.
    """
    syncts = received_at(event)
    stamp = {} if syncts is None else {"syncts": syncts}
    sent, _ = unstamped(event)
    lost = [
        f"/events/0{pointer}"
        for pointer in lost_digits
        if sent is event or pointer.split("/", 2)[1] not in _STAMPS
    ]

    return InputBatch({**stamp, "events": [sent]}, lost, is_alone=True)


def batches_of_events(events: list[Any], lost_digits: Iterable[str] = ()) -> Iterator[InputBatch]:
    """
    Each of *events* alone, with its own of the *lost digits*, which point into the list.
    """
    lost: defaultdict[str, list[str]] = defaultdict(list)
    for pointer in lost_digits:
        _, place, *steps = pointer.split("/", 2)
        lost[place].extend(f"/{step}" for step in steps)
    for index, event in enumerate(events):
        yield batch_of_event(event, lost.get(str(index), ()))


def unstamped(event: Any) -> tuple[Any, int | None]:
    """
    *event* as its client sent it, and when it was received, in ms since the epoch, if the extractor
    has stamped it. Else *event* itself, and None.

    Its stamps are ``syncts`` and the ``@timestamp`` of the same moment, which hardly anybody else
    sends. Then ``flags`` is the pipeline's as well, and so is ``type`` if it is what the
    preprocessor writes: contract/pipeline.md 5.4.
    """
    syncts = received_at(event)
    if syncts is None:
        return event, None
    moment = as_long(syncts)
    # Times beyond the calendar have no text.
    if not iso(moment) or event.get("@timestamp") != iso(moment):
        return event, None
    sent = {name: event[name] for name in event if name not in _STAMPS}
    if sent.get("type") == "events":
        del sent["type"]

    return sent, moment
