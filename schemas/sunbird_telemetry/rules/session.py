"""
What the events of a session say about each other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.rules.clock import clock_findings
from sunbird_telemetry.rules.content import text_in
from sunbird_telemetry.rules.found import found, shown
from sunbird_telemetry.rules.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sunbird_telemetry.findings import Finding

__all__ = ["SessionRules"]

_SESSIONS = 10_000
_OPEN = 100
# SDKs send several events in one ms, and late ones a little earlier.
_BACKWARDS_MS = 1000
_LATEST = 2**63  # beyond it is no time, and too much to reckon with
_TURNS = frozenset({"START", "END", "ASSESS"})
_AFTER_END = {"HEARTBEAT": "heartbeat-after-end", "ASSESS": "assess-outside-session"}


@dataclass(slots=True, eq=False)
class _Session:
    """
    What is remembered of one session.

    Attributes:
        sid: Its id.

        open: When each type was started that has not ended, by the type as it is shown.

        last: The latest ets so far.

        started: Whether there was a START, or another finding has said why not.

        ended: Whether there was an END.
    """

    sid: str
    open: dict[str, float] = field(default_factory=dict)
    last: float = 0
    started: bool = False
    ended: bool = False

    def takes(self, ets: float) -> bool:
        """
        Whether there is nothing to say about one more event at *ets*.
        """
        return self.last - _BACKWARDS_MS < ets < _LATEST and (bool(self.open) or not self.ended)

    def is_backwards(self, ets: float) -> bool:
        """
        Whether *ets* is so far before the latest that a clock must have jumped.
        """
        return ets <= self.last - _BACKWARDS_MS

    def start(self, kind: str, ets: float) -> None:
        """
        Remember that *kind* was started; of too many the oldest is forgotten.
        """
        self.open[kind] = ets
        if len(self.open) > _OPEN:
            del self.open[next(iter(self.open))]


class SessionRules:
    """
    Rules about sessions, told of one event after the other in the order of arrival.

    A session is a ``context.sid`` of a device and a producer. Some thousand are remembered; of
    those that had to be forgotten nothing is said at the end. Not for several threads at once.
    """

    def __init__(self, limit: int = _SESSIONS) -> None:
        self._sessions: Memory[tuple[str, str, str], _Session] = Memory(limit)
        self._latest: Memory[tuple[str, str], _Session] = Memory(limit)

    @property
    def forgotten(self) -> int:
        """
        How many sessions had to be forgotten.
        """
        return self._sessions.forgotten

    def see(self, event: Any) -> tuple[Finding, ...]:
        """
        What *event* means for its session. Events that do not say which one tell nothing.
        """
        if self._goes_on(event):
            return ()
        match event:
            case {"eid": str(eid), "ets": int() | float() as ets, "context": {"sid": str(sid)}}:
                return tuple(self._seen(event, eid, ets, sid)) if sid and abs(ets) < _LATEST else ()
            case _:
                return ()

    def end(self) -> tuple[Finding, ...]:
        """
        What can be said now that no event follows. The sessions are forgotten.
        """
        self._latest.take_all()

        return tuple(
            finding for session in self._sessions.take_all() for finding in _unfinished(session)
        )

    def _goes_on(self, event: Any) -> bool:
        """
        Whether *event* is one more of a session that goes on, as most are.
        """
        try:
            context, ets = event["context"], event["ets"]
            key = context["did"], context["pdata"]["id"], context["sid"]
            session = self._sessions.get(key)
            if session is None or event["eid"] in _TURNS or not session.takes(ets):
                return False
        except (KeyError, TypeError):
            return False
        session.last = max(session.last, ets)
        self._sessions.touch(key)

        return True

    def _seen(self, event: dict[str, Any], eid: str, ets: float, sid: str) -> Iterator[Finding]:
        device = text_in(event, "context", "did"), text_in(event, "context", "pdata", "id")
        session = self._sessions.get((*device, sid))
        if session is None:
            session = _Session(sid)
            yield from self._opened(session, eid, device)
        self._sessions.touch((*device, sid))

        if eid == "START":
            yield from _start(session, ets, event.get("edata"))
        elif eid == "END":
            yield from _end(session, ets, event.get("edata"))
        else:
            yield from _between(session, eid)
        if session.is_backwards(ets) and eid != "START":
            seconds = f"{(session.last - ets) / 1000:g}"
            yield found("ets-backwards", "/ets", seconds=seconds)
        session.last = max(session.last, ets)

    def _opened(self, session: _Session, eid: str, device: tuple[str, str]) -> Iterator[Finding]:
        before = self._latest.get(device)
        session.started = eid == "START"
        if before is not None and before.open and not session.started:
            session.started = True
            yield found("sid-changed", "/context/sid")
        self._sessions.put((*device, session.sid), session)
        self._latest.put(device, session)


def _start(session: _Session, ets: float, edata: Any) -> Iterator[Finding]:
    kind = shown(text_in(edata, "type"))
    if not session.started:
        yield found("start-late", "/eid")
    if kind in session.open:
        yield found("start-again", "/edata/type", kind=kind)
    session.start(kind, ets)
    session.started = True


def _end(session: _Session, ets: float, edata: Any) -> Iterator[Finding]:
    kind = shown(text_in(edata, "type"))
    started = session.open.pop(kind, None)
    session.ended = True
    if started is None:
        yield found("end-without-start", "/edata/type", kind=kind)
    else:
        duration = edata.get("duration") if isinstance(edata, dict) else None
        yield from clock_findings(started, ets, duration)


def _between(session: _Session, eid: str) -> Iterator[Finding]:
    if not session.open and (session.ended or eid == "ASSESS"):
        name = _AFTER_END.get(eid, "event-after-end")
        yield found(name, "/eid", eid=shown(eid))


def _unfinished(session: _Session) -> Iterator[Finding]:
    sid = shown(session.sid)
    for kind in session.open:
        yield found("start-without-end", kind=kind, session=sid)
    if not session.started:
        yield found("session-without-start", session=sid)
