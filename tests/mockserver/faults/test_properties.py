"""
What holds whatever goes wrong.
"""

import json

from hypothesis import given
from hypothesis import strategies as st

from asking import NOW, TOKEN, Api, event
from sunbird_mockserver.delivery import Delivery
from sunbird_mockserver.faults import (
    AcceptThenDrop,
    BadJson,
    Chaos,
    Delay,
    Drop,
    Empty200,
    ExpireCredential,
    NoCors,
    RateLimit,
    Status,
)

HEADERS = {"content-type": "application/json", "authorization": f"Bearer {TOKEN}"}
times = st.none() | st.integers(1, 3)
faults = st.one_of(
    st.builds(Status, st.sampled_from([401, 403, 413, 429, 447, 500, 502, 503]), times=times),
    st.builds(Delay, st.just(0), times=times),
    st.builds(Drop, times=times),
    st.builds(AcceptThenDrop, times=times),
    st.builds(BadJson, times=times),
    st.builds(Empty200, times=times),
    st.builds(Chaos, st.floats(0, 1), st.integers(0, 9)),
    st.builds(ExpireCredential),
    st.builds(RateLimit, st.integers(0, 5)),
    st.builds(NoCors),
)
#: A batch of so many events, some of which an earlier batch has brought.
batches = st.lists(st.sampled_from("abcdef"), max_size=3)
steps = st.lists(st.one_of(faults, batches, st.just("clear")), max_size=20)


def delivered(mock, mids):
    """
    The status that the client of a batch gets to see.
    """
    body = json.dumps({"events": [event(mid=mid) for mid in mids]}).encode()

    return mock.receive(Delivery("POST", "/data/v1/telemetry", "", HEADERS, body, "a", NOW)).status


@given(steps)
def test_no_event_is_unaccounted_for(steps):
    """
    Each event that was sent has one fate; who was told 200 has sent what is in the journal as
    taken, and who was told an error still has it.
    """
    mock = Api().mock
    seen, sent = [], []
    for step in steps:
        if step == "clear":
            mock.faults.clear("a")
        elif isinstance(step, list):
            sent += step
            seen.append(delivered(mock, step))
        else:
            mock.faults.place("a", step)

    deliveries = mock.journal.deliveries("a")
    assert sent == [event.event["mid"] for each in deliveries for event in each.events()]
    assert seen == [each.outcome.reply.status for each in deliveries]
    for each in deliveries:
        refused = each.outcome.verdict.fate == "refused"
        taken = each.outcome.reply.status == 200 or each.outcome.fault == "accept_then_drop"
        assert refused is not taken
        assert {refused} >= {verdict.fate == "refused" for verdict in each.verdicts}


@given(st.lists(faults, max_size=8), st.integers(1, 6))
def test_other_inboxes_notice_nothing(faults, number):
    """
    Whatever goes wrong in one inbox, another is answered as if there were no faults at all.
    """
    mock, untouched = Api().mock, Api().mock
    for fault in faults:
        mock.faults.place("elsewhere", fault)

    assert [delivered(untouched, "ab") for _ in range(number)] == [
        delivered(mock, "ab") for _ in range(number)
    ]
    assert {None} == {each.outcome.fault for each in mock.journal.deliveries("a")}
