import json

import pytest

from asking import Api, event
from sunbird_mockserver import Mock, Settings
from sunbird_mockserver.config import ConfigurationError, settings_from
from sunbird_mockserver.judging.pipelines import pipeline_of
from sunbird_mockserver.settings import Pipeline
from sunbird_telemetry.pipeline import PipelineSettings
from sunbird_telemetry.pipeline.time_window import moment

SCHEMA = {"required": ["eid", "edata"], "allOf": [{"$ref": "common.json"}]}


@pytest.fixture
def schema(tmp_path):
    path = tmp_path / "cb_audit.json"
    path.write_text(json.dumps(SCHEMA), "utf-8")

    return str(path)


def test_the_defaults_are_those_of_the_real_jobs():
    """
    A pipeline that nobody has set up is the one that partners meet.
    """
    assert PipelineSettings() == pipeline_of(Settings())


class TestClock:
    @pytest.mark.parametrize(
        ("text", "ms"),
        [
            ("1700000000000", 1_700_000_000_000),
            ("2023-11-14T22:13:20Z", 1_700_000_000_000),
            ("2023-11-15T03:43:20+05:30", 1_700_000_000_000),
            ("2023-11-14T22:13:20", 1_700_000_000_000),
        ],
    )
    def test_stands_still_where_it_is_told_to(self, text, ms):
        """
        A moment is given as ISO 8601, which is UTC wherever the machine is, or in ms.
        """
        assert ms == moment(text) == Mock(Settings(now=text)).clock()

    def test_decides_what_is_too_old(self):
        """
        The pipeline's time is the clock's: three calendar months back.
        """
        api = Api(clock=None, settings=Settings(now="2024-03-01T00:00:00Z"))
        api.send(event())

        assert ["lost"] == [each["fate"] for each in api.ask("events").json["events"]]


class TestExtraTypes:
    def test_are_judged_by_their_schemas(self, schema):
        """
        A deployment may know event types of its own: contract/spec.yaml internal_types.
        """
        api = Api(Settings(pipeline=Pipeline(extra_types={"CB_AUDIT": schema})))
        api.send(event("CB_AUDIT"), event("CB_AUDITT"))

        assert ["accepted", "failed"] == [each["fate"] for each in api.ask("events").json["events"]]

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (None, "cannot be read: No such file or directory."),
            ("{", "is not JSON: "),
            ("[]", "is not a JSON Schema: a schema must be an object."),
            ('{"allOf": [{"$ref": "nowhere.json"}]}', "cannot be used as a schema: "),
            ("[" * 100_000, "has too many levels of nesting for a schema."),
            ('{"type": "strng"}', "cannot be used as a schema: "),
        ],
    )
    def test_that_cannot_be_used_are_named(self, tmp_path, content, message):
        """
        A file that holds no schema is a mistake in the configuration, with its place.
        """
        path = tmp_path / "x.json"
        if content is not None:
            path.write_text(content, "utf-8")

        with pytest.raises(ConfigurationError) as caught:
            settings_from({"pipeline": {"extra_types": {"CB_AUDIT": str(path)}}})

        assert str(caught.value).startswith(f"pipeline.extra_types.CB_AUDIT: {path} {message}")
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            {"now": "yesterday"},
            "now is 'yesterday'; it should be like 2026-11-23T16:00:00Z, or ms since 1970.",
        ),
        (
            {"now": "1700000000"},
            "now is '1700000000'; it looks like seconds; write 1700000000000.",
        ),
        (
            {"timezone": "Mars"},
            (
                "timezone: 'Mars' is not a time zone of this machine. Use a name such as "
                "'Asia/Kolkata'; if the name is right, install the package tzdata."
            ),
        ),
        (
            {"pipeline": {"batch_ttl_s": -1}},
            "pipeline.batch_ttl_s is -1; it should be 0 or more.",
        ),
    ],
)
def test_a_pipeline_that_cannot_be_is_refused(table, message):
    """
    What cannot be set is named, with what could.
    """
    with pytest.raises(ConfigurationError) as caught:
        settings_from(table)

    assert message == str(caught.value)
