"""
Counting what may be of any number, without keeping any number.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Distinct"]


class Distinct:
    """
    How often each of some texts was seen; of more than *limit* texts the first in the alphabet.

    Those are the same whatever the order in which they come, and however they are put together.
    """

    def __init__(
        self, counts: Mapping[str, int] | None = None, *, more: bool = False, limit: int = 50
    ) -> None:
        self.counts = Counter(counts or {})
        self.more = more
        self._limit = limit

    def add(self, text: str, times: int = 1) -> None:
        """
        Count *text*.
        """
        self.counts[text] += times
        if len(self.counts) > self._limit:
            del self.counts[max(self.counts)]
            self.more = True

    def merge(self, other: Distinct) -> None:
        """
        Count what *other* has counted.
        """
        self.more |= other.more
        for text, times in other.counts.items():
            self.add(text, times)

    def to_dict(self) -> dict[str, Any]:
        """
        As JSON; `from_dict` is the way back.
        """
        return {"counts": dict(sorted(self.counts.items())), "more": self.more}

    @classmethod
    def from_dict(cls, shown: Mapping[str, Any]) -> Distinct:
        """
        What `to_dict` has shown.
        """
        return cls(shown["counts"], more=shown["more"])
