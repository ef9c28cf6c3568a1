"""
The shortcut decides as the stages do.
"""

from __future__ import annotations

import math
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing import draws
from sunbird_telemetry.pipeline import PipelineSettings, State, judge, judging, shortcut
from sunbird_telemetry.pipeline.shortcut import shortcut_verdict
from sunbird_telemetry.specification import TELEMETRY
from sunbird_telemetry.specification.names import EVENT_TYPES
from telemetry.pipeline.making import HOUR, NOW, batch_of, judged, made, outcome
from telemetry.strategies import hostile_values, mutated_events

TOUCHED = st.sampled_from(
    ["uid", "type", "flags", "syncts", "@timestamp", "dimensions", "userdata", "metadata", "ets"]
)
VALUES = hostile_values() | st.sampled_from(
    ["f:a:b", "events", {"did": 5}, {"did": "d"}, {"state": 5}, 0, NOW, NOW + 100 * HOUR, NOW * 10]
)
CORRECTED = [
    ("object", "type", ["DialCode", "d\u0131alcode", "qr", "QRs", "Content"]),
    ("context", "channel", [" ", "\x1c\t", "\xa0", "\u0bb5", "c"]),
]
SETTINGS = [
    PipelineSettings(),
    PipelineSettings(max_event_bytes=900),
    PipelineSettings(early_dedup_producers=("dev.partner.app",)),
    PipelineSettings(registration_questions=frozenset({"q-1", "do_q1"}), timezone="Asia/Kolkata"),
    PipelineSettings(specification=TELEMETRY.with_types({"START": {}, "ME_SUMMARY": {}})),
    PipelineSettings(specification=TELEMETRY.with_types({"SHARE": {}, "COMMON": {}})),
]


def _equals_itself(value):
    return not (isinstance(value, float) and math.isnan(value))


@st.composite
def events(draw):
    """
    Events that are good, or good but for something that some stage looks at.
    """
    event = draw(mutated_events())
    for name in draw(st.lists(TOUCHED, max_size=2)):
        # JSON has no NaN, and no two verdicts that hold one are equal.
        event[name] = draw(VALUES.filter(_equals_itself))
    if draw(st.booleans()) and isinstance(event.get("actor"), dict):
        event["actor"]["id"] = draw(st.sampled_from(["f:a:b", "", "u"]))
    for part, name, values in CORRECTED:
        if draw(st.booleans()) and isinstance(event.get(part), dict):
            event[part][name] = draw(st.sampled_from(values))
    return event


@draws(400)
@given(st.lists(events(), max_size=4), st.sampled_from(SETTINGS))
def test_it_changes_no_verdict(sent, deployment):
    """
    With and without it, a batch has the same fates, and the same is remembered.
    """
    batch = batch_of(*sent)
    fast, slow = State(), State()
    verdict = judge(batch, fast, deployment)
    with patch.object(judging, "shortcut_verdict", return_value=None):
        by_stages = judge(batch, slow, deployment)

    assert by_stages == verdict
    assert slow == fast


@pytest.mark.parametrize("eid", sorted(set(EVENT_TYPES) - {"SHARE"}))
def test_ordinary_events_share_their_verdicts(eid):
    """
    The verdict on a good event is one value per type.
    """
    assert judged(made(eid)) is judged(made(eid, mid="another"))


@pytest.mark.parametrize("eid", EVENT_TYPES)
def test_good_events_take_no_detour(eid):
    """
    Every type but SHARE has a shortcut.
    """
    with patch.object(judging, "shortcut_verdict", wraps=shortcut_verdict) as called:
        judged(made(eid))
        args, _ = called.call_args

        assert (eid == "SHARE") == (shortcut_verdict(*args) is None)


def test_what_is_read_must_be_required(monkeypatch):
    """
    A type whose events are valid without what the shortcut reads is left to the stages.
    """
    read = {**shortcut._READ, ("tags",): "text"}
    monkeypatch.setattr(shortcut, "_READ", read)
    settings = PipelineSettings(environment="of this test")

    assert shortcut.shortcuts_of(settings)["START"] is None
    assert "accepted" == judged(made("START"), settings=settings).fate


@pytest.mark.parametrize("eid", ["START", "INTERACT", "AUDIT"])
def test_it_finds_duplicates(eid):
    """
    A good event that was seen before is ordinary, too.
    """
    assert [("accepted", None), ("duplicate", "druid-validator")] == [
        outcome(each) for each in judge(batch_of(made(eid), made(eid))).events
    ]
