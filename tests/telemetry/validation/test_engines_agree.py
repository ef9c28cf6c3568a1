"""
The engine that decides and the reference that explains are of one mind.
"""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from drawing import draws
from sunbird_telemetry.specification import EVENT_TYPES, TELEMETRY, choose_schema, schema
from sunbird_telemetry.validation import is_valid, validate
from telemetry.strategies import HOSTILE, containers, good_events, json_values, mutated_events

REGISTRY = Registry().with_resources(
    (uri, DRAFT202012.create_resource(each)) for uri, each in TELEMETRY.resources()
)

# From 3.13 on Python takes long to find out that it cannot print 100,000 levels.
PRINTABLE = {name: value for name, value in HOSTILE.items() if not name.startswith("100,000")}


def reference(event):
    """
    The verdict of jsonschema on *event* as it is.
    """
    eid = event.get("eid")
    name = choose_schema(eid) if eid is None or isinstance(eid, str) else None
    if name is None:
        return False
    try:
        return Draft202012Validator(schema(name), registry=REGISTRY).is_valid(event)
    except (ValueError, RecursionError):
        return False  # it had something to say, but could not spell out the value


@given(good_events())
def test_on_good_events(event):
    """
    Both accept the examples of every type.
    """
    assert True is reference(event) is validate(event).valid


@draws(300)
@given(mutated_events())
def test_on_mutated_events(event):
    """
    Both say the same of events with anything JSON can say in any place.
    """
    validation = validate(event)

    if validation.valid is not None:
        assert reference(event) == validation.valid == is_valid(event)
        assert (validation.reason is None) == validation.valid == (not validation.errors)


@draws(50)
@given(json_values())
def test_on_anything(value):
    """
    Nothing that JSON can say makes validation raise, be it the event or its parts.
    """
    for event in (value, {"eid": value}, *({"eid": eid, "edata": value} for eid in EVENT_TYPES)):
        validation = validate(event)

        assert (validation.reason is None) == (validation.valid is not False)
        assert is_valid(event) == (validation.valid is True)
        assert all(map(str, validation.errors))


@pytest.mark.parametrize("eid", EVENT_TYPES)
def test_on_every_place_with_every_hostile_value(eid):
    """
    Both say the same when one place of a full event holds a value that is hard on validators.
    """
    full, minimal = copy.deepcopy(schema(eid)["examples"])
    # What all types have in common needs to be looked at only once.
    event = full if eid == "START" else {**minimal, "edata": full["edata"]}
    disagreed = []
    for container in list(containers(event if eid == "START" else event["edata"])):
        for place in list(container) if isinstance(container, dict) else range(len(container)):
            kept = container[place]
            for name, value in PRINTABLE.items():
                container[place] = value
                if reference(event) != is_valid(event):
                    disagreed.append((place, name))
            container[place] = kept

    assert [] == disagreed
