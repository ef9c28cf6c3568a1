"""
Events that are not of the form that the specification asks for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from pytest_sunbird.strategies.broken.recipe import ANY, NO_TEXT, any_of, told
from pytest_sunbird.strategies.edata import EDATA
from pytest_sunbird.strategies.values import json_objects, numbers, texts
from sunbird_telemetry.specification import choose_schema

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from pytest_sunbird.strategies.broken.recipe import Recipes

__all__ = ["RECIPES"]

_NO_NUMBER: SearchStrategy[Any] = texts() | st.booleans() | st.just([])
_TOO_SMALL = st.integers(-(2**53), -2) | st.floats(max_value=-1, exclude_max=True).filter(
    lambda number: number > float("-inf")
)

# An eid may name any of the parts, and an ordinary event passes for one of these:
# contract/spec.yaml validators.schema_choice.
_HELPERS = st.sampled_from(["object", "common", "envelope", "rollup", "parent", "dspec", "uaspec"])
_DATES = st.datetimes().map(lambda moment: f"{moment:%Y-%m-%dT%H:%M:%S}.000Z")

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
    "unknown-value": told(ver=texts().filter(lambda text: text not in {"3.0", "3.1"})),
    "empty-value": told(mid=""),
    "number-too-small": told("START", edata={"dspec": {"mem": _TOO_SMALL}}),
    "unknown-eid": told(
        eid=(st.sampled_from(["IMPRESION", "INTERACTION", ""]) | texts()).filter(
            lambda eid: choose_schema(eid) is None
        )
    ),
    "eid-case": any_of(
        *(told(eid, eid=st.sampled_from([eid.lower(), eid.title()])) for eid in ANY)
    ),
    "eid-not-text": told(eid=NO_TEXT),
    "event-not-object": lambda _: st.none() | numbers() | texts() | st.lists(texts(), max_size=1),
    "helper-eid": told(eid=_HELPERS | _HELPERS.map(str.upper)),
    "ets-as-text": told(ets=_DATES | st.integers().map(str)),
    "mid-not-text": told(mid=NO_TEXT),
    "did-not-text": told(context={"did": NO_TEXT}),
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
    "channel-missing": any_of(told(context={"channel": None}), told(context={"channel": ""})),
    "log-malformed": any_of(
        *(told("LOG", edata={name: None}) for name in EDATA["LOG"].required),
        told("LOG", edata={"message": NO_TEXT}),
    ),
    "data-as-object": any_of(
        told("EXDATA", edata={"data": json_objects()}),
        told("ERROR", edata={"stacktrace": json_objects()}),
    ),
    "error-code-as-number": told("ERROR", edata={"err": numbers()}),
    "share-with-rating": told("SHARE", edata={"rating": numbers()}),
}
