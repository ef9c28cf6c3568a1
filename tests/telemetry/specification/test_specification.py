"""
The specification as data.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from sunbird_telemetry.specification import (
    BASE_URI,
    EVENT_TYPES,
    SHARED_PARTS,
    TELEMETRY,
    choose_schema,
    schema,
)
from sunbird_telemetry.validation import validate
from sunbird_telemetry.validation.keyword_errors import reference_keyword_errors
from sunbird_telemetry.validation.safe_values import MAX_DEPTH

NAMES = sorted([*SHARED_PARTS, *map(str.lower, EVENT_TYPES)])
NOT_EVENTS = sorted({*SHARED_PARTS} - {"common", "envelope", "event"})


def subschemas(node, path=()):
    """
    Every schema within *node*, after the way to it.
    """
    yield path, node
    for name, child in node.get("properties", {}).items():
        yield from subschemas(child, (*path, "properties", name))
    if "items" in node:
        yield from subschemas(node["items"], (*path, "items"))
    for index, child in enumerate(node.get("allOf", ())):
        yield from subschemas(child, (*path, "allOf", index))


def depth(node):
    """
    How many levels below an instance *node* looks at.
    """
    if "$ref" in node:
        return depth(schema(node["$ref"].removesuffix(".json")))
    members = [*node.get("properties", {}).values(), *([node["items"]] if "items" in node else ())]
    return max(
        [1 + depth(child) for child in members] + [depth(n) for n in node.get("allOf", ())] + [0]
    )


class TestFiles:
    def test_there_is_one_per_name(self):
        """
        The folder holds the event types and the shared parts, and nothing else.
        """
        folder = files("sunbird_telemetry") / "specification" / "3.0"

        assert [f"{name}.json" for name in NAMES] == sorted(file.name for file in folder.iterdir())

    def test_each_is_a_schema(self):
        """
        Each file is a schema by its own meta-schema, draft 2020-12.
        """
        for name in NAMES:
            Draft202012Validator.check_schema(schema(name))

        assert {Draft202012Validator.META_SCHEMA["$id"]} == {
            schema(name)["$schema"] for name in NAMES
        }

    def test_each_is_called_by_its_name(self):
        """
        The id of a schema is an address of ours that ends in its file name.
        """
        assert [f"{BASE_URI}{name}.json" for name in NAMES] == [
            schema(name)["$id"] for name in NAMES
        ]

    def test_each_describes_everything(self):
        """
        Schemas have a title, and every field has a description.
        """
        dumb = [
            (name, path)
            for name in NAMES
            for path, node in subschemas(schema(name))
            if "description" not in node and not (path and path[-2] == "allOf")
        ]

        assert [] == dumb
        assert all(schema(name)["title"] for name in NAMES)

    def test_references_name_files_of_the_folder(self):
        """
        References lead to other files of the folder and nowhere else.
        """
        references = {
            node["$ref"] for name in NAMES for _, node in subschemas(schema(name)) if "$ref" in node
        }

        assert references <= {f"{each}.json" for each in SHARED_PARTS}

    def test_names_need_no_escape(self):
        """
        No field's name has a comma, quote, slash or tilde, which a reason could be cut at.
        """
        steps = {step for name in NAMES for path, _ in subschemas(schema(name)) for step in path}

        assert [] == [step for step in steps if {*str(step)} & {*',"/~'}]

    def test_nothing_looks_deeper_than_safe_values_are(self):
        """
        What safe values leave out is too deep for any schema to look at.
        """
        assert max(depth(schema(name)) for name in NAMES) < MAX_DEPTH


class TestExamples:
    def test_of_event_types_are_valid_events(self):
        """
        Every type shows a full and a minimal event, and both are valid.
        """
        for eid in EVENT_TYPES:
            examples = schema(eid)["examples"]

            assert [eid, eid] == [example["eid"] for example in examples]
            assert [True, True] == [validate(example).valid for example in examples]

    def test_show_every_field(self):
        """
        The full example has all fields that edata may have.
        """
        for eid in EVENT_TYPES:
            edata = schema(eid)["allOf"][1]["properties"]["edata"]

            assert {*edata.get("properties", {})} <= {*schema(eid)["examples"][0]["edata"]}

    def test_minimum_is_minimal(self):
        """
        The minimal example has exactly the fields that edata must have.
        """
        for eid in EVENT_TYPES:
            edata = schema(eid)["allOf"][1]["properties"]["edata"]

            assert sorted(edata.get("required", [])) == sorted(schema(eid)["examples"][1]["edata"])

    def test_of_shared_parts_are_valid(self):
        """
        What a shared part shows is valid under it.
        """
        for name in SHARED_PARTS:
            examples = schema(name)["examples"]

            assert examples
            assert [[]] * len(examples) == [
                reference_keyword_errors(each, name, TELEMETRY) for each in examples
            ]

    def test_of_fields_are_valid(self):
        """
        What a field shows is valid for it.
        """
        registry = Registry().with_resources(
            (uri, DRAFT202012.create_resource(each)) for uri, each in TELEMETRY.resources()
        )
        for name in NAMES:
            for _, node in subschemas(schema(name)):
                validator = Draft202012Validator({**node, "$id": BASE_URI}, registry=registry)

                assert [] == [e for e in node.get("examples", ()) if not validator.is_valid(e)]


class TestChooseSchema:
    @pytest.mark.parametrize(
        ("eid", "expected"),
        [
            ("IMPRESSION", "impression"),
            ("impression", "impression"),
            ("Impression", "impression"),
            (None, "envelope"),
            ("ENVELOPE", "envelope"),
            ("Common", "common"),
            ("event", "event"),
            ("", None),
            ("IMPRESSION ", None),
            ("SHARE_ITEM", None),
            ("ME_WORKFLOW_SUMMARY", None),
            ("visits", None),
            ("../3.0/start", None),
            ("start.json", None),
            ("\ud800", None),
        ],
    )
    def test_goes_by_the_lower_case_name(self, eid, expected):
        """
        The eid in lower case is the name of the schema, shared parts included.
        """
        assert expected == choose_schema(eid)


CB_AUDIT = {
    "$schema": "http://json-schema.org/draft-04/schema#",
    "id": "http://example.org/cb_audit",
    "required": ["eid", "edata"],
    "allOf": [
        {"$ref": "resource:/schemas/telemetry/3.0/common.json"},
        {
            "properties": {
                "eid": {"enum": ["CB_AUDIT"]},
                "edata": {
                    "properties": {
                        "target": {"$ref": "target.json"},
                        "cb": {"$ref": "#/definitions/cb"},
                    }
                },
            }
        },
    ],
    "definitions": {"cb": {"type": "string"}},
}


DEPLOYMENT = TELEMETRY.with_types({"CB_AUDIT": CB_AUDIT})
EVENT = {**schema("AUDIT")["examples"][1], "eid": "CB_AUDIT"}


class TestWithTypes:
    def test_adds_a_type(self):
        """
        A deployment's own type is judged by the schema given, made for the pipeline as it is.
        """
        assert DEPLOYMENT.choose_schema("CB_AUDIT") == "cb_audit"
        assert validate(EVENT, DEPLOYMENT).valid

    @pytest.mark.parametrize(
        ("edata", "reason"),
        [
            ({"cb": 1}, '"/definitions/cb"'),
            ({"target": 1}, '""'),
            ({"target": {"id": 1, "ver": "1", "type": "t"}}, '"/properties/id"'),
        ],
    )
    def test_gives_its_reasons(self, edata, reason):
        """
        Reasons follow the references of the schema given.
        """
        assert reason == validate({**EVENT, "edata": edata}, DEPLOYMENT).reason

    def test_leaves_telemetry_alone(self):
        """
        What one deployment adds exists nowhere else.
        """
        assert "CB_AUDIT" in DEPLOYMENT.event_types
        assert "CB_AUDIT" not in TELEMETRY.event_types
        assert not validate(EVENT).valid

    def test_replaces_a_type(self):
        """
        A schema with the name of an event type takes its place.
        """
        deployment = TELEMETRY.with_types({"AUDIT": {"required": ["cb"]}})

        assert not validate(schema("AUDIT")["examples"][0], deployment).valid

    def test_judges_long_texts_in_full(self):
        """
        Schemas may ask for more than telemetry 3.0 does.
        """
        deployment = TELEMETRY.with_types({"AUDIT": {"properties": {"mid": {"maxLength": 300}}}})

        assert not validate({**EVENT, "eid": "AUDIT", "mid": "m" * 500}, deployment).valid

    def test_fetches_nothing(self):
        """
        A reference that leads outside is an error, not a request.
        """
        deployment = TELEMETRY.with_types({"CB_AUDIT": {"$ref": "nowhere.json"}})

        with pytest.raises(ValueError, match="schemas are not downloaded"):
            validate(EVENT, deployment)


class TestSchema:
    def test_takes_an_eid(self):
        """
        Schemas are found by eid as well as by name.
        """
        assert schema("START") is schema("start")

    def test_refuses_other_names(self):
        """
        There is no schema but those of the folder.
        """
        with pytest.raises(KeyError, match="STARTS"):
            schema("STARTS")


def test_is_loaded_when_first_needed():
    """
    Importing the modules reads no schema and loads no validator.
    """
    program = (
        "import sys; import sunbird_telemetry.validation, sunbird_telemetry.specification as s;"
        "assert not s._load.cache_info().currsize;"
        "assert not {'jsonschema', 'jsonschema_rs', 'referencing'} & {*sys.modules}"
    )

    assert 0 == subprocess.run([sys.executable, "-c", program], check=False).returncode
