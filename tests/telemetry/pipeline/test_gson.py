"""
What Gson leaves of an event: contract/pipeline.md 4.2.
"""

from __future__ import annotations

import pytest

from sunbird_telemetry.jsonvalues.gson import as_gson_reads
from telemetry.strategies import nested


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ({"a": None}, {}),
        ({"a": {"b": None, "c": 1}}, {"a": {"c": 1}}),
        ({"a": [{"b": None}, None]}, {"a": [{}, None]}),
        ({"a": "null"}, {"a": "null"}),
        ([None], [None]),
        (None, None),
        ({"a": None, "b": "\ud800"}, {"b": "\ud800"}),
    ],
)
def test_nulls_vanish_from_objects(value, read):
    """
    Object members that are null vanish, at every depth; nulls inside lists stay.
    """
    assert read == as_gson_reads(value)


@pytest.mark.parametrize("value", [{"a": [1, {"b": []}]}, {"a": "null"}, {"a": [None]}, [], "x"])
def test_what_has_none_is_not_copied(value):
    """
    An event without nulls is itself.
    """
    assert value is as_gson_reads(value)


def test_no_depth_is_too_deep():
    """
    Below what any schema looks at, nulls decide nothing and may stay.
    """
    deep = nested(100_000)

    assert {"deep": deep} == as_gson_reads({"deep": deep, "gone": None})
