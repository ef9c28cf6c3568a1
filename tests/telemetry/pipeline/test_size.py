"""
The size of an event: contract/pipeline.md 4.2.
"""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sunbird_telemetry.jsonvalues.node import dumps
from sunbird_telemetry.pipeline import Change, PipelineSettings, judge
from sunbird_telemetry.pipeline.event_size import event_size, java_double, largest_size
from telemetry.pipeline.making import NOON, NOW, batch_of, judged, made, outcome
from telemetry.strategies import json_values

LIMIT = 1_048_576


def padded(size, **more):
    """
    A START that the extractor finds to have *size* bytes.
    """
    event = made(x="", **more)
    return {**event, "x": "x" * (size - event_size(event, NOW))}


class TestLimit:
    def test_is_inclusive(self):
        """
        1,048,576 bytes pass and one more does not, and the text says so: 4.2.
        """
        passed, failed = judged(padded(LIMIT)), judged(padded(LIMIT + 1))

        assert ("accepted", None) == outcome(passed)
        assert ("failed", "extractor") == outcome(failed)
        assert ("telemetry.failed",) == failed.topics
        assert "Event size is Exceeded" == failed.reason

    def test_is_a_setting(self):
        """
        A deployment may let larger events pass, or only smaller ones.
        """
        small = PipelineSettings(max_event_bytes=2_000)

        assert "accepted" == judged(padded(2_000), None, small).fate
        assert "failed" == judged(padded(2_001), None, small).fate

    def test_counts_the_clients_own_flags_and_metadata(self):
        """
        It is measured before flags are replaced: 4.2.
        """
        event = made(flags={"x": "x" * LIMIT})

        assert ("failed", "extractor") == outcome(judged(event))

    def test_replaces_flags_and_metadata_of_what_fails(self):
        """
        Both say what happened, even where the client's metadata is no object: 4.2.
        """
        verdict = judged(made(metadata="mine", flags=5, x="x" * LIMIT))
        metadata = {"src": "TelemetryExtractorJob", "ex_error": "Event size is Exceeded"}

        assert "Event size is Exceeded" == verdict.reason
        assert (
            Change("/metadata", "mine", metadata),
            Change("/flags", 5, {"ex_processed": False}),
        ) == verdict.changes

    def test_does_not_count_nulls(self):
        """
        What vanishes has no size: 4.2.
        """
        event = padded(LIMIT)
        event["edata"]["x" * 100] = None

        assert "accepted" == judged(event).fate

    def test_holds_for_log_events(self):
        """
        It is measured before LOG is routed: 4.2.
        """
        assert "failed" == judged({"eid": "LOG", "x": "x" * LIMIT}).fate

    def test_spares_what_would_throw_in_the_redactor(self):
        """
        An event that is too large does not get that far: 4.2.
        """
        assert ("failed", "extractor") == outcome(judged({"eid": "ASSESS", "x": "x" * LIMIT}))

    def test_is_per_event(self):
        """
        Other events of a large batch are as good as ever.
        """
        verdict = judge(batch_of(made(mid="1"), padded(LIMIT + 1), made(mid="2")))

        assert ["accepted", "failed", "accepted"] == [each.fate for each in verdict.events]

    def test_is_not_looked_at_when_the_batch_is_known_to_be_small(self):
        """
        Who knows the bytes of the batch saves the measuring.
        """
        assert "accepted" == judge(batch_of(padded(LIMIT + 1)), size=1_000).events[0].fate
        assert "failed" == judge(batch_of(padded(LIMIT + 1)), size=LIMIT).events[0].fate

    def test_is_looked_at_without_a_stamp(self):
        """
        An event alone gets stamps of the usual length.
        """
        event = padded(LIMIT)

        assert "accepted" == judge({"events": [event]}).events[0].fate
        assert "failed" == judge({"events": [{**event, "y": 1}]}).events[0].fate


class TestMeasure:
    @pytest.mark.parametrize(
        ("event", "stored"),
        [
            ({}, "{STAMPS}"),
            ({"a": None}, "{STAMPS}"),
            ({"a": "b"}, '{"a":"b",STAMPS}'),
            ({"syncts": "mine", "@timestamp": 5}, "{STAMPS}"),
            ({"a": 1, "b": 1.5}, '{"a":1.0,"b":1.5,STAMPS}'),
            ({"ets": 1767225600000}, '{"ets":1.7672256E12,STAMPS}'),
            ({"a": [None, True, [], {}]}, '{"a":[null,true,[],{}],STAMPS}'),
            ({"a": {"b": None, "c": [1, 2]}}, '{"a":{"c":[1.0,2.0]},STAMPS}'),
            ({"ü": "…\U0001f600"}, '{"ü":"…\U0001f600",STAMPS}'),
            ({"a": '"\\/\n\x01\x7f'}, '{"a":"\\"\\\\/\\n\\u0001\x7f",STAMPS}'),
            ({"a": "\ud800"}, '{"a":"?",STAMPS}'),
        ],
    )
    def test_is_of_what_the_extractor_writes(self, event, stored):
        """
        Compact JSON with the two stamps, numbers as doubles, nulls left out: 4.2.
        """
        stamps = f'"syncts":{NOW},"@timestamp":"{NOON}"'

        assert len(stored.replace("STAMPS", stamps).encode()) == event_size(event, NOW)

    @settings(deadline=None)
    @given(st.dictionaries(st.text(), json_values(), max_size=4))
    def test_is_never_more_than_its_bound(self, event):
        """
        Only what could be too large has to be measured.
        """
        assert event_size(event, NOW) <= largest_size(len(dumps(event)))


class TestJavaDouble:
    @pytest.mark.parametrize(
        ("number", "text"),
        [
            (0, "0.0"),
            (-0.0, "-0.0"),
            (1, "1.0"),
            (-1, "-1.0"),
            (0.5, "0.5"),
            (100, "100.0"),
            (1234567, "1234567.0"),
            (9999999.5, "9999999.5"),
            (10_000_000, "1.0E7"),
            (12345678, "1.2345678E7"),
            (0.001, "0.001"),
            (0.00099, "9.9E-4"),
            (1e-7, "1.0E-7"),
            (1767225600000, "1.7672256E12"),
            (1.7e12, "1.7E12"),
            (-1e300, "-1.0E300"),
            (10**400, "Infinity"),
            (float("-inf"), "-Infinity"),
            (float("nan"), "NaN"),
        ],
    )
    def test_writes_numbers_as_java_does(self, number, text):
        """
        From 10^-3 to 10^7 in plain, else in scientific notation.
        """
        assert text == java_double(number)

    @given(st.floats(allow_nan=False, allow_infinity=False))
    def test_keeps_the_number(self, number):
        """
        What is written is the number, to the last digit.
        """
        assert number == json.loads(java_double(number))
