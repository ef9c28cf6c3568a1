"""
A flattened schema accepts what its sources accept.
"""

from __future__ import annotations

import itertools
from functools import cache
from operator import and_
from typing import Any

import pytest
from hypothesis import given
from jsonschema_rs import Draft202012Validator

from drawing import draws
from sunbird_telemetry.specification import EVENT_TYPES, TELEMETRY
from sunbird_telemetry.validation import is_valid
from sunbird_telemetry.validation.safe_values import made_safe
from sunbird_telemetry.validation.schema_algebra import flattened, intersect
from telemetry.strategies import mutated_events
from telemetry.validation.small_schemas import SUBJECTS, VALUES, pairs, schemas


def verdicts(schema: Any) -> list[bool]:
    return list(map(Draft202012Validator(schema).is_valid, VALUES))


@cache
def telemetry_in_one(eid: str) -> Any:
    return flattened(
        TELEMETRY.schema(eid), lambda name: TELEMETRY.schema(name.removesuffix(".json"))
    )


@cache
def compiled(eid: str) -> Draft202012Validator:
    return Draft202012Validator(telemetry_in_one(eid))


@pytest.mark.parametrize("atoms", SUBJECTS.values(), ids=SUBJECTS)
def test_any_two_accept_what_each_accepts(atoms):
    """
    Two small schemas in one accept what each of them accepts.
    """
    for one, other in itertools.product(atoms, atoms):
        expected = [*map(and_, verdicts(one), verdicts(other))]

        assert expected == verdicts(intersect(one, other)), (one, other)


@draws(150)
@given(pairs())
def test_larger_ones_accept_what_each_accepts(pair):
    """
    Two large schemas in one accept what each of them accepts.
    """
    one, other = pair
    expected = [*map(and_, verdicts(one), verdicts(other))]

    assert expected == verdicts(intersect(one, other))


@draws(150)
@given(schemas())
def test_flattening_keeps_the_verdict(schema):
    """
    A flattened schema accepts what it accepted before, wherever its parts come from.
    """
    whole = {"allOf": [{"$ref": "part.json"}, True]}

    assert verdicts(schema) == verdicts(flattened(whole, {"part.json": schema}.get))


@draws(300)
@given(mutated_events())
def test_telemetry_can_be_flattened(event):
    """
    The flattened schemas of telemetry accept exactly what is valid.
    """
    for eid in EVENT_TYPES:
        expected = is_valid({**event, "eid": eid})

        assert expected == compiled(eid).is_valid(made_safe({**event, "eid": eid}))


@pytest.mark.parametrize("eid", EVENT_TYPES)
def test_no_reference_is_left(eid):
    """
    What is flattened needs no other schema.
    """
    assert "$ref" not in repr(telemetry_in_one(eid))
