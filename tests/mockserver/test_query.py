"""
The filters of the control API, and which events they choose.
"""

import contextlib
import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asking import Api, event
from sunbird_mockserver.control.filters import RESERVED, BadQueryError, parse_query
from sunbird_mockserver.journal import record
from sunbird_mockserver.journal.query import Found, Query, searched, select
from sunbird_mockserver.upstreams.telemetry import sent_batch


def parse(text):
    return parse_query(text, inbox="box")


def complaint(text, **options):
    with pytest.raises(BadQueryError) as caught:
        parse_query(text, inbox="box", **options)

    return str(caught.value)


@pytest.fixture
def api():
    """
    Events 1 to 3 in the default inbox, 4 in another one, and 5 refused.
    """
    api = Api()
    api.send(event(mid="a", extra=[{"id": "x"}, 7]) | {"tags": ["t", 3]}, event("LOG", mid="null"))
    api.send(event(mid="c", duration=3))
    api.send(event(mid="d"), inbox="other")
    api.send(event(mid="e"), token="")
    return api


class TestDefaults:
    def test_ask_for_all_of_the_inbox(self):
        """
        Without filters everything of the inbox is asked for, a hundred at a time.
        """
        assert Query(("box",), limit=100, after=0, count=1, timeout=5.0) == parse("")

    @pytest.mark.parametrize("key", sorted(RESERVED))
    def test_reserved_keys_are_no_paths(self, key):
        """
        A reserved key never looks into the event.
        """
        values = {"fate": "lost", "stage": "service", "level": "note", "rule": "SB101"}

        assert () == parse(f"{key}={values.get(key, 1)}").criteria


class TestPaths:
    @pytest.mark.parametrize(
        ("query", "seqs"),
        [
            ("eid=LOG", [2]),
            ("mid=c", [3]),
            ("edata.duration=3", [3]),
            ("edata.duration=3.0", [3]),
            ("edata.duration=4", []),
            ('edata.duration="3"', []),
            ('object.id="3"', [1, 2, 3]),
            ("object.id=3", []),
            ("object={%22type%22:%22Content%22,%22id%22:%223%22}", [1, 2, 3]),
            ("tags.0=t", [1]),
            ("tags.1=3", [1]),
            ("tags.2=3", []),
            ("edata.pageid=login&mid=c", [3]),
            ("edata.nothing=null", []),
        ],
    )
    def test_choose_events(self, api, query, seqs):
        """
        A key is a path, a value is JSON if it can be read as that; different keys must all agree.
        """
        assert seqs == api.seqs(query)

    @pytest.mark.parametrize(
        ("query", "seqs"),
        [("mid=a&mid=c", [1, 3]), ("mid=a&mid=nobody", [1]), ("mid=a&mid=c&eid=LOG", [])],
    )
    def test_a_repeated_key_means_any_of(self, api, query, seqs):
        """
        Values of the same key are alternatives.
        """
        assert seqs == api.seqs(query)

    @pytest.mark.parametrize(
        ("query", "seqs"),
        [
            ("edata.pageid~=log", [1, 2, 3]),
            ("edata.pageid~=Log", []),
            ("eid~=IMPR", [1, 3]),
            ("tags~=t", [1]),
            ("tags~=3", [1]),
            ("tags~=4&tags~=3", [1]),
            ("edata.duration~=3", []),
        ],
    )
    def test_a_tilde_means_contains(self, api, query, seqs):
        """
        A text contains its parts, a list its items.
        """
        assert seqs == api.seqs(query)

    def test_eid_and_mid_are_texts(self, api):
        """
        An id is an id, even one that looks like JSON.
        """
        assert [2] == api.seqs("mid=null")

    @pytest.mark.parametrize("value", ["NaN", "Infinity", "[1", "", "nul", "01"])
    def test_what_is_not_json_is_text(self, value):
        """
        Only what is JSON is read as JSON.
        """
        assert value == parse(f"a={value}").criteria[0].wanted

    def test_numbers_are_read_as_events_are(self):
        """
        An integer that Node cannot hold is the one that the event holds, too.
        """
        assert 9007199254740992.0 == parse("a=9007199254740993").criteria[0].wanted

    @pytest.mark.parametrize("text", ["a=%C3%A9", "a=\xc3\xa9"])
    def test_are_utf8_encoded_or_not(self, text):
        """
        Browsers encode what is typed, curl does not.
        """
        assert "é" == parse(text).criteria[0].wanted

    def test_several_values_are_shown_as_a_list(self):
        """
        A person sees all that would have done.
        """
        assert ["x", 2] == parse("a=x&a=2").criteria[0].wanted

    @pytest.mark.parametrize("key", ["", ".", "a..b", "~", "a." + "9" * 5000, "é.ß"])
    def test_strange_keys_find_nothing(self, api, key):
        """
        Any key is a path; most lead nowhere.
        """
        assert [] == api.seqs(f"{quote(key)}=1")


