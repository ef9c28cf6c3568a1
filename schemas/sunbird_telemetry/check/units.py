"""
What is on a line: events, or a batch.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.check.archived import STAMPS, unstamped
from sunbird_telemetry.check.clocks import received

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Unit", "alone", "items"]


@dataclass(frozen=True, slots=True)
class Unit:
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


def alone(event: Any, lost_digits: Iterable[str] = ()) -> Unit:
    """
    *event* in a batch of its own, without an id, stamped when the event was.
    """
    syncts = received(event)
    stamp = {} if syncts is None else {"syncts": syncts}
    sent, _ = unstamped(event)
    lost = [
        f"/events/0{pointer}"
        for pointer in lost_digits
        if sent is event or pointer.split("/", 2)[1] not in STAMPS
    ]

    return Unit({**stamp, "events": [sent]}, lost, is_alone=True)


def items(events: list[Any], lost_digits: Iterable[str] = ()) -> Iterator[Unit]:
    """
    Each of *events* alone, with its own of the *lost digits*, which point into the list.
    """
    lost: defaultdict[str, list[str]] = defaultdict(list)
    for pointer in lost_digits:
        _, place, *steps = pointer.split("/", 2)
        lost[place].extend(f"/{step}" for step in steps)
    for index, event in enumerate(events):
        yield alone(event, lost.get(str(index), ()))
