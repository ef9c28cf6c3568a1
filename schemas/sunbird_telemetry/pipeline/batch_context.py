"""
The context of a batch: what the stages need beside the event.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from sunbird_telemetry.pipeline.settings import PipelineSettings, zone
from sunbird_telemetry.pipeline.time_window import ALWAYS, Window, as_long, iso, window

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import tzinfo

    from sunbird_telemetry.finding import Finding
    from sunbird_telemetry.pipeline.state import State
    from sunbird_telemetry.validation import Validation

    FindingsOf = Callable[[Validation, str | None], tuple[Finding, ...]]

__all__ = ["BatchContext", "Clock", "context_of", "no_findings"]

_MS = 1000


class Clock(Protocol):
    """
    Source of the pipeline's timestamps.
    """

    def __call__(self) -> int:
        """
        Now, in ms since the epoch.
        """
        ...


@dataclass(frozen=True, slots=True)
class Deployment:
    """
    A deployment: its settings, and what is computed from them once.

    Attributes:
        settings: The settings themselves.

        early: Whose events are deduplicated by the preprocessor.

        place: Its time zone.

        batch_ttl: How long a ``msgid`` is remembered, in ms.

        mid_ttl: How long a ``mid`` is remembered, in ms.
    """

    settings: PipelineSettings
    early: frozenset[str]
    place: tzinfo
    batch_ttl: int
    mid_ttl: int


def no_findings(_validation: Validation, _eid: str | None) -> tuple[Finding, ...]:
    """
    Make no findings: the pipeline itself knows no rules.
    """
    return ()


@dataclass(frozen=True, slots=True)
class BatchContext:
    """
    The circumstances in which one batch is judged.

    Attributes:
        deployment: The deployment that judges it.

        state: The ids that the deployment remembers.

        now: When the batch is processed, for what is remembered.

        window: The times that events may have.

        syncts: The batch's, as every event gets it; None where no time is known.

        explain: Makes the findings of an invalid event from its validation and its type; None if
            its verdict has neither findings nor the pipeline's reason.
    """

    deployment: Deployment
    state: State
    now: int
    window: Window
    syncts: int | None
    explain: FindingsOf | None

    @property
    def settings(self) -> PipelineSettings:
        """
        The deployment's.
        """
        return self.deployment.settings

    @property
    def stamps(self) -> Mapping[str, Any]:
        """
        The stamps that the extractor writes into every event: contract/pipeline.md 4.2.
        """
        if self.syncts is None:
            return {}

        return {"syncts": self.syncts, "@timestamp": iso(self.syncts)}

    def new_to_batches(self, msgid: str) -> bool:
        """
        Return True if the extractor has not seen *msgid* within its TTL.
        """
        return self.state.batches.remember(msgid, self.now, self.deployment.batch_ttl)

    def new_to_preprocessor(self, mid: str) -> bool:
        """
        Return True if the preprocessor has not seen *mid* within its TTL.
        """
        return self.state.early.remember(mid, self.now, self.deployment.mid_ttl)

    def new_to_druid(self, mid: str) -> bool:
        """
        Return True if the Druid validator has not seen *mid* within its TTL.
        """
        return self.state.indexed.remember(mid, self.now, self.deployment.mid_ttl)


def context_of(
    batch: Any,
    state: State,
    settings: PipelineSettings,
    clock: Clock | None,
    explain: FindingsOf | None = None,
) -> BatchContext:
    """
    The context of *batch*. Without *clock*, it is processed when the service stamped it.
    """
    syncts = _syncts(batch)
    now = clock() if clock else syncts
    deployment = _deployment(settings)
    times = ALWAYS if now is None else window(now, settings.ignore_months, deployment.place)

    return BatchContext(
        deployment,
        state,
        state.advance(now),
        times,
        now if syncts is None else syncts,
        explain,
    )


def _syncts(batch: Any) -> int | None:
    value: Any = batch.get("syncts") if isinstance(batch, dict) else None

    return as_long(value) if type(value) in {int, float} else None


@cache
def _deployment(settings: PipelineSettings) -> Deployment:
    return Deployment(
        settings=settings,
        early=settings.deduplicated_early,
        place=zone(settings.timezone),
        batch_ttl=settings.batch_ttl_s * _MS,
        mid_ttl=settings.mid_ttl_s * _MS,
    )
