"""
What counts as altered, and what does not: contract/pipeline.md 4.2, 5.4 and 10 row 27.
"""

from __future__ import annotations

import pytest

from sunbird_telemetry.jsonvalues.node import dumps, read
from sunbird_telemetry.pipeline import Change, judge
from telemetry.pipeline.making import INDEXED, NOON, NOW, PRIMARY, batch_of, judged, made, outcome

FLAGS = {"ex_processed": True}


class TestStamps:
    @pytest.mark.parametrize(
        ("name", "before", "after"),
        [
            ("syncts", 5, NOW),
            ("syncts", "x", NOW),
            ("@timestamp", "2026", NOON),
            ("flags", {"mine": True}, FLAGS),
            ("flags", "mine", FLAGS),
        ],
    )
    def test_replace_the_clients_own_value(self, name, before, after):
        """
        syncts, @timestamp and flags are overwritten, whatever their type.
        """
        verdict = judged(made(**{name: before}))

        assert ("altered", "extractor") == outcome(verdict)
        assert (Change(f"/{name}", before, after),) == verdict.changes
        assert (*PRIMARY, *INDEXED) == verdict.topics

    @pytest.mark.parametrize(
        "same", [{"syncts": NOW}, {"syncts": float(NOW)}, {"@timestamp": NOON}, {"flags": FLAGS}]
    )
    def test_that_change_nothing_do_not_count(self, same):
        """
        Nobody misses a value that is still there.
        """
        assert ("accepted", None) == outcome(judged(made(**same)))

    def test_of_an_unknown_time_are_not_made(self):
        """
        Without clock and stamp there is nothing to replace a value by.
        """
        assert ("accepted", None) == outcome(judge({"events": [made(syncts=5)]}).events[0])

    def test_replace_values_of_log_events(self):
        """
        LOG is stamped, too.
        """
        verdict = judged(made("LOG", flags=5))

        assert ("altered", "extractor") == outcome(verdict)
        assert ("druid.events.log",) == verdict.topics

    @pytest.mark.parametrize("more", [{"metadata": {"x": 1}}, {"metadata": "x"}, {"ts": "x"}])
    def test_leave_other_values_alone(self, more):
        """
        Metadata is only written to when an event fails.
        """
        assert ("accepted", None) == outcome(judged(made(**more)))


class TestLastStage:
    def test_is_the_one_that_changed_something_last(self):
        """
        Changes stand in the order of the stages, and the last one decides.
        """
        verdict = judged(made(flags=5, actor__id="f:u:42"))

        assert ("altered", "preprocessor") == outcome(verdict)
        assert ["/flags", "/actor/id"] == [change.pointer for change in verdict.changes]

    @pytest.mark.parametrize(
        ("event", "fate"),
        [
            (made(flags=5, ver="4"), "failed"),
            (made(flags=5, ets=0), "lost"),
            (made("INTERRUPT", flags=5), "unindexed"),
            (made(flags=5, mid=5), "poison"),
            (made(flags=5, userdata=5), "failed"),
        ],
    )
    def test_may_have_another_fate(self, event, fate):
        """
        The last stage that changes the fate wins; the changes are still told.
        """
        verdict = judged(event)

        assert fate == verdict.fate
        assert (Change("/flags", 5, FLAGS),) == verdict.changes

    def test_is_never_the_clients(self):
        """
        What the client sent is not written to.
        """
        event = made(flags=5, actor__id="f:u:42", context__channel=" ", x=None)
        before = dumps(event)
        judged(event)

        assert before == dumps(event)


class TestDigits:
    TEXT = '{"syncts": %d, "events": [%s, %s]}'

    def _batch(self, number):
        good = made(mid="1")
        bad = dumps(made(mid="2", size=0)).decode().replace('"size":0', f'"size":{number}')
        return read(self.TEXT % (NOW, dumps(good).decode(), bad))

    def test_lost_in_node_alter_the_event(self):
        """
        Integers above 2^53 are rounded before the service has seen them: 1.4.
        """
        batch, pointers = self._batch("9007199254740993")
        first, second = judge(batch, lost_digits=pointers).events

        assert ("accepted", None) == outcome(first)
        assert ("altered", "service") == outcome(second)
        assert (Change("/size", None, 9007199254740992.0),) == second.changes

    def test_lost_beyond_all_doubles_become_null(self):
        """
        1e400 is null: 1.4.
        """
        batch, pointers = self._batch("1e400")

        assert (Change("/size", None, None),) == judge(batch, lost_digits=pointers).events[
            1
        ].changes

    def test_not_lost_change_nothing(self):
        """
        Even numbers above 2^53 may be doubles.
        """
        batch, pointers = self._batch("9007199254740994")

        assert "accepted" == judge(batch, lost_digits=pointers).events[1].fate

    @pytest.mark.parametrize(
        "place", ["", "/", "/ets", "/events", "/events/0", "/events/5/x", "/events/x/y", "/params"]
    )
    def test_lost_elsewhere_are_no_events(self, place):
        """
        Only what is lost of an event alters an event.
        """
        assert "accepted" == judge(batch_of(made()), lost_digits=[place]).events[0].fate

    @pytest.mark.parametrize(
        ("place", "after"), [("/a~1b/1", 5), ("/a~1b/7", None), ("/~0/x", None), ("/n/x", None)]
    )
    def test_lost_are_pointed_to(self, place, after):
        """
        Pointers are those of RFC 6901.
        """
        event = made(**{"a/b": [4, 5], "n": 1})
        (change,) = judge(batch_of(event), lost_digits=[f"/events/0{place}"]).events[0].changes

        assert (place, after) == (change.pointer, change.after)

    def test_are_found_where_node_was_not_asked(self):
        """
        Integers that Python has read in full show what would be lost.
        """
        event = made(x={"y": [2**53 + 1, 2**53, -(2**60)]})
        verdict = judged(event)

        assert ("altered", "service") == outcome(verdict)
        assert (Change("/x/y/0", 2**53 + 1, float(2**53)),) == verdict.changes
        assert (Change("/x", 10**400, None),) == judged(made(x=10**400)).changes

    @pytest.mark.parametrize("place", ["ets", "mid", "edata__type", "actor__id"])
    def test_too_large_for_a_double_are_missing(self, place):
        """
        What no double holds is null, which is missing where it is required, as the server finds.
        """
        event = made(**{place: 10**400})
        verdict = judged(event)

        assert ("failed", "preprocessor") == outcome(verdict)
        assert judged(made(**{place: None})).reason == verdict.reason

    def test_too_large_within_a_list_leave_the_others(self):
        """
        What is null for Node is so at its own place, and the event that was sent is not written to.
        """
        tags = [{"a/b": 10**400}, "kept"]
        verdict = judged(made(tags=tags, edata__type=5))

        assert (Change("/tags/0/a~1b", 10**400, None),) == verdict.changes
        assert [{"a/b": 10**400}, "kept"] == tags


class TestChange:
    def test_is_told_in_json(self):
        """
        Pointer, before and after, as the control API shows them.
        """
        assert {"pointer": "/x", "before": 1, "after": [2]} == Change("/x", 1, [2]).to_dict()

    def test_can_be_hashed_with_any_value(self):
        """
        A verdict is a value, whatever the client sent.
        """
        assert 1 == len({judged(made(flags=[])), judged(made(flags=[]))})
