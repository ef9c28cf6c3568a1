"""
Consumers that only one inbox knows.
"""

from __future__ import annotations

from threading import Lock

from sunbird_mockserver.consumers.registry import Consumers
from sunbird_mockserver.delivery import INBOXES
from sunbird_telemetry.lru import LRU

__all__ = ["InboxConsumers"]


class InboxConsumers:
    """
    The shared register, and one on top of it for each inbox that has consumers of its own.

    Args:
        shared: Who is known everywhere.

        limit: How many inboxes have a register of their own; of more, those keep it that were used
            last.
    """

    def __init__(self, shared: Consumers, limit: int = INBOXES) -> None:
        self._shared = shared
        self._lock = Lock()
        self._own: LRU[str, Consumers] = LRU(limit)

    def of(self, inbox: str) -> Consumers:
        """
        Return the consumers of *inbox*.
        """
        if inbox not in self._own:  # as nearly all
            return self._shared
        with self._lock:
            own = self._own.get(inbox)
            if own is not None:
                self._own.touch(inbox)

        return own or self._shared

    def own(self, inbox: str) -> Consumers:
        """
        The register of *inbox* alone: who is added there is not known elsewhere.
        """
        with self._lock:
            own = self._own.get(inbox) or Consumers(parent=self._shared)
            self._own.put(inbox, own)

        return own

    def forget(self, inbox: str) -> None:
        """
        Forget who was added to *inbox* alone.
        """
        with self._lock:
            self._own.pop(inbox)
