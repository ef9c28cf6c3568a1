import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing import draws
from plugin.strategies.judging import NOW, example, findings_about, not_drawn, smallest, verdict_on
from pytest_sunbird import strategies
from pytest_sunbird.strategies import UnknownEventTypeError, events, parts
from pytest_sunbird.strategies.edata import EDATA
from pytest_sunbird.strategies.event import ACCEPTED, OLDEST_MS
from sunbird_telemetry import EVENT_TYPES, schema

NAMED = {
    "ASSESS": strategies.assesses,
    "AUDIT": strategies.audits,
    "END": strategies.ends,
    "ERROR": strategies.errors,
    "EXDATA": strategies.exdata,
    "FEEDBACK": strategies.feedbacks,
    "HEARTBEAT": strategies.heartbeats,
    "IMPRESSION": strategies.impressions,
    "INTERACT": strategies.interacts,
    "INTERRUPT": strategies.interrupts,
    "LOG": strategies.logs,
    "METRICS": strategies.metrics,
    "RESPONSE": strategies.responses,
    "SEARCH": strategies.searches,
    "SHARE": strategies.shares,
    "START": strategies.starts,
    "SUMMARY": strategies.summaries,
}

PARTS = {
    "actor": parts.ACTOR,
    "context": parts.CONTEXT,
    "object": parts.OBJECT,
    "dspec": parts.DSPEC,
    "uaspec": parts.UASPEC,
    "target": parts.TARGET,
    "plugin": parts.PLUGIN,
    "question": parts.QUESTION,
    "inlineobject": parts.INLINE_OBJECT,
    "parent": parts.PARENT,
}

#: Members that no event without a finding has, by type or part.
SPOKEN_ABOUT = {
    "AUDIT": {"type", "duration"},
    "FEEDBACK": {"comments", "commentid", "commenttxt"},
    "question": {"type"},
}


