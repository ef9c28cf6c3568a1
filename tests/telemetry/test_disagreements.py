"""
Where an event and its schema disagree: the compiled schema says it, or the reference does.
"""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import assume, example, given, settings

from sunbird_telemetry.disagreements import by_reference, disagreements, quick_disagreements
from sunbird_telemetry.specification import EVENT_TYPES, TELEMETRY, choose_schema, schema
from sunbird_telemetry.taming import is_tame, tamed
from telemetry.strategies import HOSTILE, mutated_events

EXTRA = TELEMETRY.with_types({"CB_AUDIT": {"allOf": [{"$ref": "common.json"}]}})


def quickly(event, specification=TELEMETRY):
    """
    What the compiled schema has against *event*.
    """
    return quick_disagreements(event, event["eid"].lower(), specification)


@settings(max_examples=300, deadline=None)
@given(mutated_events())
@example({**schema("SHARE")["examples"][0], "eid": "EVENT", "edata": 1})
def test_both_say_the_same(event):
    """
    Places, keywords and what they want are those of the reference, in one order.
    """
    eid = event.get("eid")
    assume(eid is None or isinstance(eid, str))
    name = choose_schema(eid)
    assume(name is not None)
    quick = quick_disagreements(event, name, TELEMETRY)

    assert quick is None or quick == by_reference(tamed(event), name, TELEMETRY)


@pytest.mark.parametrize("eid", EVENT_TYPES)
def test_ordinary_mistakes_are_left_to_the_compiled_schema(eid):
    """
    One more member, one of a wrong type and one that is missing: no reference is asked.
    """
    event = {**schema(eid)["examples"][0], "actor": {"id": 5}, "more": 1}
    said = quickly(event)

    assert [("/actor", "required"), ("/actor/id", "type")] == [
        ("".join(f"/{step}" for step in each.path), each.keyword) for each in said
    ]


@pytest.mark.parametrize(
    ("edata", "specification"),
    [
        ({"duration": float("nan")}, TELEMETRY),
        ({"duration": 10**5000}, TELEMETRY),
        ({"extra": {"\ud800": 1}}, TELEMETRY),
        ({"extra": {"pos": [1] * 200}}, TELEMETRY),
        ({"extra": {"pos": HOSTILE["300 lists"]}}, TELEMETRY),
        ({"duration": dt.date.min}, TELEMETRY),
        ({}, EXTRA),
    ],
)
def test_what_is_hard_is_left_to_the_reference(edata, specification):
    """
    So are events with much in them, and schemas that nobody has tried.
    """
    event = {**schema("INTERACT")["examples"][0], "edata": {"type": 1, "id": "a", **edata}}

    assert quickly(event, specification) is None
    assert {"type"} == {each.keyword for each in disagreements(event, "interact", specification)}


def test_what_is_missing_comes_first_at_its_place():
    """
    Then unknown members; then the places within.
    """
    event = {**schema("INTERACT")["examples"][0], "edata": {"type": 1, "wrong": 2}}

    assert [
        (("edata",), "required", ["type", "id"]),
        (("edata",), "additionalProperties", False),
        (("edata", "type"), "type", "string"),
    ] == [(each.path, each.keyword, each.wanted) for each in quickly(event)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a": "null", "b": ["null"]}, True),
        ({"a": 2**64 - 1, "b": 1.5, "c": True}, True),
        ({"a": None}, False),
        ({"a": [float("inf")]}, False),
        ({"a": 2**64}, False),
        ({"a": "\ud800"}, False),
        ({5: 1}, False),
        (type("Event", (dict,), {})(), False),
    ],
)
def test_a_value_is_tame_if_nothing_in_it_is_hard(value, expected):
    """
    It is text, numbers, true and false in objects and lists; of null nobody can tell.
    """
    assert expected == is_tame(value)
