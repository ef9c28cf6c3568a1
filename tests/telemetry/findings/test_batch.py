"""
What is told about a batch by itself.
"""

import pytest

from sunbird_telemetry.findings import batch_findings
from sunbird_telemetry.pipeline import PipelineSettings, Stage, judge
from sunbird_telemetry.pipeline.event_size import event_size
from sunbird_telemetry.specification.samples import whole, whole_batch


def told(example, **options):
    return batch_findings(whole_batch(example), **options)


def names(example, **options):
    return [finding.rule for finding in told(example, **options)]


def test_a_good_batch_has_none():
    """
    A batch with params.msgid and events has no findings.
    """
    assert () == told({"events": [{}, {"eid": "END"}]})


@pytest.mark.parametrize("body", ["text", 7, True, [], [{}]])
def test_what_is_no_object_is_no_batch(body):
    """
    A bare list of events is no batch, and neither is anything else but an object.
    """
    assert ["batch-not-object"] == names(body)


def test_a_body_that_the_service_did_not_read():
    """
    A batch of nothing has no events and no msgid.
    """
    assert ["msgid-missing", "events-missing"] == [each.rule for each in batch_findings({})]


@pytest.mark.parametrize("params", [{"msgid": None}, {}])
def test_params_may_lack_the_msgid(params):
    """
    Without a msgid retries are not recognised.
    """
    assert ["msgid-missing"] == [
        each.rule for each in batch_findings({"params": params, "events": [{}]})
    ]


@pytest.mark.parametrize("field", ["did", "channel", "pid"])
def test_fields_that_headers_overwrite(field):
    """
    What the service takes from headers is told of by its place.
    """
    (finding,) = told({field: "x"})

    assert ("batch-field-overwritten", f"/{field}") == (finding.rule, finding.pointer)


def test_the_stamps_of_the_service_are_not_the_clients():
    """
    Of a stamped batch nothing is told about the fields that the service writes itself.
    """
    assert () == told({"did": "d", "channel": "c", "pid": "p"}, stamped=True)


def test_copies_are_counted():
    """
    Copies of one event are one finding, with their number and the first repetition.
    """
    copy = {"eid": "END", "mid": "END:1"}
    (finding,) = told({"events": [{}, copy, copy, copy]})

    assert "/events/2/mid" == finding.pointer
    assert finding.message.startswith("The batch has 3 copies of one event; /events/2/mid")


def test_equal_mids_of_different_events_are_no_copies():
    """
    Different events with one mid are left to the rules about deliveries.
    """
    assert () == told({"events": [{"mid": "1"}, {"mid": "1", "ets": 1767225600001}]})


def test_devices_and_actors_are_counted():
    """
    Several devices and several actors are one note each.
    """
    events = [{"actor": {"id": each}, "context": {"did": each}} for each in ("a", "b", "c", "a")]

    assert [
        "The events of the batch come from 3 devices.",
        "The events of the batch come from 3 actors.",
    ] == [finding.message for finding in told({"events": events})]


def test_events_near_the_limit():
    """
    An event of nine tenths of the limit or more is told of; beyond the limit its fate tells.
    """
    event = {"eid": "HEARTBEAT", "edata": {"note": "x" * 9_000}}

    assert ["event-near-limit"] == names({"events": [{}, event]}, limit=10_000)
    assert [] == names({"events": [event]}, limit=9_000)
    assert [] == names({"events": [event]}, limit=20_000)


@pytest.mark.parametrize(
    "edata",
    [
        {"numbers": [1] * 4_000},
        {"digits": [0.1 + 0.2] * 1_000},
        {"nothing": dict.fromkeys(map(str, range(4_000)))},
        {"text": "\u0928\u092e\u0938\u094d\u0924\u0947" * 600},
    ],
    ids=lambda edata: next(iter(edata)),
)
def test_events_are_measured_as_the_extractor_measures(edata):
    """
    At the size that is told an event just passes, and with a byte less to spare it fails.
    """
    batch = {"syncts": 1767225600000, "events": [whole({"eid": "HEARTBEAT", "edata": edata})]}
    size = event_size(batch["events"][0], batch["syncts"])
    (finding,) = [
        each for each in batch_findings(batch, limit=size) if each.rule == "event-near-limit"
    ]
    fates = [
        judge(batch, settings=PipelineSettings(max_event_bytes=limit)).events[0].stage
        for limit in (size, size - 1)
    ]

    assert f"/events/0 has {size} bytes" in finding.message
    assert [None, Stage.EXTRACTOR] == fates
    assert "event-near-limit" not in [each.rule for each in batch_findings(batch, limit=size - 1)]


def test_events_of_a_small_batch_are_not_measured():
    """
    A batch that is known to be small holds no large event.
    """
    event = {"eid": "HEARTBEAT", "edata": {"note": "x" * 9_000}}

    assert [] == names({"events": [event]}, limit=10_000, size=2_900)
