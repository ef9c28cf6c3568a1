"""
Criteria: paths, equality as JSON has it, parts, and what comes nearest.
"""

import pytest

from sunbird_mockserver.journal.matching import (
    ABSENT,
    Comparison,
    containing,
    criteria,
    equal_to,
    nearest,
    value_at,
)

EVENT = {"edata": {"pageid": "login", "visits": [{"objid": "a"}, {"objid": "b"}], "0": "zero"}}


def nested(depth, inmost):
    value = inmost
    for _ in range(depth):
        value = [value]
    return value


class TestValueAt:
    @pytest.mark.parametrize(
        ("path", "value"),
        [
            ("edata.pageid", "login"),
            ("edata.visits.1.objid", "b"),
            ("edata.visits.01.objid", "b"),
            ("edata.0", "zero"),
            ("edata.visits.2", ABSENT),
            ("edata.visits.-1", ABSENT),
            ("edata.visits.x", ABSENT),
            ("edata.visits.²", ABSENT),
            ("edata.visits." + "9" * 5000, ABSENT),
            ("edata.pageid.0", ABSENT),
            ("edata.nothing.more", ABSENT),
            ("", ABSENT),
        ],
    )
    def test_finds_members_and_items(self, path, value):
        """
        A path names members of objects, and items of lists by number.
        """
        assert value == value_at(EVENT, path.split("."))

    @pytest.mark.parametrize("event", [None, 3, "text", True, []])
    def test_takes_any_json_for_an_event(self, event):
        """
        What is no object has nothing at any path.
        """
        assert value_at(event, ["eid"]) is ABSENT

    def test_tells_null_from_absent(self):
        """
        A member that is null is there.
        """
        assert value_at({"a": None}, ["a"]) is None


class TestEqualTo:
    @pytest.mark.parametrize(
        ("wanted", "got"),
        [
            (1, 1.0),
            (1.0, 1),
            (True, True),
            (None, None),
            ("a", "a"),
            ([1, {"a": [True]}], [1.0, {"a": [True]}]),
            ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
            (9007199254740993.0, 9007199254740992.0),
        ],
    )
    def test_accepts_what_is_the_same_in_json(self, wanted, got):
        """
        JSON has one kind of number, and objects without order.
        """
        assert equal_to(wanted)(got)

    @pytest.mark.parametrize(
        ("wanted", "got"),
        [
            (1, True),
            (True, 1),
            (1.0, True),
            (0.0, False),
            (False, 0),
            ([1], [True]),
            ({"a": 0}, {"a": False}),
            ("1", 1),
            (None, False),
            ([1], [1, 2]),
            ([1, 2], [2, 1]),
            ({"a": 1}, {"a": 1, "b": 2}),
            ({}, []),
            ("", None),
        ],
    )
    def test_refuses_what_is_not(self, wanted, got):
        """
        True is not 1, at any depth.
        """
        assert not equal_to(wanted)(got)

    def test_compares_at_any_depth(self):
        """
        No nesting is too deep.
        """
        assert equal_to(nested(50_000, 1))(nested(50_000, 1))
        assert not equal_to(nested(50_000, 1))(nested(50_000, "1"))

    def test_asks_what_has_an_opinion(self):
        """
        In a test, an object that decides what it equals is asked, inside lists as well.
        """

        class Anything:
            def __eq__(self, other):
                return True

            __hash__ = None

        assert equal_to([Anything(), 2])([object(), 2])


class TestContaining:
    @pytest.mark.parametrize(
        ("part", "got"),
        [("log", "login"), ("", ""), ("a", ["a", "b"]), (1, [1.0]), ({"a": 1}, [{"a": 1}])],
    )
    def test_accepts_parts_of_texts_and_items_of_lists(self, part, got):
        """
        A text contains other texts, a list its items.
        """
        assert containing(part)(got)

    @pytest.mark.parametrize(
        ("part", "got"),
        [("Log", "login"), ("a", ["ab"]), (1, "x1"), ("1", 1), (1, [True]), ("a", {"a": 1})],
    )
    def test_refuses_everything_else(self, part, got):
        """
        Case counts, and neither numbers nor objects contain anything.
        """
        assert not containing(part)(got)

    def test_looks_at_items_of_any_depth(self):
        """
        No nesting is too deep.
        """
        assert containing(nested(50_000, 1))([nested(50_000, 1)])


