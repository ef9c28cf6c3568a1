import pytest

from sunbird_telemetry.coverage.fields import Field, common_fields, fields_of
from sunbird_telemetry.specification import EVENT_TYPES, schema
from telemetry.strategies import HOSTILE


@pytest.mark.parametrize("eid", EVENT_TYPES)
def test_every_field_of_an_example_is_known(eid):
    """
    What the examples of a type have is found in them.
    """
    example = schema(eid)["examples"][0]
    occurring = {path for path, _ in fields_of(eid).occurring(example)}
    known = {*fields_of(eid).find("edata").inner}

    assert {f"edata.{name}" for name in known & {*example["edata"]}} <= occurring
    assert eid == "HEARTBEAT" or {*example["edata"]} <= known


@pytest.mark.parametrize("eid", EVENT_TYPES)
def test_every_required_field_is_in_the_smallest_example(eid):
    """
    What is called required is what no event of the type does without.
    """
    smallest = schema(eid)["examples"][-1]
    occurring = {path for path, _ in fields_of(eid).occurring(smallest)}

    assert set() == {field.path for field in fields_of(eid).all() if field.required} - occurring


def test_lists_are_looked_through():
    """
    A field of a list's items is there if any item has it.
    """
    event = {"edata": {"visits": [{"objid": "do_1"}, {"section": "popular"}]}}

    occurring = {path for path, _ in fields_of("IMPRESSION").occurring(event)}

    assert {
        "edata",
        "edata.visits",
        "edata.visits.objid",
        "edata.visits.section",
    } == occurring


def test_null_is_nothing():
    """
    A field that is null is not there: the pipeline removes it.
    """
    assert [] == list(fields_of("END").occurring({"edata": None}))


def test_documented_and_enforced_values_are_known():
    """
    A field knows the values that documents list, and those that a schema insists on.
    """
    log = fields_of("LOG")

    assert "FATAL" in log.find("edata.level").values
    assert ("3.0", "3.1") == log.find("ver").values


def test_no_event_has_a_common_edata():
    """
    What all events have in common is their envelope.
    """
    assert common_fields().find("context.sid")
    assert common_fields().find("edata") is None


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_anything_may_stand_anywhere(value):
    """
    Whatever stands where an object should be is looked at without complaint.
    """
    event = {"actor": value, "context": {"cdata": value}, "edata": [value]}

    occurring = {path for path, _ in fields_of("START").occurring(event)}

    assert occurring <= {"actor", "context", "context.cdata", "edata"}


def test_a_schema_that_leads_to_itself_ends():
    """
    A deployment's own schema may refer to itself.
    """
    from sunbird_telemetry.specification import TELEMETRY

    schema = {"properties": {"edata": {"allOf": [{"$ref": "tree.json"}]}}}
    specification = TELEMETRY.with_types({"TREE": schema})

    assert isinstance(fields_of("TREE", specification), Field)
