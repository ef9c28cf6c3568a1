"""
Keyword errors: the compiled schema finds them, or the reference does.
"""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import assume, example, given

from drawing import draws
from sunbird_telemetry.specification import EVENT_TYPES, TELEMETRY, choose_schema, schema
from sunbird_telemetry.validation import validate
from sunbird_telemetry.validation.keyword_errors import (
    compiled_keyword_errors,
    find_keyword_errors,
    reference_keyword_errors,
)
from sunbird_telemetry.validation.safe_values import made_safe
from telemetry.strategies import HOSTILE, mutated_events

INTERACT = schema("INTERACT")["examples"][0]


def with_type(schema_of_it):
    """
    Telemetry, and an event type CB_AUDIT.
    """
    return TELEMETRY.with_types({"CB_AUDIT": schema_of_it})


def quickly(event, specification=TELEMETRY):
    """
    What the compiled schema has against *event*.
    """
    return compiled_keyword_errors(event, event["eid"].lower(), specification)


@draws(300)
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
    quick = compiled_keyword_errors(event, name, TELEMETRY)
    assume(quick is not None)

    assert reference_keyword_errors(made_safe(event), name, TELEMETRY) == quick


@pytest.mark.parametrize("eid", EVENT_TYPES)
def test_ordinary_mistakes_need_no_reference(eid, monkeypatch):
    """
    What is missing or of a wrong type is found without it.
    """
    monkeypatch.setattr(
        "sunbird_telemetry.validation.keyword_errors.reference_keyword_errors", None
    )
    event = {**schema(eid)["examples"][0], "actor": {"id": 5}}

    assert [(("actor",), "required"), (("actor", "id"), "type")] == [
        (each.path, each.keyword) for each in find_keyword_errors(event, eid.lower(), TELEMETRY)
    ]


HARD = {
    "no number": {"duration": float("nan")},
    "many digits": {"duration": 10**5000},
    "a lone surrogate as a name": {"extra": {"\ud800": 1}},
    "many values": {"extra": {"pos": [1] * 200}},
    "many levels": {"extra": {"pos": HOSTILE["300 lists"]}},
    "no JSON": {"duration": dt.date.min},
}


@pytest.mark.parametrize("edata", HARD.values(), ids=HARD)
def test_what_is_hard_is_left_to_the_reference(edata):
    """
    The compiled schema does not say what it may be wrong about.
    """
    assert quickly({**INTERACT, "edata": {"type": 1, "id": "a", **edata}}) is None


@pytest.mark.parametrize("edata", HARD.values(), ids=HARD)
def test_what_is_hard_has_its_disagreements(edata):
    """
    They are those of the event without the hard part, and what is wrong with that.
    """
    event = {**INTERACT, "edata": {"type": 1, "id": "a", **edata}}

    assert ("edata", "type") in [
        each.path for each in find_keyword_errors(event, "interact", TELEMETRY)
    ]


def test_schemas_of_a_deployment_are_left_to_the_reference():
    """
    Nobody has tried whether both say the same about them.
    """
    assert quickly({**INTERACT, "mid": 1}, with_type({"allOf": [{"$ref": "common.json"}]})) is None


A_IS_MISSING = {"properties": {"edata": {"required": ["a"]}}}
REFERENCES = {
    "beside other keywords": (
        {"$ref": "#/$defs/x", **A_IS_MISSING},
        {"x": {"required": ["eid"]}},
        "/allOf/1/properties/edata",
    ),
    "to an item": (
        {"$ref": "#/$defs/x/allOf/0"},
        {"x": {"allOf": [A_IS_MISSING]}},
        "/$defs/x/allOf/0/properties/edata",
    ),
    "with escapes": (
        {"$ref": "#/$defs/x~1y%20z"},
        {"x/y z": A_IS_MISSING},
        "/$defs/x~1y z/properties/edata",
    ),
    "to an anchor": (
        {"$ref": "#here"},
        {"x": {"$anchor": "here", **A_IS_MISSING}},
        "/properties/edata",
    ),
    "to a reference": (
        {"$ref": "#/$defs/x"},
        {"x": {"$ref": "#/$defs/y"}, "y": A_IS_MISSING},
        "/$defs/y/properties/edata",
    ),
    "to false": ({"properties": {"edata": {"$ref": "#/$defs/x"}}}, {"x": False}, "/$defs/x"),
    "that is no reference": (
        {"properties": {"edata": {"properties": {"$ref": {}}, "required": ["a"]}}},
        {},
        "/allOf/1/properties/edata",
    ),
}


