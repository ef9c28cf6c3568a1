"""
What is told about an event by itself.
"""

import pytest

from sunbird_telemetry.finding import Finding, Level
from sunbird_telemetry.findings import event_findings
from sunbird_telemetry.findings.finders.invalid_event import error_findings
from sunbird_telemetry.pipeline.stages.preprocessor import is_blank
from sunbird_telemetry.specification.samples import whole
from sunbird_telemetry.validation import validate
from sunbird_telemetry.validation.errors import SchemaError


def told(example):
    return event_findings(whole(example))


def names(example):
    return [finding.rule for finding in told(example)]


class TestFindings:
    def test_a_good_event_has_none(self):
        """
        An event with nothing to tell has no findings.
        """
        assert () == told({})

    def test_a_finding_names_place_and_value(self):
        """
        A finding names rule, level, place, the value that is there, and a remedy.
        """
        assert (
            Finding(
                "ets-in-seconds",
                Level.ERROR,
                "/ets",
                "ets is the number 1767225600. As milliseconds this is before 1974, "
                "so it is probably in seconds.",
                "Send milliseconds: multiply seconds by 1000.",
            ),
        ) == told({"ets": 1767225600})

    def test_the_event_itself_is_called_so(self):
        """
        The root has no pointer, and sentences about it say 'the event'.
        """
        error = SchemaError("", "type", 7, ("object",))

        (finding,) = error_findings([error])

        assert "the event must be of type object, not the number 7." == finding.message

    def test_long_values_are_shortened(self):
        """
        Of a long value the beginning is shown.
        """
        (finding,) = told({"ver": "3" * 1000})

        assert len(finding.message) < 200

    def test_long_pointers_are_shortened_in_the_sentence_only(self):
        """
        The pointer is whole where programs read it, and short where people do.
        """
        (finding,) = told({"eid": "END", "edata": {"x" * 1000: 1}})

        assert 1007 == len(finding.pointer)
        assert finding.message.startswith("/edata/xxxx")
        assert len(finding.message) < 200

    @pytest.mark.parametrize(
        "secret",
        ["someone@example.org", "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhIn0.c2ln", "+91 98765 43210"],
    )
    def test_secrets_are_not_shown(self, secret):
        """
        A value that looks personal or secret is hidden wherever it stands.
        """
        (finding,) = told({"ver": secret})

        assert "/ver must be one of 3.0, 3.1, not the string '[hidden]'." == finding.message

    @pytest.mark.parametrize(
        ("example", "meant"),
        [
            ({"eid": "IMPRESION"}, "IMPRESSION"),
            ({"eid": "IMPRESSION", "edata": {"pageId": "home"}}, "pageid"),
        ],
    )
    def test_an_unknown_name_is_told_with_the_nearest(self, example, meant):
        """
        An unknown eid or field is told with the known name that was probably meant.
        """
        (finding,) = told(example)

        assert finding.message.endswith(f" Did you mean {meant!r}?")

    def test_a_null_counts_as_missing(self):
        """
        A member that is null is not there for the pipeline, nor for the rules.
        """
        event = whole({})
        event["object"] = event["flags"] = None
        event["context"]["did"] = None

        assert ["did-missing"] == [finding.rule for finding in event_findings(event)]

    def test_a_null_in_a_valid_event_says_nothing(self):
        """
        A member that no schema knows may be null: the pipeline never sees it.
        """
        assert () == event_findings({**whole({}), "flags": None, "uid": None})

    def test_a_known_validation_is_not_repeated(self):
        """
        The caller may say what validation said.
        """
        event = whole({"mid": ""})

        assert event_findings(event) == event_findings(event, validate(event))

    def test_findings_of_a_validation_alone(self):
        """
        Without the event type particular rules give way to general ones.
        """
        errors = validate(whole({"edata": {"stageid": "home"}})).errors

        assert ["unknown-field"] == [each.rule for each in error_findings(errors)]
        assert ["start-stageid"] == [each.rule for each in error_findings(errors, "START")]


class TestPrecedence:
    def test_one_finding_per_place(self):
        """
        What is wrong at a place needs no advice on top.
        """
        assert ["ets-as-text"] == names({"ets": "2026-01-01"})
        assert ["unknown-eid"] == names({"eid": "EVENT"})

    @pytest.mark.parametrize(
        ("example", "rule"),
        [
            ({"eid": "ASSESS", "edata": {"item": None}}, "question-without-id"),
            ({"eid": "ASSESS", "edata": {"item": "do_1"}}, "question-without-id"),
            ({"eid": "RESPONSE", "edata": {"target": None}}, "question-without-id"),
            ({"eid": "RESPONSE", "edata": {"target": {"id": 7}}}, "question-without-id"),
            ({"eid": "ERROR", "edata": {"stacktrace": {}}}, "data-as-object"),
            ({"eid": "METRICS", "edata": {"system": None}}, "metrics-documented-form"),
            ({"eid": "METRICS", "edata": {"edata": {}}}, "edata-in-edata"),
            ({"object": {"id": 7, "type": "Content"}}, "id-not-text"),
            ({"context": {"channel": ""}}, "channel-missing"),
            ({"context": {"pdata": {"id": None}}}, "pdata-missing"),
            ({"eid": "INTERACT", "edata": {"target": {"id": "a", "type": "b"}}}, None),
        ],
    )
    def test_the_rule_that_knows_most_speaks(self, example, rule):
        """
        A disagreement with the schema is told by the rule that says most about it.
        """
        assert (rule or "target-ver-missing") in names(example)

    def test_log_is_warned_about_only(self):
        """
        What is wrong with a LOG, in any case, drops nothing.
        """
        log = {**whole({"eid": "LOG", "edata": {"level": "INFO"}}), "eid": "log"}

        assert ["log-malformed"] == [finding.rule for finding in event_findings(log)]


