"""
What was heard of last, as far as there is room.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

__all__ = ["Recent"]

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """
    The last *limit* things, by key. What was not put in or touched for longest goes first.

    Attributes:
        forgotten: How many had to go.
    """

    def __init__(self, limit: int) -> None:
        self.forgotten = 0
        self._limit = limit
        self._things: OrderedDict[K, V] = OrderedDict()

    def __contains__(self, key: K) -> bool:
        return key in self._things

    def get(self, key: K) -> V | None:
        """
        What is remembered under *key*.
        """
        return self._things.get(key)

    def put(self, key: K, thing: V) -> V | None:
        """
        Remember *thing* under *key*, as the newest. What had to go for it is returned.
        """
        things = self._things
        if key in things:
            things.move_to_end(key)
        things[key] = thing
        if len(things) <= self._limit:
            return None
        self.forgotten += 1

        return things.popitem(last=False)[1]

    def pop(self, key: K) -> V | None:
        """
        What is remembered under *key*, which is then forgotten. That does not count as having to.
        """
        return self._things.pop(key, None)

    def touch(self, key: K) -> None:
        """
        Count what is remembered under *key* as the newest.
        """
        self._things.move_to_end(key)

    def values(self) -> tuple[V, ...]:
        """
        Everything in it, oldest first.
        """
        return tuple(self._things.values())

    def clear(self) -> None:
        """
        Forget all of it. That does not count as having to.
        """
        self._things.clear()
