"""
Events that do not arrive, or not as they were sent, by what becomes of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from pytest_sunbird.strategies.broken import shape
from pytest_sunbird.strategies.broken.recipe import ANY, NO_TEXT, any_of, told
from pytest_sunbird.strategies.event import LARGEST, OLDEST_MS, sized_events
from pytest_sunbird.strategies.values import EXACT, json_objects, texts

if TYPE_CHECKING:
    from pytest_sunbird.strategies.broken.recipe import Recipes

__all__ = ["RECIPES"]

_DAY_MS = 24 * 60 * 60 * 1000
# Three calendar months are 92 days at the most, and no day ends later than a day after it began:
# contract/pipeline.md 6.
_TOO_OLD = st.integers(93 * _DAY_MS, 3650 * _DAY_MS)
_TOO_NEW = st.integers(_DAY_MS, 3650 * _DAY_MS)
_NO_DOUBLES = st.integers(EXACT // 2, 2**62).map(lambda half: 2 * half + 1)

RECIPES: Recipes = {
    "lost-too-old": lambda now: told(ets=_TOO_OLD.map(lambda age: now - age))(now),
    "failed-too-large": lambda now: st.one_of(
        [sized_events(LARGEST + 1, eid, now=now) for eid in ANY]
    ),
    "failed-unknown-eid": shape.RECIPES["unknown-eid"],
    "failed-validation": any_of(
        shape.RECIPES["missing-field"], shape.RECIPES["unknown-field"], shape.RECIPES["wrong-type"]
    ),
    "poison-extractor": any_of(
        told(eid=NO_TEXT),
        shape.RECIPES["event-not-object"],
        told("ASSESS", edata={"item": None}),
    ),
    "poison-preprocessor": any_of(
        told(mid=NO_TEXT),
        told(context={"did": NO_TEXT}),
        told(uid=NO_TEXT),
        told(dimensions={"did": NO_TEXT}),
    ),
    "altered-ets": lambda now: told(ets=_TOO_NEW.map(lambda early: now + early))(now),
    "altered-overwritten": any_of(
        told(flags=json_objects()),
        told(syncts=st.integers(0, OLDEST_MS)),
        told(type=texts().filter(lambda text: text != "events")),  # what the pipeline writes
        told(**{"@timestamp": texts()}),
    ),
    "altered-digits": any_of(
        told("HEARTBEAT", edata={"count": _NO_DOUBLES}),
        told("FEEDBACK", edata={"rating": _NO_DOUBLES}),
    ),
}
