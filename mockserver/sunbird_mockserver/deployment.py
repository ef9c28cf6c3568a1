"""
From the settings to the pipeline that they describe, and to the clock that it runs by.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sunbird_telemetry.pipeline import PipelineSettings
from sunbird_telemetry.pipeline.time_window import moment
from sunbird_telemetry.validation.extra_types import specification_of

if TYPE_CHECKING:
    from sunbird_mockserver.settings import Settings

__all__ = ["Clock", "clock_of", "pipeline_of", "wall_clock"]


class Clock(Protocol):
    """
    Where times come from.
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


def pipeline_of(settings: Settings) -> PipelineSettings:
    """
    The pipeline that *settings* describe.
    """
    given = settings.pipeline

    return PipelineSettings(
        environment=settings.environment,
        timezone=settings.timezone,
        batch_ttl_s=given.batch_ttl_s,
        mid_ttl_s=given.mid_ttl_s,
        ignore_months=given.ignore_months,
        max_event_bytes=given.max_event_bytes,
        early_dedup_producers=given.early_dedup_producers,
        specification=specification_of(given.extra_types),
    )
