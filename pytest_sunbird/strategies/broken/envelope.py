"""
Events whose time, ids, context, actor or object are valid, and not what they should be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from pytest_sunbird.strategies.broken.recipe import NO_TEXT, any_of, told
from pytest_sunbird.strategies.event import OLDEST_MS
from pytest_sunbird.strategies.values import json_objects, numbers, texts, words

if TYPE_CHECKING:
    from pytest_sunbird.strategies.broken.recipe import Recipes

__all__ = ["RECIPES"]

_AGES = st.integers(0, OLDEST_MS)
_NO_ROLLUP = (
    texts()
    | numbers()
    | st.lists(texts(), max_size=2)
    | st.fixed_dictionaries({"l5": texts()})
    | st.fixed_dictionaries({"l1": numbers()})
)

_TIME: Recipes = {
    "ets-in-seconds": lambda now: told(ets=_AGES.map(lambda age: (now - age) // 1000))(now),
    "ets-in-microseconds": lambda now: told(ets=_AGES.map(lambda age: (now - age) * 1000))(now),
    "ets-not-a-time": told(ets=st.integers(-(2**53), 0)),
}

_CONTEXT: Recipes = {
    "did-missing": any_of(told(context={"did": None}), told(context={"did": ""})),
    "sid-missing": any_of(told(context={"sid": None}), told(context={"sid": ""})),
    "producer-empty": told(context={"pdata": {"id": ""}}),
    "producer-without-environment": told(
        context={"pdata": {"id": words().map("sunbird.{}".format)}}
    ),
    "producer-of-sunbird": told(
        context={
            "pdata": {
                "id": st.builds(
                    "{}.sunbird.{}".format, words(), st.sampled_from(["portal", "desktop", "app"])
                )
            }
        }
    ),
    "rollup-shape": told(context={"rollup": _NO_ROLLUP}),
    "platform-not-indexed": told(context={"pdata": {"platform": texts() | json_objects()}}),
    "version-3-1": told(ver="3.1"),
}

_ACTORS_AND_OBJECTS: Recipes = {
    "actor-not-user": told(actor={"type": st.sampled_from(["System", "Learner", ""])}),
    "actor-anonymous": told(actor={"id": st.sampled_from(["", "anonymous"])}),
    "object-incomplete": any_of(
        told(object={"id": None}),
        told(object={"id": ""}),
        told(object={"type": None}),
        told(object={"type": ""}),
    ),
    "object-of-no-content-type": any_of(
        told(object={"type": st.sampled_from(["User", "user"])}),
        told(object={"type": st.sampled_from(["QR", "qr"]), "id": words().map(str.upper)}),
    ),
}

_THE_PIPELINES: Recipes = {
    "metadata-not-object": told(metadata=texts() | numbers() | st.booleans()),
    "uid-beside-actor": told(uid=words()),
    "uid-not-text": told(uid=NO_TEXT),
    "dimensions-beside-context": told(dimensions={"did": texts()}),
    "dimensions-did-not-text": told(dimensions={"did": NO_TEXT}),
    "details-of-your-own": any_of(
        *(
            told(**{name: {"state": texts()}})
            for name in ("userdata", "devicedata", "derivedlocationdata")
        ),
        *(told(**{name: {}}) for name in ("contentdata", "collectiondata", "dialcodedata")),
    ),
}

RECIPES: Recipes = {**_TIME, **_CONTEXT, **_ACTORS_AND_OBJECTS, **_THE_PIPELINES}
