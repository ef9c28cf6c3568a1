"""
What the pipeline of each inbox remembers, for one delivery at a time.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from sunbird_telemetry.pipeline import State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sunbird_mockserver.across import Across
    from sunbird_telemetry.pipeline import PipelineSettings

__all__ = ["Memory", "Remembered"]


@dataclass(frozen=True, slots=True)
class Remembered:
    """
    What is known of the deliveries before, of one inbox.

    Attributes:
        across: What the rules across events remember.

        state: What the pipeline's jobs remember.
    """

    across: Across
    state: State = field(default_factory=State)
    _lock: Lock = field(default_factory=Lock)


class Memory:
    """
    What is remembered, by inbox.

    Args:
        pipeline: The pipeline of all of them.

        max_body_bytes: The largest body that the gateway in front of it takes.
    """

    def __init__(self, pipeline: PipelineSettings, max_body_bytes: int) -> None:
        self._pipeline = pipeline
        self._max_body_bytes = max_body_bytes
        self._inboxes: dict[str, Remembered] = {}

    @contextmanager
    def turn(self, inbox: str) -> Iterator[Remembered]:
        """
        What *inbox* remembers, while nobody else looks at it.
        """
        remembered = self._inboxes.get(inbox) or self._new(inbox)
        with remembered._lock:  # noqa: SLF001  its own class keeps it, and only this one takes it
            yield remembered

    def _new(self, inbox: str) -> Remembered:
        # The table of rules loads with the first batch, not with the server.
        from sunbird_mockserver.across import Across

        across = Across.of(self._pipeline, self._max_body_bytes)

        return self._inboxes.setdefault(inbox, Remembered(across))

    def forget(self, inbox: str) -> None:
        """
        Let *inbox* begin anew.
        """
        self._inboxes.pop(inbox, None)
