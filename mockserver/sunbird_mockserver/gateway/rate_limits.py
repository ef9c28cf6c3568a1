"""
Fixed-window rate limits per UTC hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from sunbird_mockserver.delivery import INBOXES
from sunbird_telemetry.lru import LRU

if TYPE_CHECKING:
    from collections.abc import Hashable

__all__ = ["Counter", "RateLimits", "RequestQuota", "Usage", "seconds_left"]

Counter = tuple[str, str, str | None]

_HOUR_MS = 3_600_000
_IDENTITIES = 1000


@dataclass(frozen=True, slots=True)
class Usage:
    """
    The usage of a client, this request included.

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

    Each inbox has a clock of its own, so the counters of one do not end with the hour of another.

    Args:
        inboxes: Maximum number of inboxes; the least recently used are evicted.

        identities: Maximum number of counters per inbox, likewise.
    """

    def __init__(self, inboxes: int = INBOXES, identities: int = _IDENTITIES) -> None:
        self._lock = Lock()
        self._identities = identities
        self._inboxes: LRU[str, LRU[Hashable, tuple[int, int]]] = LRU(inboxes)

    def count(self, counter: Counter, *, limit: int, now: int) -> Usage:
        """
        Count a request, unless it is one too many.

        Args:
            counter: Inbox, name of the route, and who calls.

            limit: How many requests an hour has room for.

            now: When the request arrived, in ms since the epoch.
        """
        hour, reset_s = now // _HOUR_MS, seconds_left(now)
        inbox, *rest = counter
        identity = tuple(rest)
        with self._lock:
            counted = self._inboxes.get(inbox) or LRU(self._identities)
            self._inboxes.put(inbox, counted)
            counted_hour, used = counted.get(identity) or (hour, 0)
            if counted_hour != hour:
                used = 0
            if used >= limit:
                counted.touch(identity)
                return Usage(limit, 0, reset_s, exceeded=True)
            counted.put(identity, (hour, used + 1))

        return Usage(limit, limit - used - 1, reset_s)

    def reset(self, inbox: str) -> None:
        """
        Forget what *inbox* has counted.
        """
        with self._lock:
            self._inboxes.pop(inbox)


class RequestQuota:
    """
    A limit for everybody together that no hour ends.

    Args:
        limit: How many requests it has room for.
    """

    def __init__(self, limit: int) -> None:
        self._lock = Lock()
        self._limit = limit
        self._used = 0

    def count(self, now: int) -> Usage:
        """
        Count a request that arrived at *now*, in ms since the epoch, unless it is one too many.
        """
        with self._lock:
            if self._used >= self._limit:
                return Usage(self._limit, 0, seconds_left(now), exceeded=True)
            self._used += 1

            return Usage(self._limit, self._limit - self._used, seconds_left(now))


def seconds_left(now: int) -> int:
    """
    In how many seconds the hour of *now* is over, at least 1.
    """
    return 3600 - now % _HOUR_MS // 1000
