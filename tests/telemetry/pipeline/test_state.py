"""
What is remembered, for how long, and how much of it.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunbird_telemetry.pipeline import State, judge
from sunbird_telemetry.pipeline.state import Ids
from telemetry.pipeline.making import HOUR, NOW, made


class TestIds:
    def test_are_new_once(self):
        """
        An id is new until it is known, and again when its time is over.
        """
        ids = Ids()

        assert [True, False, False, True] == [
            ids.remember("a", now, 100) for now in (0, 0, 99, 100)
        ]

    def test_keep_the_time_that_they_have(self):
        """
        Seeing an id again does not make it last longer.
        """
        ids = Ids()
        ids.remember("a", 0, 100)
        ids.remember("a", 99, 100)

        assert ids.remember("a", 100, 100)

    def test_leave_when_their_time_is_over(self):
        """
        What nothing can be a duplicate of takes no room.
        """
        ids = Ids()
        ids.remember("a", 0, 100)
        ids.remember("b", 50, 100)
        ids.expire(100)

        assert 1 == len(ids)
        assert 0 == ids.forgotten

    def test_leave_before_when_there_are_too_many(self):
        """
        Beyond the limit the oldest go, and that is said.
        """
        ids = Ids(2)
        for each in "abc":
            ids.remember(each, 0, 100)

        assert (2, 1) == (len(ids), ids.forgotten)
        assert not ids.remember("c", 0, 100)
        assert ids.remember("a", 0, 100)

    @given(
        st.lists(st.tuples(st.sampled_from("abcdefg"), st.integers(0, 50))),
        st.integers(1, 4),
    )
    def test_are_bounded_even_if_time_runs_backwards(self, seen, limit):
        """
        Whatever the clock says, no more are kept than may be.
        """
        ids = Ids(limit)
        for each, now in seen:
            ids.expire(now)
            ids.remember(each, now, 10)

            assert len(ids) <= limit


class TestState:
    def test_is_bounded(self):
        """
        A run over any number of events remembers so many ids and no more.
        """
        state = State.of(3)
        for number in range(20):
            params = {"msgid": str(number)}
            events = [made(mid=str(number), context__pdata__id="dev.sunbird.portal")]
            judge({"syncts": NOW, "params": params, "events": events}, state)

        assert [3, 3, 3] == [len(ids) for ids in (state.batches, state.early, state.indexed)]
        assert 3 * 17 == state.forgotten

    def test_forgets_as_time_goes_by(self):
        """
        What is over is gone when the next batch comes.
        """
        state = State()
        judge({"params": {"msgid": "m"}, "events": [made()]}, state, clock=lambda: NOW)
        judge({}, state, clock=lambda: NOW + HOUR)

        assert [0, 0] == [len(state.batches), len(state.indexed)]
        assert 0 == state.forgotten

    @pytest.mark.parametrize("batch", [{"events": [made()]}, {"params": {"msgid": "m"}}])
    def test_takes_no_time_for_no_time_passed(self, batch):
        """
        A batch without a time comes when the one before it came.
        """
        state = State()
        judge({**batch, "syncts": NOW}, state)
        judge(batch, state)

        assert NOW == state.latest

    def test_of_others_is_not_touched(self):
        """
        Nothing is shared but what is given.
        """
        batch = {"params": {"msgid": "m"}, "events": [made()]}

        assert judge(batch) == judge(batch)
