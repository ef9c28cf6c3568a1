"""
Ids that single events use twice.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any
from zlib import crc32

from sunbird_telemetry.nodejson import dumps
from sunbird_telemetry.rules import found

if TYPE_CHECKING:
    from sunbird_telemetry.findings import Finding

__all__ = ["Contents"]

_LIMIT = 50_000
_NEWLINE = b"\n"
_END, _BRACE, _SPACE, _TAB, _RETURN, _BACKSLASH = b"\n} \t\r\\"


class Contents:
    """
    What was said under which ``mid``, for events that no batch brings.

    `DeliveryRules` says more about batches. Of other events only this can be known, and it is
    known at a fraction of the cost. At least the *limit* last ones are remembered.
    """

    def __init__(self, limit: int = _LIMIT) -> None:
        self._limit, self._most = limit, 2 * limit
        # Hashes of the mids, and checksums of what was said, which take half the time of hashes.
        self._known: dict[int, int] = {}

    def see(self, mid: str, line: bytes, event: Any) -> tuple[Finding, ...]:
        """
        What to say about *event* with that *mid*, which stands on *line*.
        """
        key, known = hash(mid), self._known
        # A line without blanks and escapes is what `JSON.stringify` would write, but for names that
        # come twice and numbers such as 1e2.
        is_compact = (
            line[-1] == _END
            and line[-2] == _BRACE
            and not (_SPACE in line or _TAB in line or _RETURN in line or _BACKSLASH in line)
        )
        content = crc32(line if is_compact else dumps(event) + _NEWLINE)
        if key in known:
            before = known[key]
            if before == content or before == crc32(dumps(event) + _NEWLINE):
                return ()
            del known[key]  # to be the newest
            known[key] = content
            return (found("mid-reused", "/mid"),)
        known[key] = content
        if len(known) > self._most:
            self._known = dict(islice(known.items(), self._limit, None))

        return ()
