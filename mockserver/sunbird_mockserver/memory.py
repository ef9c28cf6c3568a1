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

__all__ = ["Memory", "Remembered"]


def _across() -> Across:
    # The table of rules loads with the first batch, not with the server.
    from sunbird_mockserver.across import Across

    return Across()


@dataclass(frozen=True, slots=True)
class Remembered:
    """
    What is known of the deliveries before, of one inbox.

    Attributes:
        state: What the pipeline's jobs remember.

        across: What the rules across events remember.
    """

    state: State = field(default_factory=State)
    across: Across = field(default_factory=_across)
    _lock: Lock = field(default_factory=Lock)


class Memory:
    """
    What is remembered, by inbox.
    """

    def __init__(self) -> None:
        self._inboxes: dict[str, Remembered] = {}

    @contextmanager
    def turn(self, inbox: str) -> Iterator[Remembered]:
        """
        What *inbox* remembers, while nobody else looks at it.
        """
        remembered = self._inboxes.get(inbox) or self._inboxes.setdefault(inbox, Remembered())
        with remembered._lock:  # noqa: SLF001  its own class keeps it, and only this one takes it
            yield remembered

    def forget(self, inbox: str) -> None:
        """
        Let *inbox* begin anew.
        """
        self._inboxes.pop(inbox, None)
