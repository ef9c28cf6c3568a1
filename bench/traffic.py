"""
Telemetry, as much as is wanted: what a good client sends, and no rule speaks about; nearly so; or
what a bad one sends.
"""

from __future__ import annotations

import copy
import random
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson

from sunbird_telemetry import schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["NOW", "archived_events", "broken_events", "clean_events", "real_events", "write_lines"]

#: When the last event is received: an hour into 2026.
NOW = 1767229200000

# What happens between START and END, as often as it does in the traffic of a content player.
_BETWEEN = (
    *["INTERACT"] * 10,
    *["IMPRESSION"] * 6,
    "ASSESS",
    "RESPONSE",
    "LOG",
    "SEARCH",
    "HEARTBEAT",
)
_EVENTS_OF_A_SESSION = 24
_BREAK: tuple[Callable[[Any], object], ...] = (
    lambda event: event["context"].pop("env"),
    lambda event: event["edata"].update(page="home"),
    lambda event: event.update(ets=str(event["ets"])),
    lambda event: event["actor"].update(id=3),
    lambda event: event.update(edata={}),
)
_STEP_MS = 1000


def write_lines(path: Path, count: int, events: Iterator[dict[str, Any]]) -> int:
    """
    Write about *count* of *events* to *path*, one a line, and return how many: sessions are whole.
    """
    count = max(count // _EVENTS_OF_A_SESSION, 1) * _EVENTS_OF_A_SESSION
    with path.open("wb") as file:
        file.writelines(orjson.dumps(event) + b"\n" for event in islice(events, count))

    return count


def real_events() -> Iterator[dict[str, Any]]:
    """
    The same as `clean_events`, but as SDKs send it: two of three objects have no type.
    """
    for number, event in enumerate(clean_events()):
        if number % 3 and "object" in event:
            del event["object"]["type"]
        yield event


def archived_events() -> Iterator[dict[str, Any]]:
    """
    The same as `clean_events`, but as they stand in an archive of telemetry.unique.
    """
    stamps = {
        "syncts": NOW,
        "@timestamp": "2026-01-01T01:00:00.000Z",
        "flags": {"ex_processed": True, "pp_validation_processed": True},
        "type": "events",
    }
    for event in clean_events():
        yield event | stamps


def broken_events() -> Iterator[dict[str, Any]]:
    """
    The same as `clean_events`, but between START and END each is wrong in one of five ways.
    """
    for number, event in enumerate(clean_events()):
        if event["eid"] not in {"START", "END"}:
            _BREAK[number % len(_BREAK)](event)
        yield event


def clean_events() -> Iterator[dict[str, Any]]:
    """
    Session after session, each of a device of its own.
    """
    chance = random.Random(1)  # noqa: S311 - the same traffic in every run
    while True:
        yield from _session(chance)


def _session(chance: random.Random) -> Iterator[dict[str, Any]]:
    eids = ["START", *chance.choices(_BETWEEN, k=_EVENTS_OF_A_SESSION - 2), "END"]
    did, sid = f"{chance.getrandbits(160):040x}", _uuid(chance)
    began = NOW - _EVENTS_OF_A_SESSION * _STEP_MS
    for place, eid in enumerate(eids):
        event = copy.deepcopy(schema(eid)["examples"][0])
        event["ets"] = began + place * _STEP_MS
        event["mid"] = f"{eid}:{_uuid(chance)}"
        event["context"] |= {"did": did, "sid": sid}
        event["edata"] |= {"type": "session"} if eid in {"START", "END"} else {}
        event["edata"] |= {"duration": place} if eid == "END" else {}
        if eid == "ASSESS":
            del event["edata"]["item"]["type"]  # a rule has something to say about each
        yield event


def _uuid(chance: random.Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))
