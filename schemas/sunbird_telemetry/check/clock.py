"""
The time at which the events of a file are processed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sunbird_telemetry.pipeline import Clock

__all__ = ["InputClock", "received_at"]


@dataclass(slots=True)
class InputClock:
    """
    The time for events and batches without one. It does not advance during a run.

    Attributes:
        now: That time, in ms since the epoch.

        source: The source of that time, such as ``--now``; empty for the wall clock.

        own: The number of lines and events of lists that have their own time.

        others: The number that have none.
    """

    now: int
    source: str = ""
    own: int = 0
    others: int = 0

    def __call__(self) -> int:
        """
        That time, as a `Clock` gives it.
        """
        return self.now

    def for_time(self, syncts: float | None) -> Clock | None:
        """
        The clock for what was stamped with *syncts*: none is needed if it was.
        """
        if syncts is None:
            self.others += 1
            return self
        self.own += 1

        return None


def received_at(value: Any) -> float | None:
    """
    Return the time of receipt of *value*, a batch or an event: its ``syncts``, if a number.
    """
    syncts = value.get("syncts") if isinstance(value, dict) else None

    return syncts if type(syncts) in {int, float} else None
