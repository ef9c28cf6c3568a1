"""
Clocks: the machine's own, or one that stands still.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sunbird_telemetry.pipeline.time_window import moment

if TYPE_CHECKING:
    from sunbird_mockserver.settings import Settings

__all__ = ["Clock", "clock_of", "wall_clock"]


class Clock(Protocol):
    """
    Source of timestamps.
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


@dataclass(frozen=True, slots=True)
class _Standing:
    now: int

    def __call__(self) -> int:
        return self.now


def clock_of(settings: Settings) -> Clock:
    """
    The machine's clock, or one that stands still where the settings say so.
    """
    return _Standing(moment(settings.now)) if settings.now else wall_clock
