"""
Ids that single events use twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sunbird_telemetry.rules import found

if TYPE_CHECKING:
    from sunbird_telemetry.findings import Finding

__all__ = ["Contents"]

_LIMIT = 50_000


class Contents:
    """
    What was said under which ``mid``, for events that no batch brings.

    `DeliveryRules` says more about batches. Of other events only this can be known, and it is
    known at a fraction of the cost. At least the *limit* last ones are remembered.
    """

    def __init__(self, limit: int = _LIMIT) -> None:
        self._limit = limit
        # Hashes of the texts. When one generation is full, the one before it is forgotten.
        self._young: dict[int, int] = {}
        self._old: dict[int, int] = {}

    def see(self, mid: str, text: bytes) -> tuple[Finding, ...]:
        """
        What to say about an event with that *mid*, which is *text* as compact JSON.
        """
        key, content, young = hash(mid), hash(text), self._young
        before = young.setdefault(key, content)
        if before is content:  # nearly always: it was not there
            before = self._old.get(key, content)
            if len(young) > self._limit:
                self._young, self._old = {}, young
        if before == content:
            return ()
        young[key] = content

        return (found("mid-reused", "/mid"),)
