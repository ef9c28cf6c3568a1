"""
Consumers that only one inbox knows.
"""

from __future__ import annotations

from threading import Lock

from sunbird_mockserver.consumers.register import Consumers

__all__ = ["InboxConsumers"]


class InboxConsumers:
    """
    The shared register, and one on top of it for each inbox that has consumers of its own.

    Args:
        shared: Who is known everywhere.
    """

    def __init__(self, shared: Consumers) -> None:
        self._shared = shared
        self._lock = Lock()
        self._own: dict[str, Consumers] = {}

    def of(self, inbox: str) -> Consumers:
        """
        Who is known in *inbox*.
        """
        return self._own.get(inbox, self._shared)

    def own(self, inbox: str) -> Consumers:
        """
        The register of *inbox* alone: who is added there is not known elsewhere.
        """
        with self._lock:
            return self._own.setdefault(inbox, Consumers(parent=self._shared))

    def forget(self, inbox: str) -> None:
        """
        Forget who was added to *inbox* alone.
        """
        with self._lock:
            self._own.pop(inbox, None)
