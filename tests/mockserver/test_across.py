import json

import pytest

from asking import NOW, Api, event
from sunbird_mockserver.delivery import Delivery
from sunbird_mockserver.judging.cross_event import CrossEventRules
from sunbird_mockserver.settings import Gateway, Settings
from sunbird_telemetry.pipeline import PipelineSettings, State, judge


@pytest.fixture
def api():
    return Api()


def started(eid, **edata):
    """
    An event of a session, without the edata of an IMPRESSION.
    """
    return {**event(eid, mid=f"{eid}-{len(edata)}"), "edata": {"type": "app", **edata}}


def _delivery(received):
    return Delivery("POST", "/v1/telemetry", "", {}, b"0123456789", received=received)


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

    def test_do_not_hear_of_duplicates(self, api):
        """
        Events of a batch that is a duplicate happened once: their START does not come again.
        """
        batch = json.dumps({"params": {"msgid": "same"}, "events": [started("START")]})
        for _ in range(2):
            api.post(batch, "/v1/telemetry")

        assert [[], ["duplicate-batch"]] == told_of_events(api)

    def test_do_not_hear_of_events_that_come_twice(self, api):
        """
        An event that is known by its mid happened once, too, whatever its batch is called.
        """
        for eid in ("START", "START", "END"):
            api.send(started(eid))

        assert [] == api.ask("stats").json["unfinished"]["sessions"]


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


@pytest.mark.parametrize(
    ("rule", "mids"),
    [
        ("mid-reused", ["same"] * 200),
        ("copies-of-one-event", [str(index // 2) for index in range(400)]),
    ],
)
def test_of_a_delivery_the_first_hundred_are_told(api, rule, mids):
    """
    A batch in which each event is wrong by its mid is told in few words, and says so.
    """
    alike = rule == "copies-of-one-event"
    events = [
        event(mid=mid, pageid="home" if alike else str(index)) for index, mid in enumerate(mids)
    ]
    api.send(*events)

    (told,) = told_of_deliveries(api)
    assert [*[rule] * 100, "more-findings"] == told


def test_an_ordinary_delivery_has_no_findings(api):
    """
    What the service writes into the batch from the headers is not the client's mistake.
    """
    sent = event()
    headers = {
        "X-Device-ID": sent["context"].get("did", "d"),
        "X-Channel-Id": sent["context"]["channel"],
        "X-App-Id": "partner.app",
    }
    api.post(json.dumps({"params": {"msgid": "m"}, "events": [sent]}), "/v1/telemetry", **headers)

    assert [[]] == told_of_deliveries(api)


def test_the_deployment_decides_what_is_near_and_late():
    """
    Limits, and how long a msgid is known, are those of the deployment.
    """
    settings = Settings(gateway=Gateway(max_body_bytes=10))
    across = CrossEventRules.of(settings, PipelineSettings(batch_ttl_s=60, max_event_bytes=1000))
    sent = {**event(), "tags": ["x" * (1000 - 50 - len(json.dumps(event())))]}
    batch = {"params": {"msgid": "m"}, "events": [sent]}
    findings = [
        across.see(_delivery(received), batch, None, judge(batch), State()).delivery
        for received in (0, 90_000)
    ]

    assert {"body-near-limit", "event-near-limit"} == {each.rule for each in findings[0]}
    assert "retry-too-late" in {each.rule for each in findings[1]}


def test_spark_assumes_the_pipeline_once_per_inbox():
    """
    Where the profile validates nothing, one note per inbox says by what the fates are told.
    """
    api = Api(Settings(profile="spark"))
    for inbox in ("a", "a", "b"):
        api.post(json.dumps({"events": [event()]}), "/v1/telemetry", inbox)

    shown = api.ask("deliveries?inbox=a&inbox=b").json["deliveries"]
    assert [True, False, True] == ["spark-assumes-pipeline" in each for each in rules(shown)]


def test_the_other_profile_assumes_nothing(api):
    """
    The default profile is the deployment whose pipeline decides the fates.
    """
    api.send(event())

    assert [[]] == told_of_deliveries(api)


def test_forgotten_ids_are_told_once_and_counted(api):
    """
    The delivery that is one too many says so; the stats go on counting.
    """
    with api.mock._memory.locked("default") as remembered:
        remembered.state.indexed.limit = 2
    for number in range(4):
        api.send(event(mid=str(number), pageid=str(number)))

    assert [[], [], ["ids-forgotten"], []] == told_of_deliveries(api)
    assert 2 == api.ask("stats").json["forgotten"]["ids"]


def test_forgotten_sessions_are_counted(api):
    """
    The delivery that is one too many says so; the stats go on counting.
    """
    with api.mock._memory.locked("default") as remembered:
        remembered.across.sessions._sessions._limit = 2
    for sid in "abcde":
        view = event(mid=sid)
        api.send({**view, "context": {**view["context"], "sid": sid}})
    stats = api.ask("stats").json

    assert [[], [], ["sessions-forgotten"], [], []] == told_of_deliveries(api)
    assert (3, 2) == (stats["forgotten"]["sessions"], stats["unfinished"]["total"])


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
