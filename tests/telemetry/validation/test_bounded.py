"""
A bounded schema says what it said, of events whose numbers Node can hold.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

from sunbird_telemetry.validation.schema_algebra import bounded
from telemetry.validation.test_schema_algebra import NAMES, SCALARS, VALUES, schemas

LARGE = st.sampled_from([2**53, 2**53 + 1, -(2**53), 2**63, 1e300, -1e16])
MIXED = st.recursive(
    SCALARS | LARGE,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)
    ),
    max_leaves=8,
)


def accepts(schema: Any, value: Any) -> bool:
    return Draft202012Validator(schema).is_valid(value)


def numbers(value: Any) -> list[float]:
    found: list[float] = []
    json.loads(
        json.dumps(value),
        parse_int=lambda text: found.append(abs(int(text))),
        parse_float=lambda text: found.append(abs(float(text))),
    )

    return found


@settings(max_examples=500, deadline=None)
@given(schemas().filter(lambda schema: isinstance(schema, dict)), VALUES | MIXED)
def test_it_accepts_what_the_schema_accepts_without_large_numbers(schema, value):
    """
    Wherever in the value a large number stands, it is refused; nothing else is.
    """
    is_small = all(number < 2**53 for number in numbers(value))

    assert (accepts(schema, value) and is_small) == accepts(bounded(schema), value)


@pytest.mark.parametrize("schema", [{}, {"type": "object"}, {"properties": {"a": True}}])
def test_what_is_nested_deep_is_refused(schema):
    """
    Nobody follows a value of any depth.
    """
    shallow: Any = {"a": 1}
    for _ in range(5):
        shallow = {"a": shallow}
    deep = {"a": {"a": {"a": shallow}}}

    assert accepts(bounded(schema), shallow)
    assert not accepts(bounded(schema), deep)


def test_local_references_are_followed():
    """
    What a schema says in its definitions is bounded as well.
    """
    schema = {
        "properties": {"a": {"$ref": "#/$defs/part"}},
        "$defs": {"part": {"properties": {"b": {"minimum": 1}}}},
    }

    values = [{"a": {"b": 1}}, {"a": {"b": 0}}, {"a": {"b": 2**53}}, {"a": {"c": 2**53}}]
    assert [True, False, False, False] == [accepts(bounded(schema), value) for value in values]
