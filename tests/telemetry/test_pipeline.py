import pytest

from sunbird_telemetry import Fate, Stage, judge
from sunbird_telemetry.pipeline import events_of, lost, refused


def event(eid="IMPRESSION", **fields):
    """
    A valid event of type *eid*, IMPRESSION unless said, with *fields* in place of its own.
    """
    return {
        "eid": eid,
        "ets": 1795450000000,
        "ver": "3.0",
        "mid": "m-1",
        "actor": {"id": "learner-1", "type": "User"},
        "context": {"channel": "ch", "env": "home", "pdata": {"id": "partner.app"}},
        "edata": {"type": "view", "pageid": "home", "uri": "/home"},
        **fields,
    }


def only(*events, **batch):
    """
    The one verdict on a batch of one event.
    """
    (verdict,) = judge({"events": list(events), **batch}).events

    return verdict


class TestEvents:
    def test_a_valid_event_goes_all_the_way(self):
        """
        No stage decides anything, so none is named: contract/pipeline.md 5.6 and 2.
        """
        verdict = only(event())

        assert (Fate.ACCEPTED, None, None) == (verdict.fate, verdict.stage, verdict.reason)
        assert (
            "telemetry.raw",
            "telemetry.unique",
            "telemetry.unique.secondary",
            "telemetry.denorm",
            "druid.events.telemetry",
        ) == verdict.topics

    @pytest.mark.parametrize(
        ("eid", "edata", "topic"),
        [
            ("HEARTBEAT", {}, "telemetry.unique.primary"),
            ("AUDIT", {}, "telemetry.audit"),
            ("ERROR", {"err": "1", "errtype": "SYSTEM", "stacktrace": "-"}, "telemetry.error"),
        ],
    )
    def test_a_topic_depends_on_the_event_type(self, eid, edata, topic):
        """
        Contract/pipeline.md 5.6.
        """
        assert topic in only(event(eid, edata=edata)).topics

    def test_an_invalid_event_fails_with_the_pipelines_own_text(self):
        """
        The reason is verbatim, the findings are for people: contract/pipeline.md 5.3.
        """
        verdict = only(event(context={"channel": "ch", "env": "home"}))

        assert (Fate.FAILED, Stage.PREPROCESSOR) == (verdict.fate, verdict.stage)
        assert '"/context"' == verdict.reason
        assert ("telemetry.raw", "telemetry.failed") == verdict.topics
        assert [("missing-field", "/context/pdata")] == [
            (finding.rule, finding.pointer) for finding in verdict.findings
        ]

    @pytest.mark.parametrize("eid", ["LOG", "log", "Log"])
    def test_a_log_is_never_validated(self, eid):
        """
        The extractor routes LOG around the validator, in any case: contract/pipeline.md 4.2.
        """
        verdict = only({"eid": eid})

        assert (Fate.ACCEPTED, ("druid.events.log",)) == (verdict.fate, verdict.topics)

    def test_members_that_are_null_do_not_count(self):
        """
        They vanish before validation: a null tag list passes, a null channel is missing.
        """
        assert Fate.ACCEPTED is only(event(tags=None)).fate
        assert '"/actor"' == only(event(actor={"id": None, "type": "User"})).reason

    @pytest.mark.parametrize("poison", [None, "text", 5, [], event(eid=5), event(eid={})])
    def test_what_is_no_event_makes_the_job_throw(self, poison):
        """
        Nothing catches what extraction throws: contract/pipeline.md 4.4.
        """
        verdict = only(poison)

        assert (Fate.POISON, Stage.EXTRACTOR) == (verdict.fate, verdict.stage)


class TestBatches:
    def test_one_verdict_per_event_in_order(self):
        """
        A bad event does not touch its neighbours.
        """
        verdict = judge({"events": [event(), event(edata={}), event()]})

        assert [Fate.ACCEPTED, Fate.FAILED, Fate.ACCEPTED] == [each.fate for each in verdict.events]
        assert Fate.ACCEPTED is verdict.fate

    @pytest.mark.parametrize(
        "batch",
        [
            [event()],
            {"params": "text", "events": [event()]},
            {"params": [], "events": [event()]},
            {"params": {"msgid": 5}, "events": [event()]},
        ],
        ids=["bare list", "text as params", "list as params", "number as msgid"],
    )
    def test_what_the_extractor_cannot_read_fails_whole(self, batch):
        """
        To telemetry.extractor.failed, without a reason: contract/pipeline.md 4.1.
        """
        verdict = judge(batch)

        assert (Fate.FAILED, Stage.EXTRACTOR) == (verdict.fate, verdict.stage)
        assert (("telemetry.extractor.failed",), None) == (verdict.topics, verdict.reason)
        assert [Fate.FAILED] == [each.fate for each in verdict.events]

    @pytest.mark.parametrize("batch", [{}, {"events": None}, {"events": []}])
    def test_no_events_are_no_failure(self, batch):
        """
        Accepted, and nothing in it: contract/pipeline.md 4.2.
        """
        verdict = judge(batch)

        assert (Fate.ACCEPTED, ()) == (verdict.fate, verdict.events)

    @pytest.mark.parametrize("events", ["text", {"eid": "START"}, 5])
    def test_events_that_are_no_list_make_the_job_throw(self, events):
        """
        Contract/pipeline.md 4.4.
        """
        assert Fate.POISON is judge({"events": events}).fate


class TestWithoutThePipeline:
    @pytest.mark.parametrize(
        ("batch", "number"), [({"events": [1, 2]}, 2), ([1], 1), ({"events": "x"}, 0), (None, 0)]
    )
    def test_events_are_what_the_client_meant_to_send(self, batch, number):
        """
        In a bare list, too.
        """
        assert number == len(events_of(batch))

    def test_lost_is_the_services_doing(self):
        """
        Answered 200, never read: contract/pipeline.md 1.4.
        """
        verdict = lost([event()])

        assert (Fate.LOST, Stage.SERVICE) == (verdict.fate, verdict.events[0].stage)

    def test_refused_is_nobodys_loss(self):
        """
        The client still has it.
        """
        verdict = refused([event()], Stage.GATEWAY)

        assert (Fate.REFUSED, Stage.GATEWAY) == (verdict.fate, verdict.events[0].stage)
        assert not verdict.fate.dropped
