"""
What is true of every delivery, whatever is in it.
"""

from hypothesis import given
from hypothesis import strategies as st

from asking import NOW
from drawing import draws
from sunbird_mockserver import Mock
from sunbird_mockserver.control.stats import stats_of
from sunbird_mockserver.delivery import Delivery
from sunbird_telemetry.jsonvalues.node import dumps
from sunbird_telemetry.pipeline import Fate, events_of
from telemetry.strategies import good_events, json_values, mutated_events

PATH = "/v1/telemetry"  # the service behind the gateway, where no token is needed
HOUR = 3_600_000
TOO_LONG = 100_000  # what is nested 100,000 times takes a second, and cannot be printed


def _is_shown_in_time(value):
    return len(dumps(value)) < TOO_LONG


# Few ids, so that batches and events repeat each other.
_ids = st.sampled_from(["a", "b", "c"])
_events = st.builds(lambda event, mid: {**event, "mid": mid}, good_events(), _ids)
_batches = st.fixed_dictionaries(
    {"events": st.lists(_events | mutated_events(), max_size=4)},
    optional={"params": st.fixed_dictionaries({"msgid": _ids})},
).filter(_is_shown_in_time)
_bodies = (json_values() | st.fixed_dictionaries({"events": json_values()})).filter(
    _is_shown_in_time
)
_types = st.sampled_from(["application/json", "text/plain", "application/json;charset=utf-8", ""])


def delivery(body, kind="application/json", received=NOW):
    headers = {"content-type": kind} if kind else {}

    return Delivery("POST", PATH, "", headers, body, "box", received)


def received_by(deliveries):
    """
    A fresh mock that has received *deliveries*, each in its own time.
    """
    times = [NOW]
    mock = Mock(clock=lambda: times[-1], mids=lambda: "mid")
    for each in deliveries:
        times.append(each.received)
        mock.receive(each)

    return mock


def told_by(mock):
    """
    All that *mock* says of what is in its journal.
    """
    held = mock.journal.deliveries("box")
    events = [event.to_dict() for each in held for event in each.events()]

    return dumps([events, [each.to_dict()["findings"] for each in held], stats_of(mock, ["box"])])


def fates(mock):
    """
    What became of each event that *mock* has received.
    """
    held = mock.journal.deliveries("box")

    return [verdict.fate for each in held for verdict in each.verdicts]


@draws(30)
@given(st.lists(st.tuples(_batches, st.sampled_from([0, 1000, HOUR])), max_size=5))
def test_a_journal_can_be_replayed(sent):
    """
    What is in a journal, sent again in its order, meets the same fates and findings.
    """
    received, deliveries = NOW, []
    for batch, later in sent:
        received += later
        deliveries.append(delivery(dumps(batch), received=received))
    first = received_by(deliveries)
    kept = [each.outcome.delivery for each in first.journal.deliveries("box")]
    again = received_by(kept)

    assert fates(first) == fates(again)
    assert told_by(first) == told_by(again)


@draws(30)
@given(st.lists(st.tuples(_batches, _types), max_size=4))
def test_every_event_that_was_sent_has_one_fate(sent):
    """
    The fates in the stats add up to the events that were sent, whatever became of them.
    """
    mock = received_by(delivery(dumps(batch), kind) for batch, kind in sent)
    stats = stats_of(mock, ["box"])

    assert sum(len(batch["events"]) for batch, _ in sent) == sum(stats["fate"].values())
    assert stats["events"] == sum(stats["eid"].values()) == sum(stats["fate"].values())


@draws(60)
@given(_bodies, _types)
def test_any_json_gets_an_answer_and_fates(body, kind):
    """
    Whatever JSON is sent, there is an answer, a fate for each event, and something to show.
    """
    mock = received_by([delivery(dumps(body), kind)])
    (recorded,) = mock.journal.deliveries("box")

    assert recorded.outcome.reply.status in {200, 400}
    assert recorded.outcome.verdict.fate in Fate
    assert len(events_of(body)) == len(fates(mock))
    assert told_by(mock) == told_by(mock)


@draws(60)
@given(st.binary(max_size=60), _types)
def test_any_bytes_get_an_answer(body, kind):
    """
    What is no JSON gets an answer, too, and shows in the journal.
    """
    mock = received_by([delivery(body, kind)])
    (recorded,) = mock.journal.deliveries("box")

    assert recorded.outcome.reply.status in {200, 400}
    assert recorded.to_dict()["answer"]["status"] == recorded.outcome.reply.status
