"""
A flattened schema accepts what its sources accept.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

from sunbird_telemetry.specification import EVENT_TYPES, TELEMETRY
from sunbird_telemetry.validation import is_valid
from sunbird_telemetry.validation.safe_values import made_safe
from sunbird_telemetry.validation.schema_algebra import flattened, intersect
from telemetry.strategies import mutated_events

NAMES = ("a", "b", "c")
SCALARS = st.sampled_from(["", "a", "A", "abc", "a@b", 0, 1, 2.5, -1, True, None])
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)
    ),
    max_leaves=8,
)


def schemas() -> st.SearchStrategy[Any]:
    """
    Schemas of the keywords that telemetry and the rules use.
    """
    plain = {
        "type": st.sampled_from(["string", "number", "object", "array"]),
        "required": st.lists(st.sampled_from(NAMES), max_size=2, unique=True),
        "enum": st.lists(SCALARS, min_size=1, max_size=3),
        "const": SCALARS,
        "pattern": st.sampled_from(["@", "^a", "b$|A"]),
        **dict.fromkeys(("minLength", "minItems"), st.integers(0, 2)),
        **dict.fromkeys(("minimum", "maximum"), st.integers(-1, 2)),
        **dict.fromkeys(("exclusiveMinimum", "exclusiveMaximum"), st.integers(-1, 2)),
    }

    def larger(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        several = st.lists(inner, min_size=1, max_size=2)
        nested = {
            "properties": st.dictionaries(st.sampled_from(NAMES), inner, max_size=2),
            **dict.fromkeys(("items", "additionalProperties", "not", "propertyNames"), inner),
            **dict.fromkeys(("allOf", "anyOf", "oneOf"), several),
        }
        return st.fixed_dictionaries({}, optional={**plain, **nested})

    return st.recursive(
        st.booleans() | st.fixed_dictionaries({}, optional=plain), larger, max_leaves=6
    )


def accepts(schema: Any, value: Any) -> bool:
    return Draft202012Validator(schema).is_valid(value)


@settings(max_examples=500, deadline=None)
@given(schemas(), schemas(), VALUES)
def test_both_accept_what_each_accepts(one, other, value):
    """
    Two schemas in one accept what each of them accepts.
    """
    expected = accepts(one, value) and accepts(other, value)

    assert expected == accepts(intersect(one, other), value)


@settings(max_examples=500, deadline=None)
@given(schemas(), VALUES)
def test_folding_keeps_the_verdict(schema, value):
    """
    A flattened schema accepts what it accepted before, wherever its parts come from.
    """
    whole = {"allOf": [{"$ref": "part.json"}, True]}

    assert accepts(schema, value) == accepts(flattened(whole, {"part.json": schema}.get), value)


@settings(max_examples=300, deadline=None)
@given(mutated_events())
def test_telemetry_can_be_folded(event):
    """
    The flattened schemas of telemetry accept exactly what is valid.
    """
    for eid in EVENT_TYPES:
        expected = is_valid({**event, "eid": eid})

        assert expected == accepts(telemetry_in_one(eid), made_safe({**event, "eid": eid}))


@pytest.mark.parametrize("eid", EVENT_TYPES)
def test_no_reference_is_left(eid):
    """
    What is flattened needs no other schema.
    """
    assert "$ref" not in repr(telemetry_in_one(eid))


def telemetry_in_one(eid: str) -> Any:
    return flattened(
        TELEMETRY.schema(eid), lambda name: TELEMETRY.schema(name.removesuffix(".json"))
    )