class TestVerdicts:
    @pytest.fixture
    def api(self):
        """
        Two good events, a failed one, one in another inbox, and a refused one.
        """
        api = Api()
        api.send(event(), event("LOG"), event(duration=3, unknown=1))
        api.send(event(mid="d"), inbox="other")
        api.send(event(mid="e"), token="")
        return api

    @pytest.mark.parametrize(
        ("query", "seqs"),
        [
            ("fate=accepted", [1, 2]),
            ("fate=failed", [3]),
            ("fate=failed&fate=accepted", [1, 2, 3]),
            ("fate=refused", [5]),
            ("fate=refused&fate=failed", [3, 5]),
            ("stage=preprocessor", [3]),
            ("stage=gateway", []),
            ("fate=refused&stage=gateway", [5]),
            ("rule=unknown-field", [3]),
            ("rule=unknown-eid", []),
            ("rule=SB102", [3]),
            ("rule=Unknown-Field", [3]),
            ("rule=unknown-eid&rule=unknown-field", [3]),
            ("level=error", [3]),
            ("level=note&level=warning", [2]),
            ("fate=failed&edata.duration=3", [3]),
            ("fate=accepted&edata.duration=3", []),
        ],
    )
    def test_choose_events(self, api, query, seqs):
        """
        What became of an event, who decided that, and what was found can be asked for.
        """
        assert seqs == api.seqs(query)

    def test_refused_events_must_be_asked_for(self, api):
        """
        A refused event is still the client's: it shows only where that fate is asked for.
        """
        assert 5 not in api.seqs()
        assert [5] == api.seqs("fate=refused")


class TestInboxes:
    @pytest.mark.parametrize(
        ("query", "seqs"),
        [("inbox=other", [4]), ("inbox=other&inbox=default", [1, 2, 3, 4]), ("inbox=nobody", [])],
    )
    def test_can_be_named(self, api, query, seqs):
        """
        Another inbox than that of the URL can be asked for, or several.
        """
        assert seqs == api.seqs(query)

    def test_named_twice_count_once(self, api):
        """
        An inbox that is named twice is searched once.
        """
        assert [4] == api.seqs("inbox=other&inbox=other")


class TestPaging:
    def test_limit_cuts_the_page_not_the_total(self, api):
        """
        The total counts all matches.
        """
        answer = api.ask("events?limit=2").json

        assert (3, [1, 2]) == (answer["total"], [each["seq"] for each in answer["events"]])

    def test_after_begins_behind_a_seq(self, api):
        """
        The next page begins after the last seq of this one; its total counts what is left.
        """
        answer = api.ask("events?limit=1&after=1").json

        assert (2, [2]) == (answer["total"], [each["seq"] for each in answer["events"]])

    @pytest.mark.parametrize("query", ["", "edata.pageid=login&", "fate=accepted&fate=failed&"])
    def test_pages_meet(self, api, query):
        """
        Page by page one sees everything once.
        """
        api.send(*[event(mid=str(n)) for n in range(20)])
        seen, after = [], 0
        while page := api.seqs(f"{query}limit=3&after={after}"):
            seen += page
            after = page[-1]

        assert api.seqs(query) == seen
        assert 23 == len(seen)

    def test_beyond_the_end_is_nothing(self, api):
        """
        After the last event there is none.
        """
        assert {"total": 0, "events": []} == api.ask("events?after=999").json


class TestParsing:
    @pytest.fixture
    def parsed(self, monkeypatch):
        """
        The ids of deliveries whose bodies were parsed.
        """
        seen = []

        def batch_in(delivery):
            seen.append(json.loads(delivery.body)["events"][0]["mid"])
            return sent_batch.batch_in(delivery)

        monkeypatch.setattr(record, "batch_in", batch_in)
        return seen

    @pytest.fixture
    def api(self):
        """
        Ten deliveries of one good event each, and one of a bad one.
        """
        api = Api()
        for n in range(10):
            api.send(event(mid=str(n)))
        api.send({"mid": "bad"})
        return api

    @pytest.mark.parametrize(
        ("query", "mids"),
        [
            ("limit=2", ["0", "1"]),
            ("fate=failed", ["bad"]),
            ("fate=lost", []),
            ("after=9&limit=1", ["9"]),
            ("after=99", []),
            ("after=8&edata.pageid=login", ["8", "9", "bad"]),
            ("rule=missing-field&mid=x", [*map(str, range(10)), "bad"]),
        ],
    )
    def test_only_what_must_be_is_parsed(self, api, parsed, query, mids):
        """
        What can be told from verdicts and numbers is told without parsing, and counted so.
        """
        api.ask(f"events?{query}")

        assert mids == parsed

    def test_totals_are_exact_all_the_same(self, api):
        """
        Counting without parsing counts the same.
        """
        journal = api.mock.journal
        counted = Found().add(parse("limit=1"), journal.deliveries("default"))

        assert len(list(select(journal, Query(("default",))))) == counted.total

    def test_deliveries_before_the_page_are_skipped(self, api):
        """
        Who asks for what is new does not pay for what is old.
        """
        assert [10, 11] == [
            delivery.id for delivery in searched(api.mock.journal, Query(("default",), after=9))
        ]


