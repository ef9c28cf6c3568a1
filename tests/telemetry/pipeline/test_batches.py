"""
The batch as a whole: contract/pipeline.md 4.1, 4.2 and 4.4.
"""

from __future__ import annotations

import pytest

from sunbird_telemetry.pipeline import (
    PipelineSettings,
    Stage,
    State,
    judge,
    lost_batch,
    refused_batch,
)
from telemetry.pipeline.making import HOUR, NOW, batch_of, fates, made, outcome

FAILED = ("telemetry.extractor.failed",)
DUPLICATE = ("telemetry.extractor.duplicate",)


def at(now):
    return lambda: now


class TestEnvelope:
    @pytest.mark.parametrize("batch", [None, True, 5, "events", [], [made()]])
    def test_must_be_an_object(self, batch):
        """
        A body that is no JSON object fails as a whole, without a reason: 4.1.
        """
        verdict = judge(batch)

        assert ("failed", "extractor") == outcome(verdict)
        assert (FAILED, None) == (verdict.topics, verdict.reason)

    def test_a_bare_list_takes_its_events_along(self):
        """
        Every event of a bare list fails, and no text says why: 10 row 5.
        """
        verdict = judge([made(), 5])

        assert ["failed", "failed"] == fates(verdict)
        assert FAILED == verdict.events[0].topics

    @pytest.mark.parametrize("params", ["a", "", [], [1], 5, 0, True, False])
    def test_params_must_be_an_object(self, params):
        """
        Params that are a text, a list or a number fail the batch: 4.1.
        """
        verdict = judge(batch_of(made(), params=params))

        assert ("failed", "extractor") == outcome(verdict)
        assert ["failed"] == fates(verdict)

    @pytest.mark.parametrize("msgid", [5, 0, 1.5, True, False, [], {}, ["m"]])
    def test_msgid_must_be_a_text(self, msgid):
        """
        A msgid that is a number fails the batch: 4.1.
        """
        verdict = judge(batch_of(made(), params={"msgid": msgid}))

        assert ("failed", "extractor") == outcome(verdict)
        assert FAILED == verdict.topics

    @pytest.mark.parametrize("events", [None, []])
    def test_may_hold_nothing(self, events):
        """
        Null and empty events are accepted: there is nothing but an audit event: 4.2.
        """
        assert ("accepted", None) == outcome(judge(batch_of(events=events)))

    def test_may_have_no_events_at_all(self):
        """
        What is left of a text/plain post is accepted, too: 4.2.
        """
        verdict = judge({"mid": "m", "id": "m", "syncts": NOW})

        assert ("accepted", None) == outcome(verdict)
        assert () == verdict.events

    @pytest.mark.parametrize("events", ["x", "", {}, {"0": {}}, 5, 0, True, False])
    def test_events_of_another_type_throw(self, events):
        """
        Events that are no list make the extractor throw; the delivery has that fate: 4.4.
        """
        verdict = judge(batch_of(events=events))

        assert ("poison", "extractor") == outcome(verdict)
        assert ((), ()) == (verdict.events, verdict.topics)

    @pytest.mark.parametrize("syncts", ["1773576000000", True, [], {}])
    def test_a_stamp_of_another_type_throws(self, syncts):
        """
        The extractor takes syncts for a number, which the service has always made it.
        """
        verdict = judge(batch_of(made(), syncts=syncts))

        assert ("poison", "extractor") == outcome(verdict)
        assert ["poison"] == fates(verdict)


