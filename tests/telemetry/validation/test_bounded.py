"""
A bounded schema says what it said, of events whose numbers Node can hold.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from jsonschema_rs import Draft202012Validator

from drawing import draws
from sunbird_telemetry.validation.schema_algebra import bounded
from telemetry.validation.small_schemas import NAMES, VALUES, schemas

LARGE = (2**53, 2**53 + 1, -(2**53), 2**63, 1e300, -1e16)
WITH_LARGE = [
    *LARGE,
    *([number] for number in LARGE),
    *({name: number} for name in NAMES for number in LARGE),
    *([0, number] for number in LARGE),
    *({"a": "abc", "b": number} for number in LARGE),
    *({"c": {"a": ["a", {"b": number}]}} for number in LARGE),
]


def accepts(schema: Any, value: Any) -> bool:
    return Draft202012Validator(schema).is_valid(value)


@draws(150)
@given(schemas().filter(lambda schema: isinstance(schema, dict)))
def test_it_accepts_what_the_schema_accepts_without_large_numbers(schema):
    """
    Wherever in the value a large number stands, it is refused; nothing else is.
    """
    before, after = (Draft202012Validator(each).is_valid for each in (schema, bounded(schema)))

    assert [*map(before, VALUES)] == [*map(after, VALUES)]
    assert not any(map(after, WITH_LARGE))


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
