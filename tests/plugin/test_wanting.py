"""
What may be wanted of a value.
"""

import re
from unittest.mock import ANY

import pytest
from dirty_equals import Contains, IsPartialDict, IsPositive, IsStr, IsUUID

from pytest_sunbird import ABSENT
from pytest_sunbird.records.matcher import EventPattern

EDATA = {
    "pageid": "home-page",
    "duration": 1.5,
    "ok": True,
    "id": "0c5fd1c4-5f43-4c0e-9a55-0e1f2d3c4b5a",
    "visits": [{"objid": "do_1", "index": 0}, {"objid": "do_2"}],
}


class Recorded:
    """
    An event without a server.
    """

    def __init__(self, **fields):
        self.json = fields


def is_met(path, wanted):
    return EventPattern.of({f"edata.{path}": wanted}).accepts(Recorded(eid="START", edata=EDATA))


class TestAccepts:
    @pytest.mark.parametrize(
        ("path", "wanted"),
        [
            ("pageid", "home-page"),
            ("pageid", re.compile("page$")),
            ("pageid", re.compile("me-p")),
            ("pageid", str),
            ("pageid", IsStr(regex="home.*")),
            ("pageid", ANY),
            ("pageid", lambda value: value.startswith("home")),
            ("pageid", "home-page".__eq__),
            ("duration", pytest.approx(1.5000000001)),
            ("duration", float),
            ("duration", IsPositive),
            ("ok", bool),
            ("id", IsUUID),
            ("id", IsUUID(4)),
            ("visits", Contains({"objid": "do_2"})),
            ("visits", [IsPartialDict(objid="do_1"), {"objid": re.compile("do_")}]),
            ("visits", [{"objid": str, "index": int}, ANY]),
            ("visits.1.objid", "do_2"),
            ("visits", {"0": {"objid": "do_1"}}),
            ("nothing", ABSENT),
        ],
    )
    def test_what_has_an_opinion_is_asked(self, path, wanted):
        """
        Values, anything with an ``__eq__``, types, patterns and tests; inside lists as well.
        """
        assert is_met(path, wanted)

    @pytest.mark.parametrize(
        ("path", "wanted"),
        [
            ("pageid", "home"),
            ("pageid", re.compile("^page")),
            ("pageid", int),
            ("pageid", lambda value: value > 3),
            ("duration", re.compile("1")),
            ("duration", int),
            ("ok", int),
            ("ok", 1),
            ("id", IsUUID(1)),
            ("visits", [{"objid": "do_1"}, {"objid": "do_2"}]),
            ("nothing", ANY),
            ("nothing", None),
            ("nothing", lambda _: True),
            ("pageid", ABSENT),
        ],
    )
    def test_and_may_refuse(self, path, wanted):
        """
        A test that cannot be made of a value refuses it, and nobody is asked about what is absent.
        """
        assert not is_met(path, wanted)

    def test_a_test_with_a_mistake_fails_as_such(self):
        """
        A name that does not exist is no opinion.
        """
        with pytest.raises(NameError):
            is_met("pageid", lambda value: vlaue)  # noqa: F821  the mistake


class TestText:
    @pytest.mark.parametrize(
        ("wanted", "text"),
        [
            ("x", "START with edata.id 'x'"),
            (re.compile("^x"), "START with edata.id /^x/"),
            (str, "START with edata.id any str"),
            (str.isdigit, "START with edata.id str.isdigit"),
            (IsUUID(4), "START with edata.id IsUUID(4)"),
            (ABSENT, "START with edata.id <absent>"),
            (lambda _: True, "START with edata.id <lambda> of test_wanting.py:LINE"),
        ],
    )
    def test_says_what_is_wanted(self, wanted, text):
        """
        As it was written, or where.
        """
        told = str(EventPattern.of({"eid": "START", "edata": {"id": wanted}}))

        assert text == re.sub(r"py:\d+", "py:LINE", told)

    def test_an_object_is_no_type(self):
        """
        Fields are given by name, not as an object.
        """
        with pytest.raises(TypeError, match=r"is not an event type\. Give the fields .* by name"):
            EventPattern.of({"eid": {"eid": "START", "edata": EDATA}})

    def test_may_want_any_type(self):
        """
        Without an eid any event will do.
        """
        assert "event with mid 'm'" == str(EventPattern.of({"mid": "m"}))
