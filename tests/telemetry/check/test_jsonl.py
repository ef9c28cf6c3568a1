"""
The lines that programs read.
"""

import json

from sunbird_telemetry.check.reports import as_line
from telemetry.check.running import checked
from telemetry.pipeline.making import INDEXED, NOW, SECONDARY, judged, made

MEMBERS = [
    "source",
    "index",
    "eid",
    "mid",
    "fate",
    "stage",
    "reason",
    "topics",
    "changes",
    "findings",
]


def lines(*values):
    return [json.loads(as_line(each)) for each in checked(*values)]


def test_a_line_has_these_members_in_this_order():
    """
    Every line has every member, whatever is on it.
    """
    for line in lines(made("START"), b"{", {"events": []}, 5):
        assert MEMBERS == list(line)


def test_an_accepted_event():
    """
    Fate and topics are words; nothing is said that need not be.
    """
    event = made("INTERACT")

    assert [
        {
            "source": "events.jsonl:1",
            "index": 0,
            "eid": "INTERACT",
            "mid": event["mid"],
            "fate": "accepted",
            "stage": None,
            "reason": None,
            "topics": [*SECONDARY, *INDEXED],
            "changes": [],
            "findings": [],
        }
    ] == lines(event)


def test_a_failed_event_has_its_reason():
    """
    The pipeline's own text is shown beside our findings.
    """
    event = made("INTERACT", edata__type=5)
    (line,) = lines(event)

    assert ["failed", "preprocessor"] == [line["fate"], line["stage"]]
    assert judged(event).reason == line["reason"]
    assert "failed-validation" == line["findings"][0]["rule"]
    assert ["rule", "level", "pointer", "message", "remedy"] == list(line["findings"][0])


def test_an_altered_event_has_its_changes():
    """
    What stood there before and what stands there now.
    """
    (line,) = lines(made("START", context__channel=" "))

    assert "altered" == line["fate"]
    assert [{"pointer", "before", "after"}] == [set(change) for change in line["changes"]]


def test_a_line_that_is_no_json():
    """
    It has a place and a finding, and no fate.
    """
    (line,) = lines(b"{")

    assert [None] * 6 == [line[name] for name in MEMBERS[1:7]]
    assert ["not-json"] == [finding["rule"] for finding in line["findings"]]


def test_hostile_ids_are_written_all_the_same():
    """
    Half a surrogate pair and infinity are what Node would write.
    """
    (line,) = checked({"eid": "\ud800", "mid": 1e400, "ets": NOW})

    assert b'"eid":"\\ud800","mid":null' in as_line(line)
