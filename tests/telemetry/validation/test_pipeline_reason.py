"""
The reason text, rule by rule (contract/pipeline.md 5.3).
"""

from __future__ import annotations

import copy

import pytest

from sunbird_telemetry.jsonvalues.pointer import pointer
from sunbird_telemetry.specification import schema
from sunbird_telemetry.validation import validate
from sunbird_telemetry.validation.pipeline_reason import NO_FIELD_NAME, SCHEMA_NOT_FOUND

GONE = object()


def changed(eid, changes):
    """
    The full example of *eid* with *changes* made, by JSON pointer.
    """
    event = copy.deepcopy(schema(eid)["examples"][0])
    for place, value in changes.items():
        *way, last = [int(step) if step.isdigit() else step for step in place.split("/")[1:]]
        container = event
        for step in way:
            container = container[step]
        if value is GONE:
            del container[last]
        else:
            container[last] = value
    return event


def reason(eid, changes):
    """
    The reason for the full example of *eid* with *changes*.
    """
    return validate(changed(eid, changes)).reason


@pytest.mark.parametrize("name", ["ets", "ver", "mid", "actor", "context", "edata"])
def test_missing_top_level_fields_have_no_name(name):
    """
    If only fields of the event itself are missing, the text says that there is no field name.
    """
    assert NO_FIELD_NAME == reason("START", {f"/{name}": GONE})


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"/actor/id": GONE}, '"/actor"'),
        ({"/actor/id": 5}, '"/actor/id"'),
        ({"/actor": "a"}, '"/actor"'),
        ({"/context": None}, '"/context"'),
        ({"/context/channel": ""}, '"/context/channel"'),
        ({"/context/cdata": {}}, '"/context/cdata"'),
        ({"/context/cdata/0/zzz": 1}, '"/context/cdata/0"'),
        ({"/context/cdata/0/id": 1}, '"/context/cdata/0/id"'),
        ({"/context/pdata/id": GONE}, '"/context/pdata"'),
        ({"/ets": "2026-01-01"}, '"/ets"'),
        ({"/ets": True}, '"/ets"'),
        ({"/mid": ""}, '"/mid"'),
        ({"/object/rollup/l1": 1}, '"/object/rollup/l1"'),
        ({"/tags/0": 1}, '"/tags/0"'),
        ({"/ver": "3.2"}, '"/ver"'),
        ({"/ver": 3.0}, '"/ver"'),
    ],
)
def test_common_part_gives_the_place_in_the_event(changes, expected):
    """
    A failure in the common part is told by its instance pointer, a missing member by its container.
    """
    assert expected == reason("START", changes)


@pytest.mark.parametrize(
    ("eid", "changes", "expected"),
    [
        ("START", {"/eid": "start"}, '"/allOf/1/properties/eid"'),
        ("START", {"/edata/type": GONE}, '"/allOf/1/properties/edata"'),
        ("START", {"/edata/zzz": 1}, '"/allOf/1/properties/edata"'),
        ("START", {"/edata": []}, '"/allOf/1/properties/edata"'),
        ("HEARTBEAT", {"/edata": "x"}, '"/allOf/1/properties/edata"'),
        ("START", {"/edata/duration": "1"}, '"/allOf/1/properties/edata/properties/duration"'),
        (
            "IMPRESSION",
            {"/edata/visits/0/zzz": 1},
            '"/allOf/1/properties/edata/properties/visits/items"',
        ),
        (
            "IMPRESSION",
            {"/edata/visits/0/index": "1"},
            '"/allOf/1/properties/edata/properties/visits/items/properties/index"',
        ),
        (
            "METRICS",
            {"/edata/metrics/0/value": "1"},
            '"/allOf/1/properties/edata/properties/metrics/items/properties/value"',
        ),
        (
            "SUMMARY",
            {"/edata/extra/0/value": 1},
            '"/allOf/1/properties/edata/properties/extra/items/properties/value"',
        ),
        ("END", {"/edata/summary/0": 1}, '"/allOf/1/properties/edata/properties/summary/items"'),
        ("AUDIT", {"/edata/props/0": 1}, '"/allOf/1/properties/edata/properties/props/items"'),
    ],
)
def test_type_part_gives_the_place_in_the_schema(eid, changes, expected):
    """
    A failure in the type's own part is told by its schema pointer, through what stands in place.
    """
    assert expected == reason(eid, changes)