@pytest.mark.parametrize(("part", "defs", "place"), REFERENCES.values(), ids=REFERENCES)
def test_references_lead_to_the_place_in_their_document(part, defs, place):
    """
    Whatever a deployment's schema refers to, the reason points into the document of that.
    """
    specification = with_type({"allOf": [{}, part], "$defs": defs})

    assert f'"{place}"' == validate({"eid": "CB_AUDIT", "edata": {"k": 1}}, specification).reason


ALONE = {
    "false": ({"properties": {"edata": False}}, ["`/edata`: is not allowed; remove it"]),
    "false behind a reference": (
        {"$ref": "#/$defs/x", "$defs": {"x": False}},
        ["``: is not allowed; remove it"],
    ),
    "nothing": ({"properties": {"edata": {"not": {}}}}, ["`/edata`: is not allowed; remove it"]),
    "definitions that are called like keywords": (
        {
            "properties": {"edata": {"$ref": "#/$defs/properties"}},
            "$defs": {"properties": {"additionalProperties": False}},
        },
        ["`/edata/k`: unknown property. Allowed: none"],
    ),
    "one of": (
        {"oneOf": [{"required": ["a"]}, {"required": ["b"]}]},
        ["``: an object of 2 does not satisfy oneOf (see the schema)"],
    ),
    "a circle": (
        {
            "properties": {"edata": {"$ref": "#/$defs/x"}},
            "$defs": {"x": {"$ref": "#/$defs/x", "type": "string"}},
        },
        ["``: an object of 2 does not satisfy $ref ('an endless reference to itself')"],
    ),
}


@pytest.mark.parametrize(("schema_of_it", "errors"), ALONE.values(), ids=ALONE)
def test_schemas_of_all_kinds_are_explained(schema_of_it, errors):
    """
    An invalid event is never left without an error, nor does a schema raise one.
    """
    validation = validate({"eid": "CB_AUDIT", "edata": {"k": 1}}, with_type(schema_of_it))

    assert errors == list(map(str, validation.errors))


def test_of_schemas_about_one_place_the_outermost_gives_the_reason():
    """
    It is reported first, whatever its members are called.
    """
    edata = {"required": ["a"], "allOf": [{"required": ["z"]}]}
    specification = with_type({"allOf": [{}, {"properties": {"edata": edata}}]})
    validation = validate({"eid": "CB_AUDIT", "edata": {}}, specification)

    assert '"/allOf/1/properties/edata"' == validation.reason


@pytest.mark.parametrize(
    ("members", "actual"),
    [({"\ud800": 1}, 1), ({"?": "x", "\ud800": 1}, 1), ({"\ud800": "x"} | {"\ud801": 2}, 2)],
)
def test_names_that_had_to_be_replaced_lead_to_what_was_sent(members, actual):
    """
    Of several that are called the same then, the last one is judged.
    """
    specification = with_type({"additionalProperties": {"type": "string"}})
    validation = validate({"eid": "CB_AUDIT", **members}, specification)

    assert [actual] == [error.actual for error in validation.errors]


def test_what_is_missing_comes_first_at_its_place():
    """
    Unknown members follow, and then the places within.
    """
    event = {**INTERACT, "edata": {"type": 1, "wrong": 2}}

    assert [
        (("edata",), "required", ["type", "id"]),
        (("edata",), "additionalProperties", False),
        (("edata", "type"), "type", "string"),
    ] == [(each.path, each.keyword, each.wanted) for each in quickly(event)]
