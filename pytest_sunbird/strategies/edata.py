"""
The edata of each event type, as a table. Source: contract/spec.yaml events.

Members that the pipeline takes and a rule speaks about are not here: FEEDBACK comments, type and
duration of AUDIT, type of a question. `broken_events` draws them, under that rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from pytest_sunbird.strategies.parts import (
    DSPEC,
    INLINE_OBJECT,
    PLUGIN,
    QUESTION,
    TARGET,
    UASPEC,
)
from pytest_sunbird.strategies.shape import Shape
from pytest_sunbird.strategies.values import (
    EXACT,
    documented,
    durations,
    json_objects,
    numbers,
    prose,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["EDATA", "ITEM"]

_OBJECTS = st.lists(json_objects(), max_size=2)
_START_OF_2026 = 1767225600000

_VISIT = Shape(
    {"objid": texts(), "objtype": texts()},
    {"objver": texts(), "section": texts(), "index": numbers()},
)
_WITH_TRANSFERS = Shape(optional={"transfers": numbers(), "size": numbers(0), "link": texts()})
_END_OF_TRANSFER = Shape(optional={"id": texts(), "type": texts()})

#: What a SHARE shares. Without params it counts once and with size 0; with params that are empty,
#: not at all: contract/pipeline.md 5.6.
ITEM = Shape(
    {"params": st.lists(_WITH_TRANSFERS.objects(), min_size=1, max_size=2)},
    {
        **dict.fromkeys(("id", "type", "ver"), texts()),
        **dict.fromkeys(("origin", "to"), _END_OF_TRANSFER),
    },
)
_METRIC = Shape(optional={"metric": texts(), "value": numbers()})
_RESULT = Shape(optional={"id": texts(), "value": prose()})

#: The shape of ``edata`` of every event type.
EDATA: Mapping[str, Shape] = {
    "START": Shape(
        {"type": documented("START", "type")},
        {
            "dspec": DSPEC,
            "uaspec": UASPEC,
            "loc": texts(),
            "mode": texts(),
            "duration": durations(),
            "pageid": texts(),
        },
    ),
    "END": Shape(
        {"type": documented("END", "type")},
        {"mode": texts(), "duration": durations(), "pageid": texts(), "summary": _OBJECTS},
    ),
    "IMPRESSION": Shape(
        {"type": documented("IMPRESSION", "type"), "pageid": texts(), "uri": texts()},
        {
            "subtype": documented("IMPRESSION", "subtype"),
            "duration": durations(),
            "visits": st.lists(_VISIT.objects(), max_size=3),
        },
    ),
    "INTERACT": Shape(
        {"type": documented("INTERACT", "type"), "id": texts()},
        {
            "subtype": texts(),
            "pageid": texts(),
            "target": TARGET,
            "plugin": PLUGIN,
            "extra": json_objects(),
            "duration": durations(),
        },
    ),
    "ASSESS": Shape(
        {
            "item": QUESTION,
            "pass": documented("ASSESS", "pass"),
            "score": st.integers(0, 1) | st.floats(0, 1),
            "resvalues": _OBJECTS,
            "duration": durations(),
        },
        {"index": numbers()},
    ),
    "RESPONSE": Shape(
        {"target": TARGET, "type": documented("RESPONSE", "type"), "values": _OBJECTS}
    ),
    "INTERRUPT": Shape({"type": documented("INTERRUPT", "type")}, {"pageid": texts()}),
    "FEEDBACK": Shape(optional={"rating": numbers()}),
    "SHARE": Shape(
        {"items": st.lists(ITEM.objects(), min_size=1, max_size=2)},
        {"dir": documented("SHARE", "dir"), "type": documented("SHARE", "type")},
    ),
    "AUDIT": Shape(
        optional={"props": st.lists(texts(), max_size=3), "state": texts(), "prevstate": texts()}
    ),
    "ERROR": Shape(
        {"err": texts(), "errtype": documented("ERROR", "errtype"), "stacktrace": prose()},
        {"pageid": texts(), "object": INLINE_OBJECT, "plugin": PLUGIN},
    ),
    # The only type that takes members of any name. A second edata is a mistake of the documents'.
    "HEARTBEAT": Shape(others=json_objects(but=("edata",))),
    "LOG": Shape(
        {
            "type": documented("LOG", "type"),
            "level": documented("LOG", "level", but=("ERROR", "FATAL")),
            "message": prose(),
        },
        {"pageid": texts(), "params": _OBJECTS},
    ),
    "SEARCH": Shape(
        {"query": prose(), "size": numbers(0), "topn": _OBJECTS},
        {
            "type": texts(),
            "filters": json_objects(but=("dialCodes",)),
            "sort": json_objects(),
            "correlationid": texts(),
        },
    ),
    "METRICS": Shape(
        {"system": texts(), "subsystem": texts()},
        {"metrics": st.lists(_METRIC.objects(), max_size=3)},
    ),
    "SUMMARY": Shape(
        {
            "type": texts(),
            "starttime": st.integers(0, _START_OF_2026),
            "endtime": st.integers(_START_OF_2026, EXACT),
            **dict.fromkeys(("timespent", "pageviews", "interactions"), numbers(0)),
        },
        {"mode": texts(), "extra": st.lists(_RESULT.objects(), max_size=3)},
    ),
    "EXDATA": Shape(optional={"type": texts(), "data": prose()}),
}
