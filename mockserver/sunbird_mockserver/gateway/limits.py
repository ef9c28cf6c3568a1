"""
How often who called: counters that start anew with every hour of UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

__all__ = ["Counter", "RateLimits", "Usage"]

Counter = tuple[str, str, str | None]

_HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Usage:
    """
    Where a client stands, this request included.

    Attributes:
        limit: How many requests an hour has room for.

        remaining: How many are left.

        reset_s: In how many seconds the hour is over, at least 1.

        exceeded: Whether this request was one too many.
    """

    limit: int
    remaining: int
    reset_s: int
    exceeded: bool = False


class RateLimits:
    """
    The counters of all routes, one per inbox, route and identity.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._newest_hour = -1
        self._used: dict[Counter, tuple[int, int]] = {}

    def count(self, counter: Counter, *, limit: int, now: int) -> Usage:
        """
        Count a request, unless it is one too many.

        Args:
            counter: Inbox, name of the route, and who calls.

            limit: How many requests an hour has room for.

            now: When the request arrived, in ms since the epoch.
        """
        hour, passed = divmod(now, _HOUR_MS)
        reset_s = max(1, 3600 - passed // 1000)
        with self._lock:
            if hour > self._newest_hour:
                self._used.clear()
                self._newest_hour = hour
            counted_hour, used = self._used.get(counter, (hour, 0))
            if counted_hour != hour:
                used = 0
            if used >= limit:
                return Usage(limit, 0, reset_s, exceeded=True)
            self._used[counter] = (hour, used + 1)

        return Usage(limit, limit - used - 1, reset_s)

    def reset(self, inbox: str) -> None:
        """
        Forget what *inbox* has counted.
        """
        with self._lock:
            for counter in [counter for counter in self._used if counter[0] == inbox]:
                del self._used[counter]
