"""
Sessions: events in order, about which no rule has anything to say either.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate, count
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from pytest_sunbird.strategies.event import ACCEPTED, envelope, now_ms
from sunbird_telemetry.specification.documented_values import VALUES
from sunbird_telemetry.specification.samples import patched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy

__all__ = ["followers", "sessions", "together"]

# All of a session takes less than the day that `OLDEST_MS` leaves.
_LONGEST_GAP_MS = 600_000
_MOST_BETWEEN = 3
_BETWEEN = tuple(eid for eid in ACCEPTED if eid not in {"START", "END"})
_GAPS = st.integers(0, _LONGEST_GAP_MS)
_PHASES = st.lists(
    st.sampled_from(VALUES["START", "/edata/type"]), min_size=1, max_size=2, unique=True
)


def sessions(*, now: int | None = None, **fixed: Any) -> SearchStrategy[list[dict[str, Any]]]:
    """
    The events of one session from START to END, by one person on one device.

    Something else may be started and ended within it. Times never go back, and END gives the
    seconds since its START as its duration.

    Args:
        now: When the session is received, in ms since the epoch. Default: the time of this call.

        **fixed: What every event of it says, as of `events`.
    """
    now = now_ms() if now is None else now
    later = {**followers(fixed), "ets": None}
    between = st.one_of([envelope(eid, now).objects(later) for eid in _BETWEEN])

    return _sessions(
        envelope("START", now).objects(fixed),
        st.lists(between, max_size=_MOST_BETWEEN),
        envelope("END", now).objects({**later, "edata": {"duration": None}}),
    )


@st.composite
def _sessions(
    draw: st.DrawFn,
    starts: SearchStrategy[dict[str, Any]],
    between: SearchStrategy[list[dict[str, Any]]],
    ends: SearchStrategy[dict[str, Any]],
) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []
    for phase in draw(_PHASES):  # from the innermost to the outermost
        start, end = draw(starts), draw(ends)
        start["edata"]["type"] = end["edata"]["type"] = phase
        events = [start, *draw(between), *events, *draw(between), end]
    gaps = draw(st.lists(_GAPS, min_size=len(events), max_size=len(events)))

    return _timed(together(events), gaps)


def _timed(events: list[dict[str, Any]], gaps: list[int]) -> list[dict[str, Any]]:
    """
    *events* in order, each so many ms after the one before it as *gaps* say.
    """
    # The first was drawn within the limits; the rest goes back from there.
    began = events[0]["ets"] - sum(gaps)
    started = {}
    for event, since in zip(events, accumulate(gaps), strict=True):
        event["ets"] = began + since
        kind = event["edata"].get("type")
        if event["eid"] == "START":
            started[kind] = event["ets"]
        elif event["eid"] == "END":
            event["edata"]["duration"] = (event["ets"] - started[kind]) / 1000

    return events


_SHARED = ("channel", "pdata", "sid", "did")


def followers(fixed: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return the fields of the first event of a session that later events repeat, with *fixed*.

    Nothing is drawn that `together` puts in anyway.
    """
    context = fixed.get("context", {})
    if isinstance(context, Mapping):
        context = {**context, **dict.fromkeys(_SHARED)}

    return {**fixed, "actor": None, "context": context}


def together(events: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """
    *events* of the person, the device and the session of the first, each with a mid of its own.
    """
    whose = _whose(events[0])
    mids: set[str] = set()

    return [
        patched(event, {**whose, "mid": _new(event["mid"], mids)} if "mid" in event else whose)
        for event in events
    ]


def _whose(event: dict[str, Any]) -> dict[str, Any]:
    """
    The part of *event* that says whose it is.
    """
    context = event.get("context", {})
    shared = {name: context[name] for name in _SHARED if name in context}

    return {
        name: member
        for name, member in {"actor": event.get("actor"), "context": shared}.items()
        if name in event
    }


def _new(mid: str, mids: set[str]) -> str:
    """
    *mid*, or what is not among *mids* and begins with it. It is, from now on.
    """
    names = (f"{mid}.{number}" if number else mid for number in count())
    new = next(name for name in names if name not in mids)
    mids.add(new)

    return new