class TestValid:
    @pytest.mark.parametrize("eid", ACCEPTED)
    def test_are_accepted(self, eid):
        """
        An event is accepted as it is, and no rule has anything to say but about its type.
        """

        @draws(30)
        @given(events(eid, now=NOW))
        def holds(event):
            assert ("accepted", []) == (verdict_on(event).fate, findings_about(event))

        holds()

    @given(events(now=NOW))
    def test_any_type_that_can_be_accepted_is(self, event):
        """
        Without a type, all types are drawn that can be accepted.
        """
        assert "accepted" == verdict_on(event).fate

    def test_interrupt_is_drawn_only_if_asked_for(self):
        """
        INTERRUPT is the one type that is never indexed.
        """
        assert {"INTERRUPT"} == set(EVENT_TYPES) - set(ACCEPTED)

    @given(events("INTERRUPT", now=NOW))
    def test_there_is_nothing_else_wrong_with_interrupt(self, event):
        """
        INTERRUPT is unindexed, which is the best that can become of it.
        """
        assert ("unindexed", []) == (verdict_on(event).fate, findings_about(event))

    @given(events())
    def test_are_of_our_time_unless_told_otherwise(self, event):
        """
        The default time is that of the call.
        """
        assert "accepted" == verdict_on(event, time.time_ns() // 1_000_000).fate


class TestTypes:
    @pytest.mark.parametrize("eid", EVENT_TYPES)
    def test_each_has_a_strategy_of_its_own(self, eid):
        """
        Every event type has a strategy of its own.
        """
        assert eid == example(NAMED[eid]())["eid"]

    def test_an_unknown_one_is_an_error_that_names_the_nearest(self):
        """
        A slip in an eid is told with what was meant.
        """
        with pytest.raises(UnknownEventTypeError) as caught:
            events("IMPRESION")

        assert "'IMPRESION' is not an event type of telemetry. Did you mean 'IMPRESSION'?" == str(
            caught.value
        )


class TestSpecification:
    @pytest.mark.parametrize("eid", EVENT_TYPES)
    def test_edata_has_the_members_that_it_has_there(self, eid):
        """
        Every member of edata is drawn, unless a rule speaks about it.
        """
        edata = schema(eid)["allOf"][1]["properties"]["edata"]
        left_out = SPOKEN_ABOUT.get(eid, set())

        assert set(edata.get("required", ())) <= set(EDATA[eid].required)
        assert set(edata.get("properties", ())) - left_out == _members(EDATA[eid])

    @pytest.mark.parametrize(("name", "part"), PARTS.items())
    def test_parts_have_the_members_that_they_have_there(self, name, part):
        """
        Every member of a shared part is drawn, unless a rule speaks about it.
        """
        left_out = SPOKEN_ABOUT.get(name, set())

        assert set(schema(name)["properties"]) - left_out == _members(part)


def _members(shape):
    return {*shape.required, *shape.optional}


class TestFixed:
    @draws(25)
    @given(events("IMPRESSION", now=NOW, edata={"pageid": "home"}))
    def test_a_value_is_merged_into_what_is_drawn(self, event):
        """
        An object fixes its own members; the event is as good as before.
        """
        assert "home" == event["edata"]["pageid"]
        assert [] == findings_about(event)

    @draws(25)
    @given(events("INTERACT", now=NOW, edata={"target": {"id": "do_1"}}, object={"id": "do_1"}))
    def test_an_optional_part_is_there_and_whole(self, event):
        """
        To fix a member of an optional part is to have that part, with all that belongs to it.
        """
        assert ("do_1", "do_1") == (event["edata"]["target"]["id"], event["object"]["id"])
        assert [] == findings_about(event)

    @draws(25)
    @given(events(mid=st.integers(0, 9).map("m{}".format), actor={"id": st.just("me")}))
    def test_a_value_may_be_a_strategy(self, event):
        """
        A strategy says what a member may be, at any depth.
        """
        assert event["mid"] in {f"m{number}" for number in range(10)}
        assert "me" == event["actor"]["id"]

    @draws(25)
    @given(events("START", context={"sid": None}, uid=[1]))
    def test_none_leaves_a_member_out_and_any_name_may_be_given(self, event):
        """
        What is fixed need not be good: None leaves a member out, and unknown ones are added.
        """
        assert "sid" not in event["context"]
        assert [1] == event["uid"]

    @draws(25)
    @given(st.lists(events("EXDATA", tags=["a"]), min_size=2, max_size=2))
    def test_lists_are_not_shared(self, pair):
        """
        A test may change an event without changing the next.
        """
        pair[0]["tags"].append("b")

        assert ["a"] == pair[1]["tags"]


TEXTS = {
    "astral": lambda text: any(character > "\uffff" for character in text),
    "NUL": lambda text: "\u0000" in text,
    "combining": lambda text: "\u0301" in text,
    "right to left": lambda text: "\u0645" in text,
    "empty": lambda text: text == "",
    "long": lambda text: len(text) == 256,
}


class TestReach:
    def test_texts_of_all_kinds_occur(self):
        """
        What programs trip over in texts does occur.
        """
        kinds = {
            name: lambda event, is_one=is_one: (
                is_one(event["edata"]["uri"]) or is_one(event["context"]["env"])
            )
            for name, is_one in TEXTS.items()
        }

        assert set() == not_drawn(events("IMPRESSION"), kinds)

    def test_the_ends_of_time_occur(self):
        """
        An event may be as new and as old as events can be.
        """
        kinds = {
            "now": lambda event: event["ets"] == NOW,
            "oldest": lambda event: event["ets"] == NOW - OLDEST_MS,
        }

        assert set() == not_drawn(events("AUDIT", now=NOW), kinds)

    def test_the_largest_numbers_occur(self):
        """
        Numbers reach to where they would lose digits.
        """
        kinds = {
            rating: lambda event, rating=rating: event["edata"].get("rating") == rating
            for rating in (2**53, -(2**53), 1.7976931348623157e308)
        }

        assert set() == not_drawn(events("FEEDBACK"), kinds)


class TestShrinking:
    def test_an_impression_shrinks_to_what_it_must_have(self):
        """
        The smallest IMPRESSION has required members only, and short texts.
        """
        expected = {
            "eid": "IMPRESSION",
            "ets": NOW,
            "ver": "3.0",
            "mid": "IMPRESSION:0",
            "actor": {"id": "0", "type": "User"},
            "context": {
                "channel": "0",
                "pdata": {"id": "0"},
                "env": "",
                "sid": "0",
                "did": "0",
            },
            "edata": {"type": "list", "pageid": "", "uri": ""},
        }

        assert expected == smallest(events("IMPRESSION", now=NOW))

    def test_what_does_not_matter_goes(self):
        """
        An event that was drawn with all it can have shrinks to what was asked of it.
        """
        event = smallest(events(now=NOW), lambda event: "rollup" in event["context"])

        assert {} == event["context"]["rollup"]
        assert "object" not in event
