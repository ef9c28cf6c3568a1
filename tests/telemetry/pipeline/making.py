"""
Events and batches to judge.
"""

from __future__ import annotations

import copy

from sunbird_telemetry.pipeline import judge
from sunbird_telemetry.specification import schema

GONE = object()

#: Noon of 15 March 2026 in UTC, as the service stamps it.
NOW = 1773576000000
NOON = "2026-03-15T12:00:00.000Z"
HOUR = 3_600_000
DAY = 24 * HOUR

RAW = ("telemetry.raw",)
PRIMARY = (*RAW, "telemetry.unique", "telemetry.unique.primary")
SECONDARY = (*RAW, "telemetry.unique", "telemetry.unique.secondary")
INDEXED = ("telemetry.denorm", "druid.events.telemetry")


def made(eid="START", /, **changes):
    """
    The full example of *eid* with *changes* at its top, or at places such as ``actor__id``.
    """
    event = copy.deepcopy(schema(eid)["examples"][0])
    for place, value in changes.items():
        *way, last = place.removesuffix("_").split("__")
        holder = event
        for step in way:
            holder = holder[step]
        if value is GONE:
            holder.pop(last, None)
        else:
            holder[last] = value
    return event


def junk(eid="OBJECT", /, **more):
    """
    An event under the name of a shared part, which judges it: nothing else is needed to be valid.
    """
    return {"eid": eid, "mid": "j", "ets": NOW, **more}


def batch_of(*events, **more):
    """
    A batch as the service stamps it.
    """
    return {"syncts": NOW, "params": {"msgid": "b-1"}, "events": list(events), **more}


def judged(event, *args, **options):
    """
    The verdict on *event*, alone in its batch.
    """
    return judge(batch_of(event), *args, **options).events[0]


def fates(verdict):
    """
    The fates of the events of a batch, as text.
    """
    return [each.fate.value for each in verdict.events]


def outcome(verdict):
    """
    Fate and stage of an event or a batch, as text.
    """
    return verdict.fate.value, verdict.stage and verdict.stage.value
