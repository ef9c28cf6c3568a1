"""
Events that are not of the form that the specification asks for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from pytest_sunbird.strategies.broken.recipe import ANY, NO_TEXT, any_of, told
from pytest_sunbird.strategies.values import numbers, texts
from sunbird_telemetry.specification import choose_schema

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from pytest_sunbird.strategies.broken.recipe import Recipes

__all__ = ["RECIPES"]

_NO_NUMBER: SearchStrategy[Any] = texts() | st.booleans() | st.just([])

# An eid may name any of the parts, and an ordinary event passes for one of these:
# contract/spec.yaml validators.schema_choice.
_HELPERS = st.sampled_from(["object", "common", "envelope", "rollup", "parent", "dspec", "uaspec"])

RECIPES: Recipes = {
    "missing-field": any_of(
        *(told(**{name: None}) for name in ("ver", "mid", "ets", "actor", "context")),
        told(actor={"id": None}),
        told(actor={"type": None}),
        told(context={"env": None}),
        told("START", "END", edata={"type": None}),
        told("IMPRESSION", edata={"pageid": None}),
        told("SEARCH", edata={"query": None}),
        told("SHARE", edata={"items": None}),
    ),
    "unknown-field": any_of(
        *(told(eid, edata={"pageId": texts()}) for eid in ("START", "END", "IMPRESSION")),
        told("INTERACT", edata={"target": {"name": texts()}}),
        told(context={"cdata": [{"type": "", "id": "", "name": ""}]}),
    ),
    "wrong-type": any_of(
        told(tags=texts()),
        told(actor=texts()),
        told(object=texts()),
        told(context={"env": NO_TEXT}),
        told("END", "IMPRESSION", "INTERACT", edata={"duration": _NO_NUMBER}),
        told("IMPRESSION", edata={"pageid": NO_TEXT}),
    ),
    "unknown-eid": told(
        eid=(st.sampled_from(["IMPRESION", "INTERACTION", ""]) | texts()).filter(
            lambda eid: choose_schema(eid) is None
        )
    ),
    "eid-case": any_of(
        *(told(eid, eid=st.sampled_from([eid.lower(), eid.title()])) for eid in ANY)
    ),
    "event-not-object": lambda _: st.none() | numbers() | texts() | st.lists(texts(), max_size=1),
    "helper-eid": told(eid=_HELPERS | _HELPERS.map(str.upper)),
    "id-not-text": any_of(
        told(actor={"id": NO_TEXT}),
        told(object={"id": NO_TEXT}),
        told("INTERACT", edata={"id": NO_TEXT}),
    ),
    "question-without-id": any_of(
        told("ASSESS", edata={"item": {"id": NO_TEXT}}),
        told("ASSESS", edata={"item": None}),
        told("RESPONSE", edata={"target": {"id": NO_TEXT}}),
        told("RESPONSE", edata={"target": None}),
    ),
}
