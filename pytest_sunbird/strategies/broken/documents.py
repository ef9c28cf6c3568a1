"""
Events as some document or SDK has them, and the pipeline has not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from pytest_sunbird.strategies.broken.recipe import any_of, told
from pytest_sunbird.strategies.edata import ITEM
from pytest_sunbird.strategies.values import durations, json_objects, numbers, texts

if TYPE_CHECKING:
    from pytest_sunbird.strategies.broken.recipe import Recipes

__all__ = ["RECIPES"]

# contract/spec.yaml conflicts d2_old_fields
_OLD_FIELDS = (
    ("START", "stageid"),
    ("END", "contentId"),
    ("IMPRESSION", "itype"),
    ("IMPRESSION", "stageto"),
    ("RESPONSE", "qid"),
    ("INTERRUPT", "eventid"),
    ("FEEDBACK", "contentId"),
)
_WITH_OBJ = ITEM.objects({"obj": {"id": texts()}})

RECIPES: Recipes = {
    **{f"{eid}-{field}".lower(): told(eid, edata={field: texts()}) for eid, field in _OLD_FIELDS},
    "share-item-obj": told("SHARE", edata={"items": st.lists(_WITH_OBJ, min_size=1, max_size=1)}),
    "edata-in-edata": told("AUDIT", "SUMMARY", edata={"edata": json_objects()}),
    "heartbeat-edata-in-edata": told("HEARTBEAT", edata={"edata": json_objects()}),
    "impression-uri-missing": told("IMPRESSION", edata={"uri": None}),
    "pdata-missing": any_of(told(context={"pdata": None}), told(context={"pdata": {"id": None}})),
    "target-ver-missing": told("INTERACT", "RESPONSE", edata={"target": {"ver": None}}),
    "metrics-documented-form": told("METRICS", edata={"pagesViewed": numbers()}),
    "summary-timespent-as-text": told("SUMMARY", edata={"timespent": texts()}),
    "summary-breakdowns": any_of(
        *(
            told("SUMMARY", edata={name: st.lists(json_objects(), max_size=1)})
            for name in ("envsummary", "eventssummary", "pagesummary")
        )
    ),
    "error-traceid": told("ERROR", edata={"traceid": texts()}),
    "sdk-feedback-comments": any_of(
        *(
            told("FEEDBACK", edata={name: texts()})
            for name in ("comments", "commentid", "commenttxt")
        )
    ),
    "sdk-audit-fields": any_of(
        told("AUDIT", edata={"type": texts()}), told("AUDIT", edata={"duration": durations()})
    ),
    "sdk-question-type": told("ASSESS", edata={"item": {"type": texts()}}),
}
