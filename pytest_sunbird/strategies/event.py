"""
Events that the pipeline accepts as they are, and that no rule has anything to say about.
"""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from pytest_sunbird.strategies.edata import EDATA
from pytest_sunbird.strategies.exceptions import UnknownEventTypeError
from pytest_sunbird.strategies.parts import ACTOR, CONTEXT, OBJECT
from pytest_sunbird.strategies.shape import Shape
from pytest_sunbird.strategies.values import names, texts
from sunbird_telemetry.findings.size_limits import EVENT_LIMIT
from sunbird_telemetry.pipeline.event_size import event_size
from sunbird_telemetry.pipeline.routes import is_indexed

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = [
    "ACCEPTED",
    "LARGEST",
    "OLDEST_MS",
    "assesses",
    "audits",
    "ends",
    "envelope",
    "errors",
    "events",
    "exdata",
    "feedbacks",
    "heartbeats",
    "impressions",
    "interacts",
    "interrupts",
    "logs",
    "metrics",
    "now_ms",
    "responses",
    "searches",
    "shares",
    "sized_events",
    "starts",
    "summaries",
]

#: The types that reach an index, the smallest first: examples shrink towards it.
ACCEPTED = tuple(sorted(filter(is_indexed, EDATA), key=lambda eid: len(EDATA[eid].required)))
_DAY_MS = 24 * 60 * 60 * 1000
#: Three calendar months are 89 days at the least (contract/pipeline.md 6). One is left for the time
#: that passes until the event is sent.
OLDEST_MS = 88 * _DAY_MS


def events(
    eid: str | None = None, *, now: int | None = None, **fixed: Any
) -> SearchStrategy[dict[str, Any]]:
    """
    Events that are accepted, and that no rule has anything to say about.

    Only ``error-has-its-own-stream`` is told about every ERROR, and INTERRUPT is never indexed: it
    is drawn if it is asked for.

    Args:
        eid: Their type, e.g. ``"IMPRESSION"``; all that can be accepted unless given.

        now: When they are received, in ms since the epoch, which they precede by up to 88 days.
            Default: the time of this call. Give the time of your mock if it stands still.

        **fixed: Members and what they are: values or strategies. Objects fix the members that they
            name, and None leaves a member out.

    Raises:
        UnknownEventTypeError: Telemetry has no such type.
    """
    now = now_ms() if now is None else now
    if eid is None:
        return st.one_of([envelope(each, now).objects(fixed) for each in ACCEPTED])

    return envelope(eid, now).objects(fixed)


def envelope(eid: str, now: int) -> Shape:
    """
    The shape of events of type *eid* that are received at *now*.

    Raises:
        UnknownEventTypeError: Telemetry has no such type.
    """
    if eid not in EDATA:
        raise UnknownEventTypeError(eid)
    return Shape(
        {
            "eid": st.just(eid),
            "ets": st.integers(0, OLDEST_MS).map(lambda age: now - age),
            "ver": st.just("3.0"),
            "mid": names().map(f"{eid}:{{}}".format),
            "actor": ACTOR,
            "context": CONTEXT,
            "edata": EDATA[eid],
        },
        {"object": OBJECT, "tags": st.lists(texts(), max_size=3)},
    )


def now_ms() -> int:
    """
    The time, in ms since the epoch.
    """
    return time.time_ns() // 1_000_000


#: Events of type ASSESS; arguments as of `events`.
assesses = partial(events, "ASSESS")
#: Events of type AUDIT.
audits = partial(events, "AUDIT")
#: Events of type END.
ends = partial(events, "END")
#: Events of type ERROR.
errors = partial(events, "ERROR")
#: Events of type EXDATA.
exdata = partial(events, "EXDATA")
#: Events of type FEEDBACK.
feedbacks = partial(events, "FEEDBACK")
#: Events of type HEARTBEAT.
heartbeats = partial(events, "HEARTBEAT")
#: Events of type IMPRESSION.
impressions = partial(events, "IMPRESSION")
#: Events of type INTERACT.
interacts = partial(events, "INTERACT")
#: Events of type INTERRUPT, which the pipeline keeps and never indexes.
interrupts = partial(events, "INTERRUPT")
#: Events of type LOG.
logs = partial(events, "LOG")
#: Events of type METRICS.
metrics = partial(events, "METRICS")
#: Events of type RESPONSE.
responses = partial(events, "RESPONSE")
#: Events of type SEARCH.
searches = partial(events, "SEARCH")
#: Events of type SHARE.
shares = partial(events, "SHARE")
#: Events of type START.
starts = partial(events, "START")
#: Events of type SUMMARY.
summaries = partial(events, "SUMMARY")
#: The largest event that the extractor passes on, in bytes: contract/pipeline.md 4.2.
LARGEST = EVENT_LIMIT
# What every event has, as short as can be, and the tag that fills it up.
_LEAST = {
    "eid": "",
    "ets": 0,
    "ver": "3.0",
    "mid": "",
    "actor": {"id": "", "type": "User"},
    "context": {"channel": "", "pdata": {"id": ""}, "env": "", "sid": "", "did": ""},
    "edata": {},
    "tags": [""],
}


def sized_events(
    size: int = LARGEST, eid: str | None = None, *, now: int | None = None, **fixed: Any
) -> SearchStrategy[dict[str, Any]]:
    """
    Events that are good but for their *size*, which a tag fills up.

    Args:
        size: Bytes as the extractor counts them: of compact JSON in UTF-8 with numbers as Java
            writes doubles, and with its own two stamps. The default is just small enough.

        eid: As of `events`.

        now: As of `events`.

        **fixed: As of `events`.

    Raises:
        UnknownEventTypeError: Telemetry has no such type.

        ValueError: No event is that small.
    """
    least = event_size({name: _LEAST[name] for name in _LEAST if name not in fixed}, None)
    if size < least:
        raise ValueError(f"size is {size}, but events have at least {least} bytes. Give more.")
    filled = events(eid, now=now, **fixed).map(partial(_filled, size=size))

    return filled.filter(lambda event: event_size(event, None) == size)


def _filled(event: dict[str, Any], size: int) -> dict[str, Any]:
    """
    *event* with a tag more, which makes it *size* large unless it is larger already.
    """
    tags = [*event.get("tags", ()), ""]
    missing = size - event_size({**event, "tags": tags}, None)

    return {**event, "tags": [*tags[:-1], "x" * missing]}
