from hypothesis import given
from hypothesis import strategies as st

from drawing import draws
from plugin.strategies.judging import NOW, OF_THE_TYPE, smallest
from pytest_sunbird.strategies import TelemetryBatch, batches, broken_events, events
from sunbird_telemetry import judge
from sunbird_telemetry.findings import DeliveryRules, batch_findings


class TestValid:
    @draws(50)
    @given(batches(now=NOW))
    def test_every_event_is_accepted(self, batch):
        """
        No event is taken for a copy of another, and no rule is broken by sending the batch once.
        """
        fates = [verdict.fate for verdict in judge({**batch, "syncts": NOW}).events]

        assert ["accepted"] * len(batch["events"]) == fates
        assert ((), ()) == (batch_findings(batch), DeliveryRules().see(batch, NOW))

    @draws(5)
    @given(st.from_type(TelemetryBatch))
    def test_a_batch_is_found_by_its_type(self, batch):
        """
        ``from_type`` knows what a `TelemetryBatch` is.
        """
        assert TelemetryBatch.__required_keys__ == set(batch)


class TestFixed:
    @draws(25)
    @given(batches(now=NOW, params={"msgid": "same"}))
    def test_a_member_may_be_told(self, batch):
        """
        Members are fixed as those of events are.
        """
        assert "same" == batch["params"]["msgid"]

    @draws(10)
    @given(batches(events=st.lists(events("LOG", now=NOW, mid="one"), min_size=2, max_size=2)))
    def test_events_of_your_own_are_left_as_they_are(self, batch):
        """
        Nothing is done to events that were asked for.
        """
        assert [("LOG", "one")] * 2 == [(each["eid"], each["mid"]) for each in batch["events"]]

    def test_broken_events_may_be_sent(self):
        """
        Any strategy of lists may stand for the events.
        """
        broken = broken_events("did-missing", now=NOW).map(lambda pair: [pair[0]])

        assert "did" not in smallest(batches(events=broken))["events"][0]["context"]


def test_a_batch_shrinks_to_one_small_event():
    """
    The smallest batch has the smallest event, and nothing that it need not have.
    """
    batch = smallest(batches(now=NOW))

    assert {
        "id": "api.sunbird.telemetry",
        "ver": "3.0",
        "ets": NOW,
        "params": {"msgid": "0"},
        "events": [smallest(events(now=NOW))],
    } == batch
    assert not OF_THE_TYPE & {batch["events"][0]["eid"]}
