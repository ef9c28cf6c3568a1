"""
Finder across the events of a session.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.display import shortened
from sunbird_telemetry.findings.make import findings_by
from sunbird_telemetry.findings.redaction import redacted
from sunbird_telemetry.jsonvalues.paths import text_in
from sunbird_telemetry.lru import LRU
from sunbird_telemetry.specification.documented_values import VALUES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sunbird_telemetry.finding import Finding

__all__ = ["SessionEnd", "SessionRules"]

_Key = tuple[str, str, str]

_SESSIONS = 10_000
_OPEN = 100
# SDKs send several events in one ms, and late ones a little earlier.
_BACKWARDS_MS = 1000
_LATEST = 2**63  # beyond it is no time, and too much to reckon with
_TURNS = frozenset({"START", "END"})
# What needs no looking into before it is shown.
_KINDS = frozenset(VALUES["START", "/edata/type"])
_NOTHING: tuple[Finding, ...] = ()
_AFTER_END = {"HEARTBEAT": "heartbeat-after-end", "ASSESS": "assess-outside-session"}

# Durations are rounded, and the clock is read twice.
_SECONDS, _SHARE = 5, 0.1
_EPOCH = 10**8  # a point in time has the finding duration-epoch


@dataclass(frozen=True, slots=True)
class SessionEnd:
    """
    The findings about a session if no event follows.

    Attributes:
        sid: Its id.

        did: Of which device.

        producer: Of which producer: ``context.pdata.id``.

        open: The types that were started and have not ended, shortened.

        findings: A finding per such type, and one if the session has no START at all.
    """

    sid: str
    did: str
    producer: str
    open: tuple[str, ...]
    findings: tuple[Finding, ...]

    def to_dict(self) -> dict[str, Any]:
        """
        The session as the control API shows it.
        """
        return {
            "sid": self.sid,
            "did": self.did,
            "producer": self.producer,
            "open": self.open,
            "findings": [finding.to_dict() for finding in self.findings],
        }


@dataclass(slots=True, eq=False)
class _Session:
    """
    The state of one session.

    Attributes:
        key: Whose it is, the device and the producer, and its sid.

        open: When each type was started that has not ended, by the type.

        last: The latest ets so far.

        started: True if there was a START, or if another finding explains its absence.

        ended: Whether there was an END.
    """

    key: _Key
    open: dict[str, float] = field(default_factory=dict)
    last: float = 0
    started: bool = False
    ended: bool = False

    def is_backwards(self, ets: float) -> bool:
        """
        Return True if *ets* is so far before the latest that a clock must have jumped.
        """
        return ets <= self.last - _BACKWARDS_MS

    def is_unfinished(self) -> bool:
        """
        True if the session has findings if no event follows.
        """
        return bool(self.open) or not self.started

    def start(self, kind: str, ets: float) -> None:
        """
        Remember that *kind* was started; of too many the oldest is forgotten.
        """
        self.open[kind] = ets
        if len(self.open) > _OPEN:
            del self.open[next(iter(self.open))]


class SessionRules:
    """
    Rules about sessions, called with one event after the other in the order of arrival.

    A session is a ``context.sid`` of a device and a producer. Some thousand are remembered. Not for
    several threads at once.

    Attributes:
        forgotten: The number of sessions with findings that were dropped to limit memory.
    """

    def __init__(self, limit: int = _SESSIONS) -> None:
        self.forgotten = 0
        self._sessions: LRU[_Key, _Session] = LRU(limit)
        # The session that was started last, by device: only a START may change the sid.
        self._started: LRU[tuple[str, str], _Session] = LRU(limit)
        self._key: _Key | None = None
        self._newest: _Session | None = None

    def see(self, event: Any) -> tuple[Finding, ...]:
        """
        Return the findings about *event* in its session. Events without a session have none.
        """
        try:
            eid, ets, context = event["eid"], event["ets"], event["context"]
            sid = context["sid"]
        except (KeyError, TypeError):
            return ()
        if not isinstance(eid, str) or not isinstance(sid, str) or not sid:
            return ()
        if not isinstance(ets, int | float) or not abs(ets) < _LATEST:
            return ()
        key = text_in(context, "did"), text_in(context, "pdata", "id"), sid

        return self.follow(key, eid, ets, event.get("edata"))

    def follow(self, key: _Key, eid: str, ets: float, edata: Any) -> tuple[Finding, ...]:
        """
        Return the findings about one more event in its session: `see`, for valid events.

        Args:
            key: The device, the producer and the sid of the session, none of them empty.

            eid: The type of the event.

            ets: Its time, in ms; less than 2^63.

            edata: Its details.
        """
        # Events arrive session by session, and that one need not be looked up again.
        session = self._newest if key == self._key else self._sessions.get(key)
        if session is not self._newest or session is None:
            session, findings = self._turned_to(session, key, eid)
        else:
            findings = _NOTHING
        # Most are one more of a session that goes on.
        if session.last <= ets and session.open and eid not in _TURNS:
            session.last = ets
            return findings

        return findings + self._event_findings(session, eid, ets, edata)

    def ends(self) -> tuple[SessionEnd, ...]:
        """
        The sessions that have findings if no event follows, oldest first.

        Keeps all sessions: more events may follow.
        """
        return tuple(map(_end_of, filter(_Session.is_unfinished, self._sessions.values())))

    def end(self) -> tuple[Finding, ...]:
        """
        Return the findings at the end of input, and drop all sessions.
        """
        findings = tuple(finding for end in self.ends() for finding in end.findings)
        if self.forgotten:
            findings += findings_by("sessions-forgotten", count=self.forgotten)
        self.forgotten = 0
        self._started.clear()
        self._sessions.clear()
        self._key = self._newest = None

        return findings

    def _turned_to(
        self, session: _Session | None, key: _Key, eid: str
    ) -> tuple[_Session, tuple[Finding, ...]]:
        """
        The session with that *key*, the newest from now on, and findings if it is new.
        """
        findings = _NOTHING
        if session is None:
            session = _Session(key, started=eid == "START")
            before = None if session.started else self._started.get(key[:2])
            if before is not None and before.open:
                session.started = True
                findings = findings_by("sid-changed", "/context/sid")
        gone = self._sessions.put(key, session)
        if gone is not None and gone.is_unfinished():
            self.forgotten += 1
        self._key, self._newest = key, session

        return session, findings

    def _event_findings(
        self, session: _Session, eid: str, ets: float, edata: Any
    ) -> tuple[Finding, ...]:
        if eid == "START":
            self._started.put(session.key[:2], session)
            findings = _start(session, ets, edata)
        elif eid == "END":
            findings = _end(session, ets, edata)
        else:
            findings = _between(session, eid)
        if ets > session.last:
            session.last = ets
        elif session.is_backwards(ets) and eid != "START":
            seconds = f"{(session.last - ets) / 1000:g}"
            findings += findings_by("ets-backwards", "/ets", seconds=seconds)

        return findings


def _start(session: _Session, ets: float, edata: Any) -> tuple[Finding, ...]:
    kind, findings = _kind(edata), _NOTHING
    if not session.started:
        findings = findings_by("start-late", "/eid")
    if kind in session.open:
        findings += findings_by("start-again", "/edata/type", kind=_quoted(kind))
    session.start(kind, ets)
    session.started = True

    return findings


def _end(session: _Session, ets: float, edata: Any) -> tuple[Finding, ...]:
    kind = _kind(edata)
    started = session.open.pop(kind, None)
    session.ended = True
    if started is None:
        return findings_by("end-without-start", "/edata/type", kind=_quoted(kind))

    return _clock_findings(started, ets, edata.get("duration") if isinstance(edata, dict) else None)


def _quoted(name: str) -> str:
    """
    *name* in quotes, for a sentence.
    """
    return repr(shortened(redacted(name)))


def _kind(edata: Any) -> str:
    kind = text_in(edata, "type")

    return kind if kind in _KINDS else shortened(redacted(kind))


def _between(session: _Session, eid: str) -> tuple[Finding, ...]:
    if session.open or (not session.ended and eid != "ASSESS"):
        return ()

    return findings_by(_AFTER_END.get(eid, "event-after-end"), "/eid", eid=_quoted(eid))


def _end_of(session: _Session) -> SessionEnd:
    did, producer, sid = session.key

    return SessionEnd(sid, did, producer, tuple(session.open), tuple(_unfinished(session)))


def _unfinished(session: _Session) -> Iterator[Finding]:
    sid = _quoted(session.key[-1])
    for kind in session.open:
        yield from findings_by("start-without-end", kind=_quoted(kind), session=sid)
    if not session.started:
        yield from findings_by("session-without-start", session=sid)


def _clock_findings(started: float, ended: float, duration: Any) -> tuple[Finding, ...]:
    """
    Return the findings about an END at *ended* of a START at *started*, in ms, with *duration*.
    """
    seconds = (ended - started) / 1000
    if seconds < 0:
        return findings_by("end-before-start", "/ets", seconds=f"{-seconds:g}")
    if not isinstance(duration, int | float) or not 0 <= duration < _EPOCH:
        return ()
    if _agree(duration, seconds):
        return ()
    milliseconds = _agree(duration / 1000, seconds)
    name = "end-duration-in-milliseconds" if milliseconds else "end-duration-off"
    facts = {"duration": f"{duration:g}", "seconds": f"{seconds:g}"}

    return findings_by(name, "/edata/duration", **facts)


def _agree(one: float, other: float) -> bool:
    return abs(one - other) <= max(_SECONDS, _SHARE * other)
