"""
Ids of requests.
"""

from __future__ import annotations

from hashlib import blake2b
from threading import Lock

from sunbird_mockserver.delivery import INBOXES
from sunbird_telemetry.recent import Recent

__all__ = ["RequestIds"]


class RequestIds:
    """
    Makes ids that look like nginx's. They follow from the inbox and from how many requests it had
    before, so that no two agree, but two runs of the same tests do.

    Args:
        limit: For how many inboxes it is known how many requests they had.
    """

    def __init__(self, limit: int = INBOXES) -> None:
        self._lock = Lock()
        self._made = 0
        self._numbers: Recent[str, int] = Recent(limit)

    def __call__(self, inbox: str) -> str:
        """
        The id of the next request to *inbox*.
        """
        with self._lock:
            number = self._next(inbox)
            self._numbers.put(inbox, number)

        return blake2b(f"{inbox} {number}".encode(), digest_size=16).hexdigest()

    def _next(self, inbox: str) -> int:
        self._made += 1
        before = self._numbers.get(inbox)
        if before is None and self._numbers.forgotten:
            # It may be the inbox that was forgotten. No number is beyond the count of all.
            return self._made

        return (before or 0) + 1
