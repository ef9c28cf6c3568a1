"""
The validation step: verdicts and errors.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from sunbird_telemetry.display import described
from sunbird_telemetry.specification import EVENT_TYPES, schema
from sunbird_telemetry.validation import THROWS, VALID, is_valid, validate
from sunbird_telemetry.validation.errors import UNKNOWN_EID, SchemaError
from telemetry.strategies import HOSTILE, nested

START = schema("START")["examples"][1]
IMPRESSION = schema("IMPRESSION")["examples"][1]


def impression(**edata):
    """
    A valid IMPRESSION, but for the *edata* given.
    """
    return {**IMPRESSION, "edata": {**IMPRESSION["edata"], **edata}}


class Text(str):
    __slots__ = ()


class Event(dict):
    pass


class TestVerdict:
    def test_is_shared_by_all_valid_events(self):
        """
        There is one value that says valid.
        """
        assert validate(START) is VALID
        assert validate(IMPRESSION) is VALID

    @pytest.mark.parametrize("eid", [5, True, 1.5, [], {}, ["START"]])
    def test_is_none_where_the_step_throws(self, eid):
        """
        An eid that is no text makes the step throw.
        """
        assert validate({**START, "eid": eid}) is THROWS

    @pytest.mark.parametrize("event", [None, 5, "START", [], [START]])
    def test_is_none_for_what_is_no_event(self, event):
        """
        What is no object makes the step throw as well.
        """
        assert validate(event) is THROWS

    @pytest.mark.parametrize("null", ["object", "tags"])
    def test_counts_nulls_as_values(self, null):
        """
        Nulls stay where they are: to leave them out is up to who calls.
        """
        assert validate({**START, null: None}).valid is False

    @pytest.mark.parametrize(
        "event",
        [
            START,
            {**START, "ver": "3.2"},
            {**START, "eid": None},
            {**START, "eid": 5},
            {**START, "eid": "X"},
            {"eid": "COMMON"},
            {},
            [],
        ],
    )
    def test_is_the_same_without_reasons(self, event):
        """
        Asking for the verdict alone gives the same verdict.
        """
        assert (validate(event).valid is True) == is_valid(event)

    @pytest.mark.parametrize(
        "name",
        [name for name, value in HOSTILE.items() if type(value) in {int, float}],
    )
    def test_takes_any_number(self, name):
        """
        Every number is a number, however large and even where it is none.
        """
        assert validate({**START, "ets": HOSTILE[name]}) is VALID

    @pytest.mark.parametrize("name", HOSTILE)
    def test_takes_anything_where_nothing_is_said(self, name):
        """
        An open level takes any value under any name.
        """
        value = HOSTILE[name]
        event = {
            **START,
            "zzz": value,
            "\ud800": value,
            "context": {**START["context"], "z": value},
        }

        assert validate(event) is VALID

    @pytest.mark.parametrize("name", [name for name in HOSTILE if type(HOSTILE[name]) is not str])
    def test_denies_what_is_no_text(self, name):
        """
        A value that is no text is invalid where text is wanted, and can be talked about.
        """
        validation = validate({**START, "mid": HOSTILE[name]})

        assert '"/mid"' == validation.reason
        assert len(str(validation.errors[0])) < 200

    def test_takes_what_python_calls_by_other_names(self):
        """
        Tuples are lists, and subclasses of texts and objects are what they are made of.
        """
        assert validate(Event(START, tags=("a",), mid=Text("m"))).valid


class TestErrors:
    def test_are_none_for_valid_events(self):
        """
        A valid event has no errors.
        """
        assert () == validate(START).errors

    def test_are_complete(self):
        """
        Every place that is wrong is told, in the order of the places, not just the first.
        """
        event = {**START, "ver": 3, "mid": "", "context": {"channel": 1}, "edata": {"typ": "x"}}

        assert [
            "/context/pdata",
            "/context/env",
            "/context/channel",
            "/edata/type",
            "/edata/typ",
            "/mid",
            "/ver",
        ] == [error.pointer for error in validate(event).errors]

    def test_of_missing_members_point_to_where_they_should_be(self):
        """
        A missing member is told with the pointer that it would have.
        """
        event = {name: value for name, value in START.items() if name != "mid"}

        assert (SchemaError("/mid", "required"),) == validate(event).errors
        assert "`/mid`: required, but missing; add it" == str(validate(event).errors[0])

    def test_of_unknown_properties_name_the_nearest(self):
        """
        An unknown property is told with the known names and the one that was probably meant.
        """
        (error,) = validate(impression(pageId=5)).errors
        known = ("duration", "pageid", "subtype", "type", "uri", "visits")

        assert SchemaError("/edata/pageId", "additionalProperties", 5, known) == error
        assert "pageid" == error.nearest
        assert (
            "`/edata/pageId`: unknown property; did you mean 'pageid'?"
            " Allowed: duration, pageid, subtype, type, uri, visits"
        ) == str(error)

    def test_of_unknown_properties_may_have_no_nearest(self):
        """
        Nothing is suggested when no known name comes near.
        """
        (error,) = validate(impression(zzz=1)).errors

        assert error.nearest is None
        assert str(error).startswith("`/edata/zzz`: unknown property. Allowed: duration, ")

    def test_of_unknown_properties_escape_their_pointer(self):
        """
        A name with a slash is escaped in the pointer and compared as it was.
        """
        (error,) = validate(impression(**{"page/id": 1})).errors

        assert "/edata/page~1id" == error.pointer
        assert "pageid" == error.nearest

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"mid": ""}, "`/mid`: must not be empty"),
            ({"mid": 5}, "`/mid`: must be of type string, not the number 5"),
            ({"ver": "3.2"}, "`/ver`: must be '3.0' or '3.1', not the string '3.2'"),
            ({"tags": [True]}, "`/tags/0`: must be of type string, not true"),
            ({"eid": "start"}, "`/eid`: must be 'START', not the string 'start'"),
            (
                {"edata": {"type": "app", "dspec": {"mem": -2}}},
                "`/edata/dspec/mem`: must be at least -1, not the number -2",
            ),
        ],
    )
    def test_say_what_is_wrong_and_allowed(self, changes, expected):
        """
        An error's sentence has the place, what is allowed and what is there.
        """
        assert [expected] == [str(error) for error in validate({**START, **changes}).errors]

    @pytest.mark.parametrize(
        ("eid", "nearest"), [("IMPRESION", "IMPRESSION"), ("interacts", "INTERACT"), ("zzz", None)]
    )
    def test_of_unknown_eids_name_the_nearest(self, eid, nearest):
        """
        An unknown eid is told with all event types and the one that was probably meant.
        """
        (error,) = validate({**START, "eid": eid}).errors

        assert SchemaError("/eid", UNKNOWN_EID, eid, EVENT_TYPES) == error
        assert nearest == error.nearest

    def test_of_shared_parts_blame_the_eid_first(self):
        """
        When a shared part has judged the event, the eid is what needs to change.
        """
        errors = validate({**START, "eid": "TARGET"}).errors

        assert SchemaError("/eid", UNKNOWN_EID, "TARGET", EVENT_TYPES) == errors[0]

    def test_of_all_events_blame_the_eid_alone(self):
        """
        The schema of all events adds nothing to that.
        """
        errors = validate({**START, "eid": "EVENT"}).errors

        assert (SchemaError("/eid", UNKNOWN_EID, "EVENT", EVENT_TYPES),) == errors

    def test_keep_the_value_as_it_was(self):
        """
        The value in an error is the event's own, not a copy cut short.
        """
        value = ["x" * 1000, nested(300)]

        assert validate({**START, "mid": value}).errors[0].actual is value

    @pytest.mark.parametrize("name", HOSTILE)
    def test_can_be_shown_whatever_the_value(self, name):
        """
        Neither the sentence nor the repr of a validation spells out large values.
        """
        value = HOSTILE[name]

        errors = validate(impression(zzz=value, type=[value], **{"x" * 100_000: value})).errors

        assert ["/edata/zzz", "/edata/type"] == [errors[0].pointer, errors[2].pointer]
        assert all(len(str(error)) < 300 and repr(error) for error in errors)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "null"),
        (False, "false"),
        (1.0, "the number 1.0"),
        (10**50, "a huge number"),
        (float("nan"), "the number nan"),
        ("a" * 61, f"the string '{'a' * 59}…'"),
        ({"a": 1}, "an object of 1"),
        ([1, 2], "an array of 2"),
        (b"", "a bytes"),
    ],
)
def test_values_are_described_in_a_few_words(value, expected):
    """
    Small values are shown, large ones counted.
    """
    assert expected == described(value)


def test_ordinary_events_need_no_reference():
    """
    The reference implementation is loaded for the first invalid event that is hard to judge.
    """
    program = """
import sys
from sunbird_telemetry.specification import EVENT_TYPES, schema
from sunbird_telemetry.validation import is_valid, validate
for eid in EVENT_TYPES:
    for event in schema(eid)["examples"]:
        assert validate(event).valid
assert not is_valid({"eid": "START"})
assert not validate({"eid": "START"}).valid
assert not {"jsonschema", "referencing"} & {*sys.modules}
assert not validate({"eid": "START", "ets": float("nan")}).valid
assert "jsonschema" in sys.modules
"""

    assert 0 == subprocess.run([sys.executable, "-c", program], check=False).returncode