class TestDuplicates:
    def test_a_msgid_counts_once(self):
        """
        A batch whose msgid was seen within the hour is lost to the duplicate topic: 4.1.
        """
        state = State()
        judge(batch_of(made(mid="1")), state)
        verdict = judge(batch_of(made(mid="2"), made(mid="3")), state)

        assert ("duplicate", "extractor") == outcome(verdict)
        assert (DUPLICATE, None) == (verdict.topics, verdict.reason)
        assert ["duplicate", "duplicate"] == fates(verdict)
        assert DUPLICATE == verdict.events[0].topics

    @pytest.mark.parametrize(
        ("later", "fate"), [(0, "duplicate"), (HOUR - 1, "duplicate"), (HOUR, "accepted")]
    )
    def test_for_one_hour(self, later, fate):
        """
        The id is remembered for 3600 s: 4.1.
        """
        state = State()
        judge(batch_of(), state, clock=at(NOW))

        assert fate == judge(batch_of(), state, clock=at(NOW + later)).fate

    def test_a_duplicate_does_not_extend_the_hour(self):
        """
        The time is set once: 4.1.
        """
        state = State()
        for later in (0, HOUR - 1):
            judge(batch_of(), state, clock=at(NOW + later))

        assert "accepted" == judge(batch_of(), state, clock=at(NOW + HOUR)).fate

    def test_the_hour_is_a_setting(self):
        """
        A deployment may remember batches for another time.
        """
        state, settings = State(), PipelineSettings(batch_ttl_s=10)
        judge(batch_of(), state, settings, at(NOW))

        assert "duplicate" == judge(batch_of(), state, settings, at(NOW + 9_999)).fate
        assert "accepted" == judge(batch_of(), state, settings, at(NOW + 10_000)).fate

    @pytest.mark.parametrize("params", [None, {}, {"msgid": None}, {"did": "d"}])
    def test_without_a_msgid_there_are_none(self, params):
        """
        No params, null params, no msgid or a null one: never a duplicate: 4.1.
        """
        state = State()

        assert ["accepted"] * 2 == [
            judge(batch_of(params=params), state).fate.value for _ in range(2)
        ]

    def test_the_empty_msgid_is_one(self):
        """
        An empty text is a real key: 4.1 and 10 row 6.
        """
        state, batch = State(), batch_of(params={"msgid": ""})

        assert "accepted" == judge(batch, state).fate
        assert "duplicate" == judge(batch, state).fate

    def test_a_failed_batch_is_not_remembered(self):
        """
        What cannot be read has no id to remember: 4.1.
        """
        state = State()
        judge(batch_of(params={"msgid": 5}), state)

        assert "accepted" == judge(batch_of(params={"msgid": "5"}), state).fate

    def test_the_id_is_remembered_before_anything_throws(self):
        """
        The key is written before the events are extracted: 4.1.
        """
        state = State()

        assert "poison" == judge(batch_of(events="x"), state).fate
        assert "duplicate" == judge(batch_of(made()), state).fate


class TestThrowing:
    def test_spares_what_came_before(self):
        """
        Earlier events of the batch may already be out: 4.4.
        """
        verdict = judge(batch_of(made(mid="1"), made(ver="4"), None, made(mid="3")))

        assert ["accepted", "failed", "poison", "lost"] == fates(verdict)
        assert ("poison", "extractor") == outcome(verdict)

    def test_loses_what_comes_after_with_a_msgid(self):
        """
        On re-read a batch with msgid is a duplicate, and its other events are gone: 4.4.
        """
        verdict = judge(batch_of("x", made(), 5))

        assert ["poison", "lost", "lost"] == fates(verdict)
        assert ("lost", "extractor") == outcome(verdict.events[1])
        assert () == verdict.events[1].topics

    @pytest.mark.parametrize("params", [None, {}, {"msgid": None}])
    def test_goes_on_for_ever_without_a_msgid(self, params):
        """
        A batch without msgid throws again until the job gives up: 4.4.
        """
        verdict = judge(batch_of(made(), "x", made(), params=params))

        assert ["accepted", "poison", "poison"] == fates(verdict)

    @pytest.mark.parametrize("did", [5, True, [], {}])
    def test_at_the_audit_event_spares_all_events(self, did):
        """
        A params.did that is no text throws when all events are out: spec.yaml params.did.
        """
        verdict = judge(batch_of(made(), params={"msgid": "m", "did": did}))

        assert ("poison", "extractor") == outcome(verdict)
        assert ["accepted"] == fates(verdict)

    @pytest.mark.parametrize("did", ["d", "", None])
    def test_not_at_a_did_that_is_a_text(self, did):
        """
        A text or null is a did like any other.
        """
        assert "accepted" == judge(batch_of(made(), params={"did": did})).fate


class TestOthers:
    def test_refused_says_who_refused(self):
        """
        What was not answered with 200 is still the client's.
        """
        verdict = refused_batch([made()], Stage.GATEWAY)

        assert [("refused", "gateway")] * 2 == [outcome(verdict), outcome(verdict.events[0])]

    def test_lost_is_the_services_doing(self):
        """
        A batch of another content type is answered with 200 and thrown away: 1.4.
        """
        verdict = lost_batch([made()])

        assert [("lost", "service")] * 2 == [outcome(verdict), outcome(verdict.events[0])]