class TestCriteria:
    def test_objects_match_in_part(self):
        """
        An object that is wanted may have more members than that.
        """
        wanted = list(criteria({"edata": {"pageid": "login"}}))

        assert [("edata", "pageid")] == [criterion.path for criterion in wanted]
        assert wanted[0].met_by(EVENT)

    def test_everything_else_matches_as_a_whole(self):
        """
        A list that is wanted has exactly those items.
        """
        (wanted,) = criteria({"edata": {"visits": [{"objid": "a"}]}})

        assert not wanted.met_by(EVENT)

    @pytest.mark.parametrize(("event", "met"), [({"a": {}}, True), ({"a": {"b": 1}}, False)])
    def test_an_empty_object_wants_an_empty_one(self, event, met):
        """
        An object without members is compared as a whole.
        """
        (wanted,) = criteria({"a": {}})

        assert met is wanted.met_by(event)

    def test_null_wants_a_null_that_is_there(self):
        """
        What is absent is not null.
        """
        (wanted,) = criteria({"a": None})

        assert wanted.met_by({"a": None})
        assert not wanted.met_by({})


class TestComparison:
    def test_says_what_was_wanted_and_what_is_there(self):
        """
        As JSON it has the path, both values, and whether that will do.
        """
        (wanted,) = criteria({"edata": {"pageid": "Login"}})

        assert wanted.compare(EVENT).to_dict() == {
            "path": "edata.pageid",
            "wanted": "Login",
            "got": "login",
            "ok": False,
        }

    def test_has_no_got_where_nothing_stands(self):
        """
        What is absent is left out, so that null can mean null.
        """
        (wanted,) = criteria({"mid": "m"})

        assert wanted.compare({}).to_dict() == {"path": "mid", "wanted": "m", "ok": False}
        assert "<absent>" == repr(wanted.compare({}).got)


class TestNearest:
    WANTED = tuple(criteria({"eid": "START", "mid": "m", "ver": "3.0"}))

    def test_meets_most_criteria(self):
        """
        The event with the most that is right comes nearest.
        """
        half, most = {"eid": "START"}, {"eid": "START", "mid": "m"}
        near = nearest([half, most, {}], self.WANTED)

        assert (most, ["eid", "mid"]) == (near[0], [each.path for each in near[1] if each.ok])

    def test_prefers_the_first_criterion(self):
        """
        Of two that have as much right, the one that is right on what was asked first.
        """
        near = nearest([{"eid": "START"}, {"ver": "3.0"}], self.WANTED)

        assert {"eid": "START"} == near[0]

    def test_of_equals_is_the_latest(self):
        """
        What arrived last is most likely what is being looked for.
        """
        near = nearest([{"eid": "START", "n": 1}, {"eid": "START", "n": 2}], self.WANTED)

        assert 2 == near[0]["n"]

    def test_is_none_without_events(self):
        """
        Where nothing arrived, nothing comes near.
        """
        assert nearest([], self.WANTED) is None

    def test_of_wishes_for_anything_is_the_latest(self):
        """
        Without criteria every event comes as near as any.
        """
        assert ("b", ()) == nearest(["a", "b"], ())

    def test_compares_what_is_no_event(self):
        """
        A client may send anything as an event.
        """
        assert (3, (Comparison("eid", "START", ABSENT, ok=False),)) == nearest([3], self.WANTED[:1])


class TestAbsence:
    def test_can_be_wanted(self):
        """
        A criterion that wants nothing is met where nothing stands, and only there.
        """
        (absent,) = criteria({"edata": {"nothing": ABSENT}})
        (present,) = criteria({"edata": {"pageid": ABSENT}})

        assert absent.met_by(EVENT)
        assert not present.met_by(EVENT)
