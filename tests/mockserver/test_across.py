import json

import pytest

from asking import NOW, Api, event


@pytest.fixture
def api():
    return Api()


def started(eid, **edata):
    """
    An event of a session, without the edata of an IMPRESSION.
    """
    return {**event(eid, mid=f"{eid}-{len(edata)}"), "edata": {"type": "app", **edata}}


def rules(shown):
    return [[finding["rule"] for finding in each["findings"]] for each in shown]


def told_of_events(api):
    return rules(api.ask("events").json["events"])


def told_of_deliveries(api):
    return rules(api.ask("deliveries").json["deliveries"])


class TestSessions:
    def test_go_on_from_one_delivery_to_the_next(self, api):
        """
        An END finds the START that came in an earlier batch.
        """
        api.send(started("START"))
        api.send(started("END"))

        assert [[], []] == told_of_events(api)

    def test_without_a_start_are_told_at_the_end(self, api):
        """
        What is wrong with a session is told of the event that shows it.
        """
        api.send(started("END"))

        assert [["end-without-start"]] == told_of_events(api)

    def test_of_other_inboxes_do_not_count(self, api):
        """
        Each inbox remembers its own.
        """
        api.send(started("START"), inbox="other")
        api.send(started("END"))

        assert [["end-without-start"]] == told_of_events(api)

    def test_are_forgotten_by_a_reset(self, api):
        """
        After a reset nothing came before.
        """
        api.send(started("START"))
        api.ask("reset", method="POST")
        api.send(started("END"))

        assert [["end-without-start"]] == told_of_events(api)


class TestRetries:
    def test_with_their_msgid_are_recognised(self, api):
        """
        That is how it should be, and the events count once.
        """
        batch = json.dumps({"params": {"msgid": "same"}, "events": [event()]})
        for _ in range(2):
            api.post(batch, "/v1/telemetry")

        assert [[], ["retry-recognised"]] == told_of_deliveries(api)
        assert ["accepted", "duplicate"] == [
            each["fate"] for each in api.ask("events").json["events"]
        ]

    def test_with_a_new_msgid_are_not(self, api):
        """
        Only the mids keep such events from counting twice.
        """
        api.send(event())
        api.send(event())

        assert [[], ["retry-new-msgid"]] == told_of_deliveries(api)


def test_a_batch_without_a_msgid_is_told_so(api):
    """
    What is wrong with the batch is told of the delivery, not of its events.
    """
    api.post(json.dumps({"events": [{**event(), "ets": NOW}]}), "/v1/telemetry")

    assert [["msgid-missing"]] == told_of_deliveries(api)
    assert [[]] == told_of_events(api)


def test_findings_can_be_asked_for(api):
    """
    The filters know them, too.
    """
    api.send(started("END"), event())

    assert 1 == api.ask("events?rule=end-without-start").json["total"]
