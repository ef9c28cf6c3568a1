"""
The extractor, event by event: contract/pipeline.md 4.2 to 4.4.
"""

from __future__ import annotations

import pytest

from sunbird_telemetry.pipeline import PipelineSettings
from telemetry.pipeline.making import GONE, INDEXED, PRIMARY, RAW, judged, made, outcome

REGISTRATION = PipelineSettings(registration_questions=frozenset({"q-1"}))
ANSWERS = {"ASSESS": "resvalues", "RESPONSE": "values"}
QUESTIONS = {"ASSESS": "item", "RESPONSE": "target"}


def answered(eid, **changes):
    """
    An answer to the question q-1.
    """
    changes = {f"edata__{QUESTIONS[eid]}__id": "q-1", **changes}
    return made(eid, **{f"edata__{ANSWERS[eid]}": [{"a": 1}], **changes})


class TestLog:
    @pytest.mark.parametrize("eid", ["LOG", "log", "Log", "lOG"])
    def test_goes_around_the_validator(self, eid):
        """
        LOG in any case goes straight to its topic: 4.2.
        """
        verdict = judged({**made("LOG"), "eid": eid})

        assert ("accepted", None) == outcome(verdict)
        assert ("druid.events.log",) == verdict.topics

    @pytest.mark.parametrize(
        "log", [{"eid": "LOG"}, {"eid": "LOG", "mid": 5, "ets": 1, "context": {"did": 7}}]
    )
    def test_is_never_looked_into(self, log):
        """
        A bad LOG reaches the topic as it is; nothing takes its fields for texts: 10 row 18.
        """
        assert ("accepted", None) == outcome(judged(log))


class TestPoison:
    @pytest.mark.parametrize("event", [None, "x", "", [], [1], 5, 0, True])
    def test_is_what_is_no_object(self, event):
        """
        An item that is null, a text or a list makes the job throw: 4.4.
        """
        assert ("poison", "extractor") == outcome(judged(event))

    @pytest.mark.parametrize("eid", [5, 0, True, [], {}, ["START"]])
    def test_is_an_eid_that_is_no_text(self, eid):
        """
        An eid that is a number, list or object makes the job throw: 4.4.
        """
        verdict = judged(made(eid=eid))

        assert ("poison", "extractor") == outcome(verdict)
        assert () == verdict.topics

    def test_is_not_an_eid_that_is_null(self):
        """
        A null is as good as none: the event fails later.
        """
        assert ("failed", "preprocessor") == outcome(judged(made(eid=None)))

    @pytest.mark.parametrize("eid", ["ASSESS", "RESPONSE"])
    @pytest.mark.parametrize("edata", [GONE, None, 5, "x", [], {}])
    def test_is_an_answer_without_edata_or_question(self, eid, edata):
        """
        ASSESS without edata or item, RESPONSE without target: 4.4.
        """
        assert ("poison", "extractor") == outcome(judged(made(eid, edata=edata)))

    @pytest.mark.parametrize("eid", ["ASSESS", "RESPONSE"])
    @pytest.mark.parametrize("question", [None, 5, "q-1", []])
    def test_is_a_question_that_is_no_object(self, eid, question):
        """
        An item or target that is no object: 4.4.
        """
        event = made(eid, **{f"edata__{QUESTIONS[eid]}": question})

        assert ("poison", "extractor") == outcome(judged(event))

    @pytest.mark.parametrize("eid", ["ASSESS", "RESPONSE"])
    @pytest.mark.parametrize("number", [5, True, [], {}])
    def test_is_an_id_of_a_question_that_is_no_text(self, eid, number):
        """
        An item.id or target.id that is no text: 4.4 and 10 row 29.
        """
        event = made(eid, **{f"edata__{QUESTIONS[eid]}__id": number})

        assert ("poison", "extractor") == outcome(judged(event))

    @pytest.mark.parametrize("eid", ["ASSESS", "RESPONSE"])
    @pytest.mark.parametrize("nothing", [None, GONE])
    def test_is_not_a_question_without_id(self, eid, nothing):
        """
        A null id is looked up nowhere, and the event fails later: 4.3.
        """
        event = made(eid, **{f"edata__{QUESTIONS[eid]}__id": nothing})

        assert ("failed", "preprocessor") == outcome(judged(event))

    @pytest.mark.parametrize("eid", ["assess", "Response"])
    def test_is_not_an_answer_in_another_spelling(self, eid):
        """
        Only ASSESS and RESPONSE in exact case go through the redactor: 4.2.
        """
        assert ("failed", "preprocessor") == outcome(judged({**made(), "eid": eid, "edata": 5}))


class TestRedaction:
    @pytest.mark.parametrize("eid", ["ASSESS", "RESPONSE"])
    def test_blanks_answers_to_registration_questions(self, eid):
        """
        The answers go to telemetry.assess.raw, and the normal copy has none: 4.3.
        """
        verdict = judged(answered(eid), None, REGISTRATION)
        (change,) = verdict.changes

        assert ("altered", "extractor") == outcome(verdict)
        assert ("telemetry.assess.raw", *PRIMARY, *INDEXED) == verdict.topics
        assert (f"/edata/{ANSWERS[eid]}", [{"a": 1}], []) == (
            change.pointer,
            change.before,
            change.after,
        )

    @pytest.mark.parametrize("eid", ["ASSESS", "RESPONSE"])
    def test_leaves_other_questions_alone(self, eid):
        """
        An unknown question is unchanged: 4.3.
        """
        event = answered(eid, **{f"edata__{QUESTIONS[eid]}__id": "q-2"})

        assert ("accepted", None) == outcome(judged(event, None, REGISTRATION))
        assert ("accepted", None) == outcome(judged(answered(eid)))

    def test_comes_before_validation(self):
        """
        Answers of a wrong type, or none at all, are valid once they are blanked.
        """
        assert "altered" == judged(answered("ASSESS", edata__resvalues=5), None, REGISTRATION).fate
        assert (
            "accepted" == judged(answered("ASSESS", edata__resvalues=GONE), None, REGISTRATION).fate
        )

    def test_of_no_answers_changes_nothing(self):
        """
        Nobody misses an empty list.
        """
        event = answered("ASSESS", edata__resvalues=[])

        assert "accepted" == judged(event, None, REGISTRATION).fate


class TestNulls:
    @pytest.mark.parametrize("name", ["object", "tags", "flags", "uid", "dimensions", "x"])
    def test_vanish_where_nothing_is_required(self, name):
        """
        Object members that are null vanish, and are no change: 4.2.
        """
        assert ("accepted", None) == outcome(judged(made(**{name: None})))

    @pytest.mark.parametrize("name", ["eid", "ets", "mid", "actor", "context", "edata"])
    def test_are_missing_where_something_is(self, name):
        """
        A required field that is null counts as missing: spec.yaml validators.
        """
        verdict = judged(made(**{name: None}))

        assert ("failed", "preprocessor") == outcome(verdict)
        assert (*RAW, "telemetry.failed") == verdict.topics

    def test_stay_in_lists(self):
        """
        A null inside a list stays, so that it may fail the event: 4.2.
        """
        assert ("failed", "preprocessor") == outcome(judged(made(tags=[None])))
