"""
All that is worth telling about one event.
"""

import pytest

import sunbird_telemetry
from sunbird_telemetry.findings.explanation import explain
from sunbird_telemetry.pipeline import judge
from sunbird_telemetry.specification.samples import whole, whole_batch
from sunbird_telemetry.validation.keyword_errors import find_keyword_errors

NOW = 1767229200000


def rules_of(example, **asked):
    """
    The rules that are told of the event that *example* shows a part of, and where.
    """
    event = whole(example)
    batch = {**whole_batch({}), "events": [event], "syncts": NOW}
    (verdict,) = judge(batch, clock=lambda: NOW, **asked).events

    return [(finding.rule, finding.pointer) for finding in explain(verdict, event).findings]


@pytest.mark.parametrize(
    ("example", "rules"),
    [
        ({"flags": {"beta": True}}, [("altered-overwritten", "/flags")]),
        ({"type": "mine"}, [("altered-overwritten", "/type")]),
        ({"context": {"channel": " "}}, [("altered-channel", "/context/channel")]),
        ({"type": "events"}, [("field-overwritten", "/type")]),
    ],
)
def test_one_place_is_told_of_once(example, rules):
    """
    What becomes of a value makes the advice about any such value superfluous.
    """
    assert rules == rules_of(example)


def test_the_cause_of_a_change_is_told_beside_it():
    """
    What a change does not explain by itself is told as well.
    """
    assert [("altered-ets", "/ets"), ("ets-in-microseconds", "/ets")] == rules_of(
        {"ets": NOW * 1000}
    )


def test_what_is_changed_nowhere_keeps_its_advice():
    """
    An event that fails earlier is never overwritten, and its mistakes are told all the same.
    """
    rules = rules_of({"flags": {}, "edata": {"type": None}})

    assert ("field-overwritten", "/flags") in rules


def test_a_finding_as_text_is_level_message_and_rule():
    """
    The message names the place of a finding already, so its text does not repeat it.
    """
    event = whole({"eid": "INTERRUPT"})
    (verdict,) = judge({"events": [event]}).events
    (finding, *_) = explain(verdict, event).findings

    assert f"{finding.level.name.lower()}: {finding.message} [unindexed-interrupt]" == str(finding)


def test_the_public_judge_finds_what_is_wrong_in_words():
    """
    An invalid event has the pipeline's reason, and a finding for each of its errors.
    """
    batch = whole_batch({"events": [{"edata": {"zzz": 1}}]})
    (verdict,) = sunbird_telemetry.judge(batch).events
    (finding,) = verdict.findings

    assert '"/allOf/1/properties/edata"' == verdict.reason
    assert "/edata/zzz" == finding.pointer


def test_an_invalid_event_is_explained_once(monkeypatch):
    """
    Reason and findings come of one explanation: it takes by far longest of all.
    """
    asked = []

    def counted(*args):
        asked.append(args)
        return find_keyword_errors(*args)

    monkeypatch.setattr("sunbird_telemetry.validation.find_keyword_errors", counted)
    rules = rules_of({"mid": ""}, explain=False)

    assert [("failed-validation", ""), ("empty-value", "/mid")] == rules
    assert 1 == len(asked)
