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

__all__ = ["Memory"]


@dataclass(frozen=True, slots=True)
class _Turns:
    state: State = field(default_factory=State)
    lock: Lock = field(default_factory=Lock)


class Memory:
    """
    The pipeline's states, by inbox.
    """

    def __init__(self) -> None:
        self._inboxes: dict[str, _Turns] = {}

    @contextmanager
    def turn(self, inbox: str) -> Iterator[State]:
        """
        What *inbox* remembers, while nobody else looks at it.
        """
        turns = self._inboxes.get(inbox) or self._inboxes.setdefault(inbox, _Turns())
        with turns.lock:
            yield turns.state

    def forget(self, inbox: str) -> None:
        """
        Let *inbox* begin anew.
        """
        self._inboxes.pop(inbox, None)
