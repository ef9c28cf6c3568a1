"""
Assertions about all that arrived.
"""

import pytest

from pytest_sunbird import TelemetryMismatch


@pytest.fixture
def event(sender):
    return sender.event("IMPRESSION")


class TestConformant:
    def test_good_events_are(self, sunbird, sender, event):
        """
        What the pipeline keeps as it is has no finding of level error.
        """
        sender.send(event)

        sunbird.assert_conformant()

    def test_a_dropped_event_is_not(self, sunbird, sender):
        """
        Although it was answered 200.
        """
        sender.send(sender.event("IMPRESSION", edata={"pageid": None}))

        with pytest.raises(TelemetryMismatch, match="missing-field"):
            sunbird.assert_conformant()

    def test_refusals_count(self, sunbird, sender, event):
        """
        What is to tell about a delivery is told, too.
        """
        sender.send(event, token="")

        with pytest.raises(TelemetryMismatch, match="refused-unauthorized"):
            sunbird.assert_conformant()

    @pytest.mark.parametrize("name", ["refused-unauthorized", "SB001"])
    def test_rules_can_be_allowed(self, sunbird, sender, event, name):
        """
        By name or by id.
        """
        sender.send(event, token="")

        sunbird.assert_conformant(allow=[name])

    def test_the_level_can_be_lowered(self, sunbird, sender, event):
        """
        A warning counts where warnings are asked for.
        """
        sender.send(event)
        sender.send(event, msgid="another")

        sunbird.assert_conformant()
        with pytest.raises(TelemetryMismatch, match="retry-new-msgid"):
            sunbird.assert_conformant(level="warning")

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            ({"allow": ["mising-field"]}, "Did you mean 'missing-field'?"),
            ({"level": "fatal"}, "level is 'fatal'. Use one of note, warning, error."),
        ],
    )
    def test_a_slip_is_told(self, sunbird, arguments, told):
        """
        A rule or level that does not exist would let everything pass.
        """
        with pytest.raises(ValueError) as caught:
            sunbird.assert_conformant(**arguments)

        assert told in str(caught.value)

    def test_what_is_allowed_is_a_list(self, sunbird):
        """
        A name by itself is not taken for a list of its letters.
        """
        with pytest.raises(TypeError, match="give a list of rules"):
            sunbird.assert_conformant(allow="missing-field")


class TestDeliveredOnce:
    def test_after_a_refusal(self, sunbird, sender, event):
        """
        What was refused and then kept was delivered once.
        """
        sender.send(event, token="", msgid="b")
        sender.send(event, msgid="b")

        sunbird.assert_delivered_once()

    def test_not_twice(self, sunbird, sender, event):
        """
        The pipeline drops the duplicate, but the app should not count on it.
        """
        sender.send(event, msgid="b")
        sender.send(event, msgid="b")

        with pytest.raises(TelemetryMismatch, match="IMPRESSION:1: delivered 2 times"):
            sunbird.assert_delivered_once()

    def test_not_never(self, sunbird, sender, event):
        """
        What was only refused is still the client's.
        """
        sender.send(event, token="")

        with pytest.raises(TelemetryMismatch, match="IMPRESSION:1: refused each time"):
            sunbird.assert_delivered_once()

    def test_not_to_be_dropped(self, sunbird, sender):
        """
        A 200 alone is no delivery to a dashboard.
        """
        sender.send(sender.event("IMPRESSION", edata={"pageid": None}))

        with pytest.raises(TelemetryMismatch, match="IMPRESSION:1: failed"):
            sunbird.assert_delivered_once()

    def test_not_nothing(self, sunbird):
        """
        Where nothing was sent nothing is proven.
        """
        with pytest.raises(TelemetryMismatch, match="but none came"):
            sunbird.assert_delivered_once()


class TestRetried:
    def test_in_other_batches(self, sunbird, sender):
        """
        An app may put what was refused into other batches.
        """
        events = [sender.event("START"), sender.event("END")]
        sender.send(events, token="")
        for each in events:
            sender.send(each)

        sunbird.assert_retried(after=401)

    def test_names_what_is_missing(self, sunbird, sender):
        """
        Each event has to come again.
        """
        events = [sender.event("START"), sender.event("END")]
        sender.send(events, token="")
        sender.send(events[:1])

        with pytest.raises(TelemetryMismatch, match="END:2 not delivered since"):
            sunbird.assert_retried(after=401)

    def test_before_does_not_count(self, sunbird, sender, event):
        """
        A retry comes after the refusal.
        """
        sender.send(event)
        sender.send(event, token="")

        with pytest.raises(TelemetryMismatch):
            sunbird.assert_retried(after=401)

    def test_needs_a_refusal(self, sunbird, sender, event):
        """
        Where nothing was refused nothing is proven.
        """
        sender.send(event)

        with pytest.raises(TelemetryMismatch, match="but no delivery was"):
            sunbird.assert_retried(after=503)


