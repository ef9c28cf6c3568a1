"""
From the settings to the pipeline that they describe, and to the clock that it runs by.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from sunbird_telemetry.pipeline import PipelineSettings
from sunbird_telemetry.pipeline.times import moment
from sunbird_telemetry.specification import TELEMETRY, Specification
from sunbird_telemetry.validation import is_valid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sunbird_mockserver.settings import Settings

__all__ = ["Clock", "clock_of", "pipeline_of", "specification_of", "wall_clock"]


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


def specification_of(extra_types: Mapping[str, str]) -> Specification:
    """
    The specification with the schemas in the files *extra_types*, by event type.

    Raises:
        ValueError: A file cannot be read, or holds no schema. Says which.
    """
    schemas = {eid: _schema(eid, Path(path)) for eid, path in extra_types.items()}
    if not schemas:
        return TELEMETRY
    specification = TELEMETRY.with_types(schemas)
    for eid, path in extra_types.items():
        try:  # a reference that leads nowhere shows at the first event
            is_valid({"eid": eid}, specification)
        except Exception as error:  # noqa: BLE001  whatever the engine makes of it
            why = str(error).partition("\n")[0]
            raise ValueError(f"{eid}: {path} cannot be used as a schema: {why}") from None

    return specification


def _schema(eid: str, path: Path) -> dict[str, Any]:
    try:
        schema = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ValueError(f"{eid}: {path} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise ValueError(f"{eid}: {path} is not JSON: {error}.") from None
    except RecursionError:
        raise ValueError(f"{eid}: {path} is nested too deep for a schema.") from None
    if not isinstance(schema, dict):
        msg = f"{eid}: {path} holds no JSON Schema: that is an object."
        raise ValueError(msg)  # noqa: TRY004  a mistake in a file, not in the program

    return schema
