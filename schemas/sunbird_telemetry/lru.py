"""
A mapping of limited size that evicts the least recently used entry.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

__all__ = ["LRU"]

K = TypeVar("K")
V = TypeVar("V")


class LRU(Generic[K, V]):
    """
    At most *limit* entries by key. The least recently put or touched entry is evicted first.

    Attributes:
        evicted: The number of entries that were evicted.
    """

    def __init__(self, limit: int) -> None:
        self.evicted = 0
        self._limit = limit
        self._things: OrderedDict[K, V] = OrderedDict()

    def __contains__(self, key: K) -> bool:
        return key in self._things

    def get(self, key: K) -> V | None:
        """
        Return the entry under *key*, which stays as old as it is.
        """
        return self._things.get(key)

    def put(self, key: K, thing: V) -> V | None:
        """
        Put *thing* under *key*, as the newest entry. Return the entry that was evicted for it.
        """
        things = self._things
        if key in things:
            things.move_to_end(key)
        things[key] = thing
        if len(things) <= self._limit:
            return None
        self.evicted += 1

        return things.popitem(last=False)[1]

    def pop(self, key: K) -> V | None:
        """
        Remove and return the entry under *key*. That is no eviction.
        """
        return self._things.pop(key, None)

    def touch(self, key: K) -> None:
        """
        Make the entry under *key* the newest.
        """
        self._things.move_to_end(key)

    def values(self) -> tuple[V, ...]:
        """
        All entries, oldest first.
        """
        return tuple(self._things.values())

    def clear(self) -> None:
        """
        Remove all entries. That is no eviction.
        """
        self._things.clear()
