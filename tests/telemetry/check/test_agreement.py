"""
A file gets the fates that its events get one by one.
"""

from hypothesis import given
from hypothesis import strategies as st

from sunbird_telemetry.jsonvalues.node import dumps, read
from sunbird_telemetry.pipeline import State, judge
from telemetry.check.running import checked
from telemetry.pipeline.making import NOW, made
from telemetry.strategies import mutated_events

EVENTS = mutated_events() | st.sampled_from([made("START"), made("LOG"), made("SHARE")])
BATCHES = st.builds(
    lambda events, msgid: {"params": {"msgid": msgid}, "events": events, "syncts": NOW},
    st.lists(EVENTS, max_size=3),
    st.sampled_from(["a", "b", None, 5]),
)


def facts(verdict):
    changes = dumps([change.to_dict() for change in verdict.changes])

    return (verdict.fate, verdict.stage, verdict.topics, verdict.reason, changes)


@given(st.lists(EVENTS | BATCHES, max_size=4))
def test_check_says_line_by_line_what_judge_says(values):
    """
    Neither the shortcut nor sparing a second validation changes any fate.
    """
    state, expected = State(), []
    for value in values:
        read_back, lost = read(dumps(value))
        batch = read_back
        if "events" not in read_back:
            stamp = read_back.get("syncts")
            stamped = {"syncts": stamp} if type(stamp) in {int, float} else {}
            batch = {**stamped, "events": [read_back]}
            lost = [f"/events/0{pointer}" for pointer in lost]
        clock = None if type(batch.get("syncts")) in {int, float} else lambda: NOW
        expected += judge(batch, state, clock=clock, lost_digits=lost).events

    actual = [each.verdict for each in checked(*values) if each.place is not None]

    assert [facts(each) for each in expected] == [facts(each) for each in actual]
