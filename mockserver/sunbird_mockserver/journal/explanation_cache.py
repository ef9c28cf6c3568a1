"""
Cache of explanations: each takes about half a millisecond to compute.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from sunbird_telemetry.pipeline import Fate

if TYPE_CHECKING:
    from sunbird_telemetry.pipeline import Verdict

__all__ = ["Tellings"]

# 10,000 events with seven findings each, about.
_MAX_BYTES = 24 * 1024 * 1024
# What a verdict and a finding take beside their texts, rounded up.
_VERDICT_BYTES, _FINDING_BYTES = 512, 128


class Tellings:
    """
    Verdicts with all there is to tell of an event, by its number. The oldest go first.

    Only of events that failed: the others take next to no time.

    Args:
        max_bytes: How much memory they may take, about.
    """

    def __init__(self, max_bytes: int = _MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._lock = threading.Lock()
        self._verdicts: OrderedDict[int, Verdict] = OrderedDict()

    def get(self, seq: int) -> Verdict | None:
        """
        Return the explanation of the event with the number *seq*; None if it is not cached.
        """
        return self._verdicts.get(seq)

    def put(self, seq: int, verdict: Verdict) -> None:
        """
        Remember *verdict* on the event with the number *seq*, if it was hard to come by.
        """
        if verdict.fate is not Fate.FAILED:
            return
        with self._lock:
            if seq in self._verdicts:  # another thread was faster
                return
            self._verdicts[seq] = verdict
            self._bytes += _weight(verdict)
            while self._bytes > self._max_bytes:
                _, oldest = self._verdicts.popitem(last=False)
                self._bytes -= _weight(oldest)

    def clear(self) -> None:
        """
        Forget all of it.
        """
        with self._lock:
            self._verdicts.clear()
            self._bytes = 0


def _weight(verdict: Verdict) -> int:
    findings = verdict.findings
    texts = sum([len(each.pointer) + len(each.message) + len(each.remedy) for each in findings])

    return _VERDICT_BYTES + len(findings) * _FINDING_BYTES + texts