class TestEnvelope:
    @pytest.mark.parametrize(
        ("ets", "rules"),
        [
            (-1, ["ets-not-a-time"]),
            (0, ["ets-not-a-time"]),
            (1, ["ets-in-seconds"]),
            (99_999_999_999, ["ets-in-seconds"]),
            (100_000_000_000, []),
            (99_999_999_999_999, []),
            (100_000_000_000_000, ["ets-in-microseconds"]),
        ],
    )
    def test_units_of_time(self, ets, rules):
        """
        From 1973 to 5138 a number is taken for milliseconds.
        """
        assert rules == names({"ets": ets})

    @pytest.mark.parametrize("kind", ["User", "user", "USER"])
    def test_users_in_any_case(self, kind):
        """
        A user is one in any case.
        """
        assert [] == names({"actor": {"type": kind}})

    @pytest.mark.parametrize("value", [{}, {"id": "do_1"}, {"type": "Content"}, {"id": ""}])
    def test_an_incomplete_object_is_one_note(self, value):
        """
        However much is missing, it is one note.
        """
        assert ["object-incomplete"] == names({"object": value})

    @pytest.mark.parametrize("kind", ["user", "QR", "User"])
    def test_types_without_details_in_any_case(self, kind):
        """
        Objects of the types user and qr get no details, in any case.
        """
        assert ["object-of-no-content-type"] == names({"object": {"id": "a", "type": kind}})

    @pytest.mark.parametrize("field", ["flags", "syncts", "@timestamp", "type"])
    def test_fields_of_the_pipeline(self, field):
        """
        What the pipeline writes itself is told of by its place.
        """
        (finding,) = told({field: 1})

        assert ("field-overwritten", f"/{field}") == (finding.rule, finding.pointer)


class TestValues:
    @pytest.mark.parametrize(
        ("value", "rules"),
        [("Yes", []), ("YES", ["value-case"]), ("maybe", ["value-undocumented"])],
    )
    def test_case_and_news_are_told_apart(self, value, rules):
        """
        A documented value in another case is a warning, any other value a note.
        """
        assert rules == names({"eid": "ASSESS", "edata": {"pass": value}})

    @pytest.mark.parametrize(
        ("eid", "rules"), [("LOG", []), ("log", []), ("START", ["field-overwritten"])]
    )
    def test_nothing_writes_the_type_of_a_log(self, eid, rules):
        """
        LOG goes past the preprocessor, which is what writes type.
        """
        told_of = names({"eid": eid, "type": "events"})

        assert rules == [rule for rule in told_of if rule == "field-overwritten"]

    def test_types_of_the_deployment_are_preprocessed(self):
        """
        The preprocessor writes the type of events that telemetry does not know, too.
        """
        assert "field-overwritten" in names({"eid": "CB_AUDIT", "type": "events"})

    def test_the_error_stream_is_for_valid_errors(self):
        """
        An ERROR that fails goes to no stream of its own.
        """
        assert ["error-has-its-own-stream"] == names({"eid": "ERROR"})
        assert ["error-code-as-number"] == names({"eid": "ERROR", "edata": {"err": 500}})

    def test_share_items_may_lack_params(self):
        """
        Each item without params is told of by itself.
        """
        items = [{"id": "a"}, {"id": "b", "params": [{}]}, {"id": "c"}]
        findings = told({"eid": "SHARE", "edata": {"items": items}})

        assert [
            ("share-params-missing", "/edata/items/0/params"),
            ("share-params-missing", "/edata/items/2/params"),
        ] == [(finding.rule, finding.pointer) for finding in findings]

    def test_items_are_told_apart(self):
        """
        A finding about one item of a list points to it.
        """
        items = [{"id": "a", "params": [{}]}, {"id": "b", "params": []}]
        (finding,) = told({"eid": "SHARE", "edata": {"items": items}})

        assert "/edata/items/1/params" == finding.pointer

    @pytest.mark.parametrize("eid", ["START", "END", "INTERACT", "IMPRESSION", "AUDIT", "ASSESS"])
    def test_durations_of_all_types(self, eid):
        """
        Every type with a duration is looked at.
        """
        assert "duration-negative" in names({"eid": eid, "edata": {"duration": -1}})
        assert "duration-epoch" in names({"eid": eid, "edata": {"duration": 1e9}})


def test_blank_is_what_the_pipeline_takes_for_blank():
    """
    Of every white space, and of much that only looks like it, rule and pipeline think the same.
    """
    texts = [chr(number) for number in range(0x3002)] + ["\ufeff", " \u00a0", "\u001c\u2003"]
    told_of = [text for text in texts if "channel-blank" in names({"context": {"channel": text}})]

    assert [text for text in texts if is_blank(text)] == told_of