@given(
    st.text(max_size=30)
    | st.lists(
        st.tuples(
            st.sampled_from([*sorted(RESERVED), "eid", "mid~", "a.0", "edata.x~", ""]),
            st.text(max_size=5) | st.sampled_from(["0", "1", "lost", "null", "[1", "%ff", "1e999"]),
        ).map("=".join)
    ).map("&".join)
)
def test_any_text_is_a_query_or_a_complaint(text):
    """
    Whatever stands behind the question mark is understood, or refused with a sentence.
    """
    with contextlib.suppress(BadQueryError):
        assert parse(text).inboxes


class TestComplaints:
    @pytest.mark.parametrize(
        ("query", "text"),
        [
            ("limit=0", "limit=0: limit is one whole number from 1 to 1000."),
            ("limit=1001", "limit=1001: limit is one whole number from 1 to 1000."),
            ("limit=1.5", "limit=1.5: limit is one whole number from 1 to 1000."),
            ("limit=", "limit=: limit is one whole number from 1 to 1000."),
            ("limit=1_0", "limit=1_0: limit is one whole number from 1 to 1000."),
            ("limit=1&limit=2", "limit=1&limit=2: limit is one whole number from 1 to 1000."),
            ("after=-1", "after=-1: after is one whole number from 0 to 9007199254740992."),
            ("count=0", "count=0: count is one whole number from 1 to 9007199254740992."),
            ("timeout=61", "timeout=61: timeout is one number of seconds from 0 to 60."),
            ("timeout=nan", "timeout=nan: timeout is one number of seconds from 0 to 60."),
            ("timeout=1e1", "timeout=1e1: timeout is one number of seconds from 0 to 60."),
            (
                "level=eror",
                "level=eror: level is one of note, warning, error. Did you mean 'error'?",
            ),
            (
                "fate=kept",
                (
                    "fate=kept: fate is one of refused, accepted, altered, unindexed, failed, "
                    "duplicate, lost, poison."
                ),
            ),
            (
                "stage=preproces",
                (
                    "stage=preproces: stage is one of gateway, service, extractor, preprocessor, "
                    "denormalization, druid-validator. Did you mean 'preprocessor'?"
                ),
            ),
            (
                "rule=unknown-feild",
                (
                    "rule=unknown-feild: there is no such rule. Did you mean 'unknown-field'? "
                    "`sunbird-mock explain --all` shows all of them."
                ),
            ),
            (
                "rule=missing-field&rule=SB9",
                "rule=SB9: there is no such rule. `sunbird-mock explain --all` shows all of them.",
            ),
            (
                "rule=",
                "rule=: there is no such rule. `sunbird-mock explain --all` shows all of them.",
            ),
            (
                "inbox=a%20b",
                (
                    "inbox=a b: an inbox has a name of 1 to 100 letters, digits, dots, hyphens and "
                    "underscores."
                ),
            ),
            (
                "inbox=",
                (
                    "inbox=: an inbox has a name of 1 to 100 letters, digits, dots, hyphens and "
                    "underscores."
                ),
            ),
            ("fate~=lost", "fate~: fate is compared as a whole. Leave the ~ out."),
        ],
    )
    def test_say_what_would_do(self, query, text):
        """
        A value that a reserved key cannot have is refused in one sentence that says which can.
        """
        assert text == complaint(query)

    @pytest.mark.parametrize("timeout", ["0", "0.05", "60", "60.0"])
    def test_bounds_are_allowed(self, timeout):
        """
        A wait takes any number of seconds up to a minute.
        """
        assert float(timeout) == parse(f"timeout={timeout}").timeout

    def test_a_key_without_meaning_is_refused(self):
        """
        A call that cannot filter by a key does not pretend to.
        """
        assert "eid has no meaning here. This call takes inbox, limit." == complaint(
            "eid=START", only=("inbox", "limit")
        )