@pytest.mark.parametrize(
    ("eid", "changes", "expected"),
    [
        ("START", {"/edata/dspec": 1}, '""'),
        ("START", {"/edata/dspec/mem": -2}, '"/properties/mem"'),
        ("START", {"/edata/dspec/cap/0": 1}, '"/properties/cap/items"'),
        ("START", {"/edata/uaspec/ver": 1}, '"/properties/ver"'),
        ("INTERACT", {"/edata/target/zzz": 1}, '""'),
        ("INTERACT", {"/edata/target/ver": GONE}, '""'),
        ("INTERACT", {"/edata/target/parent": 1}, '""'),
        ("INTERACT", {"/edata/target/parent/id": 1}, '"/properties/id"'),
        ("INTERACT", {"/edata/plugin/category": 1}, '"/properties/category"'),
        ("ASSESS", {"/edata/item/id": GONE}, '""'),
        ("ASSESS", {"/edata/item/params/0": "x"}, '"/properties/params/items"'),
        ("SHARE", {"/edata/items": {}}, '""'),
        ("SHARE", {"/edata/items/0/zzz": 1}, '"/items"'),
        ("SHARE", {"/edata/items/0/id": 1}, '"/items/properties/id"'),
        ("SHARE", {"/edata/items/0/params/0": 1}, '"/items/properties/params/items"'),
        ("SHARE", {"/edata/items/0/to/id": 1}, '"/items/properties/to/properties/id"'),
        ("SHARE", {"/edata/items/0/origin": 1}, '"/items/properties/origin"'),
        ("ERROR", {"/edata/object/ver": GONE}, '""'),
        ("ERROR", {"/edata/object/parent/type": 1}, '"/properties/type"'),
    ],
)
def test_pointer_starts_anew_in_referenced_parts(eid, changes, expected):
    """
    Inside a referenced part the schema pointer is relative to that part.
    """
    assert expected == reason(eid, changes)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"/ver": 1, "/actor/type": GONE}, '"/actor"'),
        ({"/actor/type": 1, "/actor/id": GONE}, '"/actor"'),
        ({"/actor/type": 1, "/actor/id": 1}, '"/actor/id"'),
        ({"/context/env": 1, "/context/cdata/0/id": 1}, '"/context/cdata/0/id"'),
        ({"/context/env": GONE, "/context/cdata/0/id": 1}, '"/context"'),
        ({"/edata/zzz": 1, "/ver": 1}, '"/ver"'),
        ({"/eid": "start", "/edata/type": 1}, '"/allOf/1/properties/edata/properties/type"'),
        ({"/edata/zzz": 1, "/edata/duration": ""}, '"/allOf/1/properties/edata"'),
        ({"/edata/type": 1, "/edata/dspec/mem": ""}, '"/properties/mem"'),
        ({"/ets": GONE, "/mid": GONE, "/actor/id": 1}, '"/actor/id"'),
        ({"/actor": GONE, "/edata/type": 1}, '"/allOf/1/properties/edata/properties/type"'),
    ],
)
def test_first_failure_decides(changes, expected):
    """
    The common part comes first, a container before its members, and members by name.
    """
    assert expected == reason("START", changes)


def test_items_come_by_index():
    """
    The tenth item comes after the second: indices are numbers, not texts.
    """
    tags = ["a", "b", 2, *"cdefghi", 10]

    assert '"/tags/2"' == reason("START", {"/tags": tags})


class TestMissingEid:
    def test_has_no_field_name(self):
        """
        Without an eid the envelope judges, which misses it.
        """
        assert NO_FIELD_NAME == reason("START", {"/eid": GONE})

    def test_does_not_look_into_edata(self):
        """
        The envelope does not know what edata should be.
        """
        assert NO_FIELD_NAME == reason("START", {"/eid": GONE, "/edata": 1})

    def test_tells_of_the_common_part(self):
        """
        A failure in the common part is told as ever.
        """
        assert '"/context"' == reason("START", {"/eid": GONE, "/context/channel": GONE})

    def test_null_is_there_but_no_text(self):
        """
        A null that was not taken out before is a failure of the envelope's own part.
        """
        assert '"/allOf/1/properties/eid"' == reason("START", {"/eid": None})


class TestOtherEids:
    @pytest.mark.parametrize("eid", ["", "START ", "SHARE_ITEM", "\ud800", "visits"])
    def test_without_a_schema(self, eid):
        """
        An eid that names no schema has a text of its own, whatever else is wrong.
        """
        assert SCHEMA_NOT_FOUND == reason("START", {"/eid": eid, "/context": 1})

    @pytest.mark.parametrize(
        "eid", ["common", "envelope", "OBJECT", "rollup", "parent", "dspec", "uaspec"]
    )
    def test_of_loose_parts_pass(self, eid):
        """
        Parts that ask for nothing accept an ordinary event.
        """
        assert validate(changed("START", {"/eid": eid})).valid

    def test_of_the_common_part_pass_bare(self):
        """
        The common part asks for no field at all.
        """
        assert validate({"eid": "COMMON"}).valid

    @pytest.mark.parametrize(
        "eid",
        [
            "actor",
            "cdata",
            "context",
            "inlineobject",
            "items",
            "pdata",
            "plugin",
            "question",
            "target",
        ],
    )
    def test_of_strict_parts_have_no_field_name(self, eid):
        """
        Parts that ask for something refuse an ordinary event and name no field.
        """
        assert NO_FIELD_NAME == reason("START", {"/eid": eid})

    @pytest.mark.parametrize(
        ("eid", "changes"),
        [
            ("actor", {"/id": "a", "/type": "b"}),
            ("pdata", {"/id": "a"}),
            ("context", {"/channel": "c", "/env": "e", "/pdata": {"id": "p"}}),
        ],
    )
    def test_of_strict_parts_pass_with_their_members(self, eid, changes):
        """
        Such a part accepts an event that has its members at the top.
        """
        assert validate(changed("START", {"/eid": eid, **changes})).valid

    @pytest.mark.parametrize(
        ("eid", "changes"),
        [
            ("common", {"/actor/id": 1}),
            ("object", {"/id": 1}),
            ("dspec", {"/mem": -2}),
            ("uaspec", {"/ver": 3}),
        ],
    )
    def test_of_loose_parts_name_no_field(self, eid, changes):
        """
        What fails under a part has no name, however deep it is.
        """
        assert NO_FIELD_NAME == reason("START", {"/eid": eid, **changes})

    @pytest.mark.parametrize("changes", [{}, {"/ver": 1}, {"/edata": 1}, {"/ets": GONE}])
    def test_of_all_events_point_nowhere(self, changes):
        """
        The schema of all events never accepts its own name and points to the event as a whole.
        """
        assert '""' == reason("START", {"/eid": "EVENT", **changes})


def test_pointers_escape():
    """
    Slashes and tildes in names are written as RFC 6901 wants them.
    """
    assert "/a~1b/m~0n/0" == pointer(["a/b", "m~n", 0])
