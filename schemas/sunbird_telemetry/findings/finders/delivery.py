"""
Finder across deliveries: retries, and ids that are used twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any
from zlib import crc32

from sunbird_telemetry.findings.make import findings_by
from sunbird_telemetry.jsonvalues.content import content_of
from sunbird_telemetry.jsonvalues.node import dumps
from sunbird_telemetry.jsonvalues.paths import text_in
from sunbird_telemetry.lru import LRU

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sunbird_telemetry.finding import Finding

__all__ = ["Contents", "DeliveryRules"]

_BATCHES, _EVENTS = 10_000, 100_000
_REUSED = "msgid-reused"
# So long the extractor knows a msgid by default: contract/pipeline.md 9.
_HOUR_MS, _SECOND_MS = 3_600_000, 1000

_CONTENTS = 50_000
_NEWLINE = b"\n"
_END, _BRACE, _SPACE, _TAB, _RETURN, _BACKSLASH = b"\n} \t\r\\"


@dataclass(frozen=True, slots=True)
class _Sent:
    """
    The batch that was sent under a msgid.

    Attributes:
        content: A hash of its events.

        received: When it arrived, if that is known.

        thrown: Whether the extractor threw somewhere on it.
    """

    content: int
    received: int | None
    thrown: bool

    def since(self, before: _Sent) -> int:
        """
        Return the ms since *before*; 0 if unknown.
        """
        if self.received is None or before.received is None:
            return 0

        return self.received - before.received


@dataclass(frozen=True, slots=True)
class _First:
    """
    The first delivery of an event.

    Attributes:
        content: What it hashes to, without the mid.

        batch: The number of its batch.

        msgid: A hash of that batch's msgid.
    """

    content: int
    batch: int
    msgid: int


@dataclass(slots=True)
class _Repeated:
    """
    Earlier deliveries that a batch repeats, by kind of evidence.
    """

    same: list[int] = field(default_factory=list)
    but_for_mids: list[int] = field(default_factory=list)
    logs: list[int] = field(default_factory=list)

    def findings(self) -> Iterator[Finding]:
        """
        One finding per kind, with the count.
        """
        if self.same:
            yield from findings_by("retry-new-msgid", "/params/msgid", count=len(self.same))
        if self.but_for_mids:
            pointer = f"/events/{self.but_for_mids[0]}/mid"
            yield from findings_by("retry-new-mids", pointer, count=len(self.but_for_mids))
        if self.logs:
            yield from findings_by("log-repeated", f"/events/{self.logs[0]}")


class DeliveryRules:
    """
    Distinguishes retries, new batches, and ids that are used twice.

    Remembers some thousand batches and events. Not for several threads at once.

    Args:
        limit: How many events are remembered.

        ttl_ms: How long the deployment's extractor knows a msgid.
    """

    def __init__(self, limit: int = _EVENTS, *, ttl_ms: int = _HOUR_MS) -> None:
        self._ttl_ms = ttl_ms
        # Hashes of ids, as ids may be of any length.
        self._batches: LRU[int, _Sent] = LRU(_BATCHES)
        self._mids: LRU[int, _First] = LRU(limit)
        # The batch that brought an event once more, by mid and its other msgid.
        self._others: LRU[tuple[int, int], int] = LRU(limit)
        self._contents: LRU[int, int] = LRU(limit)
        self._count = 0

    def see(
        self, batch: Any, received: int | None = None, *, thrown: bool = False
    ) -> tuple[Finding, ...]:
        """
        Return the findings about events of earlier batches that *batch* repeats, and remember it.

        Args:
            batch: What was sent.

            received: When it arrived, if that is known.

            thrown: Whether the extractor throws somewhere on it.
        """
        match batch:
            case {"events": [_, *_] as events}:
                return tuple(self._seen(batch, events, received, thrown=thrown))
            case _:
                return ()

    def _seen(
        self, batch: dict[str, Any], events: list[Any], received: int | None, *, thrown: bool
    ) -> Iterator[Finding]:
        self._count += 1
        contents = [_content(event) for event in events]
        mids = [text_in(event, "mid") for event in events]
        msgid = text_in(batch, "params", "msgid")
        known = self._about_msgid(msgid, _Sent(hash((*mids, *contents)), received, thrown))
        if known is not None:
            name, facts = known
            yield from findings_by(name, "/params/msgid", **facts)
            if name != _REUSED:
                return

        yield from self._about(events, contents, mids, msgid)

    def _about_msgid(self, msgid: str, this: _Sent) -> tuple[str, dict[str, int]] | None:
        """
        Return the rule about the *msgid* of *this* batch, with facts; None if there is none.
        """
        before = self._batches.get(hash(msgid)) if msgid else this
        if before is this:
            return None
        if before is not None and this.since(before) < self._ttl_ms:
            return _recognised(before, this), {}
        self._batches.put(hash(msgid), this)
        if before is None or before.content != this.content:
            return None

        seconds, ttl = this.since(before) // _SECOND_MS, self._ttl_ms // _SECOND_MS
        return "retry-too-late", {"seconds": seconds, "ttl": ttl}

    def _about(
        self, events: list[Any], contents: list[int], mids: list[str], msgid: str
    ) -> Iterator[Finding]:
        repeated = _Repeated()
        for index, (content, mid) in enumerate(zip(contents, mids, strict=True)):
            if not mid:
                continue
            before = self._mids.get(hash(mid))
            if before is None:
                self._remember(mid, _First(content, self._count, hash(msgid)), index, repeated)
            elif before.content != content:
                yield from findings_by("mid-reused", f"/events/{index}/mid")
            elif before.batch != self._count:
                if text_in(events[index], "eid").upper() == "LOG":
                    repeated.logs.append(index)
                elif not self._came_under(msgid, mid, before):
                    repeated.same.append(index)

        yield from repeated.findings()

    def _came_under(self, msgid: str, mid: str, first: _First) -> bool:
        """
        Return True if an earlier batch with *msgid* carried the event with *mid*, too.
        """
        if not msgid:
            return False
        if first.msgid == hash(msgid):
            return True
        key = hash(mid), hash(msgid)
        before = self._others.get(key)
        if before is None:
            self._others.put(key, self._count)

        return before not in (None, self._count)

    def _remember(self, mid: str, this: _First, index: int, repeated: _Repeated) -> None:
        batch = self._contents.get(this.content)
        if batch is None:
            self._contents.put(this.content, self._count)
        elif batch != self._count:
            repeated.but_for_mids.append(index)
        self._mids.put(hash(mid), this)


class Contents:
    """
    Content by ``mid``, for events outside batches.

    `DeliveryRules` has more rules, about batches. For other events only this check is possible, at
    a fraction of the cost. At least the *limit* last ones are remembered.
    """

    def __init__(self, limit: int = _CONTENTS) -> None:
        self._limit, self._most = limit, 2 * limit
        # Hashes of the mids, and checksums of the content, which take half the time of hashes.
        self._known: dict[int, int] = {}

    def see(self, mid: str, line: bytes, event: Any) -> tuple[Finding, ...]:
        """
        Return the findings about *event* with that *mid*, found on *line*.
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
            return findings_by("mid-reused", "/mid")
        known[key] = content
        if len(known) > self._most:
            self._known = dict(islice(known.items(), self._limit, None))

        return ()


def _recognised(before: _Sent, this: _Sent) -> str:
    if before.content != this.content:
        return _REUSED

    return "retry-of-poison" if before.thrown else "retry-recognised"


def _content(event: Any) -> int:
    if not isinstance(event, dict):
        return 0

    return content_of({**event, "mid": None})