class TestSameMidOnRetry:
    def test_holds_for_equal_events(self, sunbird, sender, event):
        """
        The retry is what was refused.
        """
        sender.send(event, token="")
        sender.send(event)

        sunbird.assert_same_mid_on_retry()

    def test_does_not_hold_for_new_mids(self, sunbird, sender, event):
        """
        Equal content under a new mid is counted twice, if the refusal came too late.
        """
        sender.send(event, token="")
        sender.send({**event, "mid": "new", "ets": event["ets"] + 1})

        with pytest.raises(TelemetryMismatch, match="IMPRESSION:1 came again as new"):
            sunbird.assert_same_mid_on_retry()

    def test_does_not_hold_after_an_answer_that_got_lost(self, sunbird, sender, event):
        """
        A client that never saw its 200 sends again, and has to keep the mid then as well.
        """
        sender.send(event)
        sender.send({**event, "mid": "new"})

        with pytest.raises(TelemetryMismatch, match="under new mids"):
            sunbird.assert_same_mid_on_retry()

    def test_takes_no_new_click_for_a_retry(self, sunbird, sender):
        """
        An event that repeats another's content is its own if the other came again as well.
        """
        first, second = (sender.event("INTERACT") for _ in range(2))
        sender.send(first, token="")
        sender.send([first, {**second, "ets": second["ets"] + 5000}])

        sunbird.assert_same_mid_on_retry()

    def test_takes_a_batch_that_made_the_extractor_throw_for_a_retry(self, sunbird, sender):
        """
        A batch that comes again is a retry, whatever became of it the first time.
        """
        poison = {**sender.event("IMPRESSION"), "eid": 7}
        sender.send(poison, msgid="one")
        sender.send(poison, msgid="one")

        sunbird.assert_same_mid_on_retry()

    def test_needs_a_retry(self, sunbird, sender, event):
        """
        Where nothing was retried nothing is proven.
        """
        sender.send(event)

        with pytest.raises(TelemetryMismatch, match="nothing was retried"):
            sunbird.assert_same_mid_on_retry()


class TestBatches:
    def test_as_large_as_allowed(self, sunbird, sender, event):
        """
        A limit is the largest that is allowed.
        """
        size = sender.send([event, event]).size

        sunbird.assert_batches(max_events=2, max_bytes=size)

    @pytest.mark.parametrize("limit", [{"max_events": 1}, {"max_bytes": 100}])
    def test_not_larger(self, sunbird, sender, event, limit):
        """
        Events are counted, and bytes as they go over the wire.
        """
        sender.send([event, event])

        with pytest.raises(TelemetryMismatch, match="2 events in"):
            sunbird.assert_batches(**limit)

    def test_compression_counts(self, sunbird, sender, event):
        """
        The gateway's limit is on the wire: contract/gateway-and-auth.md 1.
        """
        events = [event] * 50
        size = sender.send(events, gzip=True).size

        sunbird.assert_batches(max_bytes=size)
        assert 50 == len(sunbird.events) > size / 100

    def test_there_must_be_one(self, sunbird):
        """
        Where nothing was sent nothing is proven.
        """
        with pytest.raises(TelemetryMismatch, match="but none came"):
            sunbird.assert_batches(max_events=1)

    def test_there_must_be_a_limit(self, sunbird, sender, event):
        """
        What asserts nothing must not pass.
        """
        sender.send(event)

        with pytest.raises(TypeError, match=r"assert_batches\(\) without a limit asserts nothing"):
            sunbird.assert_batches()


class TestSessionsClosed:
    def test_with_an_end(self, sunbird, sender):
        """
        START and END of one type belong together.
        """
        sender.send([sender.event(eid, edata={"type": "app"}) for eid in ("START", "END")])

        sunbird.assert_sessions_closed()

    def test_not_without(self, sunbird, sender):
        """
        A START waits for its END.
        """
        sender.send(sender.event("START", edata={"type": "app"}))

        with pytest.raises(TelemetryMismatch, match="'app' has no END"):
            sunbird.assert_sessions_closed()

    def test_a_repeated_start_is_one(self, sunbird, sender):
        """
        A duplicate opens nothing.
        """
        events = [sender.event(eid, edata={"type": "app"}) for eid in ("START", "END")]
        sender.send(events, msgid="b")
        sender.send(events[:1], msgid="c")

        sunbird.assert_sessions_closed()
