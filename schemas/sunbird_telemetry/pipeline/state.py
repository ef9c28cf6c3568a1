"""
State of the pipeline between batches.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

__all__ = ["LIMIT", "Ids", "State"]

#: So many ids are remembered per stage; beyond it the oldest go.
LIMIT = 1_000_000


@dataclass(slots=True)
class Ids:
    """
    The ids that one stage has seen, each until its time is over.

    Attributes:
        limit: How many at most.

        forgotten: How many were dropped before their time, for want of room.
    """

    limit: int = LIMIT
    forgotten: int = 0
    # Hashes instead of texts take half the memory; that two of a million are equal by chance
    # happens once in thirty million runs.
    _expiries: dict[int, int] = field(default_factory=dict, repr=False)
    _order: deque[int] = field(default_factory=deque, repr=False)
    # One number for all that expire together.
    _expiry: int = field(default=0, repr=False)

    def __len__(self) -> int:
        return len(self._expiries)

    def remember(self, text: str, now: int, ttl: int) -> bool:
        """
        Return True if *text* is new at *now*, and remember it for *ttl* ms.

        One that is known keeps the time it has: contract/pipeline.md 4.1.
        """
        key, expiries, order = hash(text), self._expiries, self._order
        if self._expiry != now + ttl:
            self._expiry = now + ttl
        if key in expiries:
            if now < expiries[key]:
                return False
            expiries[key] = self._expiry
            return True
        expiries[key] = self._expiry
        order.append(key)
        if len(order) > self.limit:
            self._drop()
            self.forgotten += 1

        return True

    def expire(self, now: int) -> None:
        """
        Forget what nothing can be a duplicate of any more.
        """
        order, expiries = self._order, self._expiries
        while order and expiries[order[0]] <= now:
            self._drop()

    def _drop(self) -> None:
        del self._expiries[self._order.popleft()]


@dataclass(slots=True)
class State:
    """
    The memory of one pipeline: of one inbox, or of one run over files.

    Not for several threads at once: whoever shares it lets them judge one after the other.

    Attributes:
        batches: The extractor's, by ``params.msgid``.

        early: The preprocessor's, by ``mid``, of some producers only.

        indexed: The Druid validator's, by ``mid``, of all producers.

        latest: The time of the last batch, in ms since the epoch; the next one's if that has none.
    """

    batches: Ids = field(default_factory=Ids)
    early: Ids = field(default_factory=Ids)
    indexed: Ids = field(default_factory=Ids)
    latest: int = 0

    @classmethod
    def of(cls, limit: int) -> State:
        """
        A state that remembers at most *limit* ids per stage.
        """
        return cls(Ids(limit), Ids(limit), Ids(limit))

    @property
    def forgotten(self) -> int:
        """
        The number of ids dropped before their TTL: as many duplicates may have been missed.
        """
        return self.batches.forgotten + self.early.forgotten + self.indexed.forgotten

    def advance(self, now: int | None) -> int:
        """
        Forget what is over at *now*, and return that time; without one, no time has passed.
        """
        if now is not None and now != self.latest:
            self.latest = now
            self.batches.expire(now)
            self.early.expire(now)
            self.indexed.expire(now)

        return self.latest
