"""
State of the pipeline of each inbox, locked for one delivery at a time.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from sunbird_mockserver.delivery import INBOXES
from sunbird_telemetry.lru import LRU
from sunbird_telemetry.pipeline import PipelineSettings, State
from sunbird_telemetry.validation.extra_types import specification_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sunbird_mockserver.judging.cross_event import CrossEventRules
    from sunbird_mockserver.settings import Settings

__all__ = ["InboxState", "PipelineStates", "pipeline_of"]

_LOCKS = 64


@dataclass(frozen=True, slots=True)
class InboxState:
    """
    State of one inbox that earlier deliveries left.

    Attributes:
        across: What the rules across events remember.

        state: What the pipeline's jobs remember.
    """

    across: CrossEventRules
    state: State = field(default_factory=State)


class PipelineStates:
    """
    The state of every inbox.

    Args:
        settings: How the server is set up.

        pipeline: The pipeline of all inboxes.

        limit: How many inboxes are remembered.
    """

    def __init__(
        self, settings: Settings, pipeline: PipelineSettings, limit: int = INBOXES
    ) -> None:
        self._settings, self._pipeline = settings, pipeline
        # A lock per inbox would have to be forgotten with it, while somebody may hold it.
        self._turns = tuple(Lock() for _ in range(_LOCKS))
        self._lock = Lock()
        self._inboxes: LRU[str, InboxState] = LRU(limit)

    def __contains__(self, inbox: str) -> bool:
        return inbox in self._inboxes

    @contextmanager
    def locked(self, inbox: str) -> Iterator[InboxState]:
        """
        Lock the state of *inbox* and return it.

        Whoever has a turn takes no other one before it is over.
        """
        with self.lock(inbox):
            yield self._of(inbox)

    def lock(self, inbox: str) -> Lock:
        """
        Return the lock of *inbox*, to hold without its state: none is made for it.
        """
        return self._turns[hash(inbox) % _LOCKS]

    def forget(self, inbox: str) -> None:
        """
        Let *inbox* begin anew. For whoever has its turn.
        """
        with self._lock:
            self._inboxes.pop(inbox)

    def _of(self, inbox: str) -> InboxState:
        with self._lock:
            remembered = self._inboxes.get(inbox) or self._new()
            self._inboxes.put(inbox, remembered)

        return remembered

    def _new(self) -> InboxState:
        # The table of rules loads with the first batch, not with the server.
        from sunbird_mockserver.judging.cross_event import CrossEventRules

        return InboxState(CrossEventRules.of(self._settings, self._pipeline))


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
