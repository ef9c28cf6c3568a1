"""
The control API as such: its calls, their answers, and what it says to wrong ones.
"""

import gzip
import json
import re
import shlex
import zlib
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asking import NOW, TOKEN, Api, event
from sunbird_mockserver import Settings
from sunbird_mockserver.control.api import CALLS
from sunbird_mockserver.control.filters import RESERVED
from sunbird_mockserver.delivery import is_control_path
from sunbird_mockserver.settings import Limits
from sunbird_telemetry.findings import RULES
from sunbird_telemetry.pipeline import Fate

MANUAL = Path(__file__).parents[2] / "docs" / "control-api.md"
METHODS = [(call, method) for call, methods in CALLS.items() for method in methods]

LONE = '{"eid": "\\ud800", "mid": "\\udfff"}'
DEEP = '{"eid": "START", "deep": ' + "[" * 4000 + "]" * 4000 + "}"
HUGE = '{"eid": 1e999, "ets": 123456789012345678901234567890, "mid": -0}'


@pytest.fixture
def api():
    return Api()


class TestCalls:
    @pytest.mark.parametrize("path", ["/_mock", "/_mock/", "/_mock/events", "/_mock/x/y"])
    def test_everything_below_mock_is_ours(self, path):
        """
        No route of the gateway begins with /_mock.
        """
        assert is_control_path(path)

    @pytest.mark.parametrize("path", ["/", "/_mocks", "/v1/telemetry", "//_mock/events"])
    def test_nothing_else_is(self, path):
        """
        What does not begin with /_mock belongs to the Sunbird that is copied.
        """
        assert not is_control_path(path)

    @pytest.mark.parametrize(("call", "method"), METHODS)
    @pytest.mark.parametrize("inbox", ["", "box"])
    def test_answer_json(self, api, call, method, inbox):
        """
        Each call answers in JSON that nobody caches, with and without an inbox in front.
        """
        timeout = "?timeout=0" if "wait" in call else ""
        answer = api.ask(call[1:] + timeout, inbox, method=method)

        assert "application/json" == answer.content_type
        assert "no-store" == answer.headers["Cache-Control"]
        assert len(answer.data) == answer.content_length
        assert isinstance(answer.json, dict)

    @pytest.mark.parametrize("call", ["", "event", "events/", "events/wait/1", "Health"])
    def test_that_do_not_exist_are_404(self, api, call):
        """
        An unknown call lists those that there are.
        """
        answer = api.ask(call)

        assert 404 == answer.status_code
        assert answer.json == {
            "error": f"/_mock/{call} is not a call of the control API. There are: "
            "GET /_mock/health, GET /_mock/events, GET /_mock/events/wait, GET /_mock/deliveries, "
            "GET /_mock/stats, POST /_mock/reset, GET /_mock/faults, PUT /_mock/faults, "
            "DELETE /_mock/faults."
        }

    @pytest.mark.parametrize(
        ("call", "method", "allowed"),
        [
            ("events", "POST", "GET, HEAD, OPTIONS"),
            ("reset", "GET", "POST, OPTIONS"),
            ("reset", "HEAD", "POST, OPTIONS"),
            ("health", "PROPFIND", "GET, HEAD, OPTIONS"),
        ],
    )
    def test_with_a_wrong_method_are_405(self, api, call, method, allowed):
        """
        A wrong method is told which ones are right.
        """
        answer = api.ask(call, method=method)

        assert (405, allowed) == (answer.status_code, answer.headers["Allow"])

    def test_say_which_method_is_right(self, api):
        """
        The text of a 405 says what to do.
        """
        assert {"error": "/_mock/reset takes POST, not GET."} == api.ask("reset").json

    def test_can_be_asked_for_their_head(self, api):
        """
        HEAD answers as GET does, without the body.
        """
        answer = api.ask("health", method="HEAD")

        assert (200, b"") == (answer.status_code, answer.data)

    @pytest.mark.parametrize(
        "call",
        ["events?limit=x", "events/wait?count=0", "deliveries?after=x", "stats?inbox=%20"],
    )
    def test_with_a_wrong_value_are_400(self, api, call):
        """
        Each call refuses what it cannot understand.
        """
        answer = api.ask(call)

        assert 400 == answer.status_code
        assert ["error"] == list(answer.json)

    @pytest.mark.parametrize(
        ("call", "takes"),
        [("deliveries?eid=START", "inbox, limit, after"), ("stats?eid=START", "inbox")],
    )
    def test_that_cannot_filter_say_so(self, api, call, takes):
        """
        A filter is never ignored.
        """
        assert {"error": f"eid has no meaning here. This call takes {takes}."} == api.ask(call).json


class TestHealth:
    @pytest.mark.parametrize("profile", ["sunbird", "spark"])
    def test_says_what_is_running(self, profile):
        """
        Health is status, profile and version.
        """
        answer = Api(Settings(profile=profile)).ask("health")

        assert answer.json == {
            "status": "ok",
            "profile": profile,
            "version": version("pytest-sunbird"),
        }

    def test_ignores_a_query(self, api):
        """
        Whoever polls may add what defeats caches.
        """
        assert 200 == api.ask("health?_=1").status_code


class TestEvents:
    def test_are_shown_with_their_fate(self, api):
        """
        A failed event has the stage, the topics and the pipeline's own reason.
        """
        api.send(event(unknown=1), inbox="box")
        answer = api.ask("events", "box").json
        (shown,) = answer["events"]
        findings = shown.pop("findings")

        assert 1 == answer["total"]
        assert ["failed-validation", "unknown-field"] == [each["rule"] for each in findings]
        assert all(
            {"rule", "level", "pointer", "message", "remedy"} == each.keys() for each in findings
        )
        assert shown == {
            "seq": 1,
            "inbox": "box",
            "index": 0,
            "event": event(unknown=1),
            "fate": "failed",
            "stage": "preprocessor",
            "topics": ["telemetry.raw", "telemetry.failed"],
            "reason": '"/allOf/1/properties/edata"',
            "changes": [],
            "delivery": 1,
            "received": NOW,
        }

    def test_of_other_inboxes_are_not_shown(self, api):
        """
        An inbox sees its own events only.
        """
        api.send(event(), inbox="a")

        assert ([1], [], []) == (api.seqs(inbox="a"), api.seqs(inbox="b"), api.seqs())

    def test_that_nobody_read_are_shown(self, api):
        """
        What the service threw away is in the journal, and its fate is lost.
        """
        api.post(json.dumps({"events": [event()]}), "/v1/telemetry", content_type="text/plain")
        (shown,) = api.ask("events").json["events"]

        assert ("lost", "service", event()) == (shown["fate"], shown["stage"], shown["event"])


class TestDeliveries:
    def test_have_an_id_and_an_answer(self, api):
        """
        Every request is there with its answer, refused ones too, in order.
        """
        api.send(event())
        api.send(event(), token="")
        api.post("", "/no/such/path")
        answer = api.ask("deliveries").json

        assert 3 == answer["total"]
        assert [(1, 200, 1), (2, 401, 1), (3, 404, 0)] == [
            (each["id"], each["answer"]["status"], each["batch"]["events"])
            for each in answer["deliveries"]
        ]

    def test_can_be_paged(self, api):
        """
        The limit cuts the page; after is the id of a delivery here.
        """
        for _ in range(4):
            api.send(event(), event())
        answer = api.ask("deliveries?after=1&limit=2").json

        assert (3, [2, 3]) == (answer["total"], [each["id"] for each in answer["deliveries"]])

    def test_of_several_inboxes(self, api):
        """
        Other inboxes can be named.
        """
        for inbox in "abc":
            api.send(event(), inbox=inbox)

        assert ["a", "c"] == [
            each["inbox"] for each in api.ask("deliveries?inbox=c&inbox=a").json["deliveries"]
        ]


def unfinished(rule):
    """
    The session of `event`, as stats show it with a finding of *rule*.
    """
    context = event()["context"]
    finding = {
        "rule": rule,
        "level": "note",
        "pointer": "",
        "message": f"Session {context['sid']!r} has events, but no START.",
        "remedy": RULES[rule].remedy,
    }

    return {
        "inbox": "default",
        "sid": context["sid"],
        "did": context["did"],
        "producer": context["pdata"]["id"],
        "open": [],
        "findings": [finding],
    }


class TestStats:
    def test_count_by_eid_fate_and_rule(self, api):
        """
        Refused events count as well.
        """
        api.send(event(), event("LOG"), event(unknown=1), 3)
        api.send(event(), token="")
        api.send(event(), inbox="other")

        assert api.ask("stats").json == {
            "deliveries": 2,
            "events": 5,
            "eid": {"IMPRESSION": 3, "LOG": 1, "(none)": 1},
            "fate": {"accepted": 2, "failed": 1, "poison": 1, "refused": 1},
            "rule": {
                "bare-bearer": 1,
                "event-not-object": 1,
                "failed-validation": 1,
                "log-malformed": 3,
                "mid-reused": 2,
                "poison-extractor": 1,
                "refused-unauthorized": 1,
                "unknown-field": 1,
                "value-undocumented": 1,
            },
            "notes": [
                {
                    "rule": "value-undocumented",
                    "pointer": "/edata/type",
                    "producer": "p",
                    "count": 1,
                    "first": 2,
                }
            ],
            "unfinished": {"total": 1, "sessions": [unfinished("session-without-start")]},
            "forgotten": {"deliveries": 0, "events": 0, "ids": 0, "sessions": 0},
        }

    def test_tell_a_note_once_per_rule_place_and_producer(self, api):
        """
        What is noted of every event is one line with a count and the first event.
        """
        bare = {**event(), "object": {"id": "3", "type": ""}}
        api.send(event(), *({**bare, "mid": str(number)} for number in range(3)))
        api.send({**bare, "context": {**bare["context"], "pdata": {"id": "q"}}, "mid": "q"})

        assert [("p", 3, 2), ("q", 1, 5)] == [
            (note["producer"], note["count"], note["first"])
            for note in api.ask("stats").json["notes"]
            if note["rule"] == "object-incomplete"
        ]

    def test_tell_the_hundred_most_frequent_notes(self, api):
        """
        However many producers somebody makes up, the answer stays short.
        """
        bare = {**event(), "object": {"id": "3", "type": ""}}
        for number in range(101):
            producer = {**bare["context"], "pdata": {"id": f"p{number}"}}
            api.send({**bare, "context": producer, "mid": str(number)})

        assert 100 == len(api.ask("stats").json["notes"])

    def test_take_nothing_from_what_events_show(self, api):
        """
        Each event shows its own notes, before and after somebody has asked for counts.
        """
        api.send(*({**event(mid=str(number)), "object": {"id": "3"}} for number in range(2)))
        before = api.ask("events").json
        api.ask("stats")

        assert before == api.ask("events").json
        assert before["events"][0]["findings"] == before["events"][1]["findings"] != []

    def test_name_sessions_that_are_not_over(self, api):
        """
        A START without an END shows until the END arrives, however often one asks.
        """
        start, end = ({**event(eid, mid=eid), "edata": {"type": "app"}} for eid in ("START", "END"))
        api.send(start)
        before = [api.ask("stats").json["unfinished"] for _ in range(2)]
        api.send(end)

        (session,) = before[0]["sessions"]
        assert before[0] == before[1]
        assert (1, ["app"]) == (before[0]["total"], session["open"])
        assert {"total": 0, "sessions": []} == api.ask("stats").json["unfinished"]

    def test_show_the_first_hundred_unfinished_sessions(self, api):
        """
        All are counted, and no answer grows without bounds.
        """
        for number in range(101):
            sent = event(mid=str(number))
            api.send({**sent, "context": {**sent["context"], "sid": str(number)}})
        unfinished = api.ask("stats").json["unfinished"]

        assert (101, "99") == (unfinished["total"], unfinished["sessions"][-1]["sid"])

    def test_of_other_inboxes(self, api):
        """
        Several inboxes are counted together.
        """
        api.send(event(), inbox="a")
        api.send(event(), inbox="b")

        assert 2 == api.ask("stats?inbox=a&inbox=b").json["events"]

    def test_count_what_had_to_go(self):
        """
        What the journal had no room for is counted.
        """
        api = Api(Settings(limits=Limits(journal_events=2)))
        for _ in range(3):
            api.send(event(), event())
        stats = api.ask("stats").json

        assert (1, {"deliveries": 2, "events": 4, "ids": 0, "sessions": 0}) == (
            stats["deliveries"],
            stats["forgotten"],
        )


class TestReset:
    def test_empties_the_inbox(self, api):
        """
        Events, deliveries and counts are gone.
        """
        api.send(event())
        answer = api.ask("reset", method="POST")

        assert {"status": "ok", "inbox": "default"} == answer.json
        assert [] == api.seqs()
        assert 0 == api.ask("deliveries").json["total"]
        assert 0 == api.ask("stats").json["events"]

    def test_leaves_other_inboxes_alone(self, api):
        """
        Parallel runs on one server do not take each other's events away.
        """
        api.send(event(), inbox="a")
        api.send(event(), inbox="b")
        api.ask("reset", "a", method="POST")

        assert ([], [2]) == (api.seqs(inbox="a"), api.seqs(inbox="b"))

    def test_takes_no_query(self, api):
        """
        Who names an inbox in the query would empty the wrong one.
        """
        api.send(event())
        answer = api.ask("reset?inbox=a", method="POST")

        assert 400 == answer.status_code
        assert [1] == api.seqs()


class TestHostileEvents:
    @pytest.fixture
    def api(self):
        """
        Whatever JSON can hold, sent as events.
        """
        api = Api()
        for each in (LONE, DEEP, HUGE, "[]", "null", '"x"', '{"eid": {}}', '{"": {"": 1}}'):
            batch = f'{{"params": {{"msgid": {each}}}, "events": [{each}, {each}]}}'
            api.post(batch, authorization=f"Bearer {TOKEN}")
            api.post(batch)
        return api

    @pytest.mark.parametrize(
        "call",
        [
            "events",
            "events?fate=refused&eid=START",
            "events?fate=refused&deep=" + "[" * 4000 + "]" * 4000,
            "events?mid~=x",
            "events/wait?timeout=0&count=999",
            "events/wait?timeout=0&eid~=%ED%A0%80&fate=refused",
            "deliveries",
            "stats",
        ],
    )
    def test_are_shown(self, api, call):
        """
        No event makes the control API fail.
        """
        answer = api.ask(call)

        assert answer.status_code in {200, 408}
        assert answer.data.endswith(b"}")

    def test_are_all_there(self, api):
        """
        What was answered 200 or refused is in the journal, whatever it was.
        """
        assert 8 * 2 * 2 == api.ask("stats").json["events"]
        assert 8 * 2 == api.ask("events?limit=1").json["total"]

    def test_can_be_found(self, api):
        """
        A deeply nested value can be asked for as any other.
        """
        found = api.ask("events?deep=" + "[" * 4000 + "]" * 4000)

        assert found.data.startswith(b'{"total":2,')


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["events", "params", "eid", "mid"]), inner, max_size=3)
    ),
    max_leaves=8,
)
_BODIES = st.binary(max_size=20) | _JSON.map(lambda value: json.dumps(value).encode())


@given(
    body=_BODIES | _BODIES.map(gzip.compress) | _BODIES.map(zlib.compress),
    path=st.sampled_from(["/v1/telemetry", "/data/v1/telemetry", "/api/data/v1/telemetry", "/x"]),
    content_type=st.sampled_from(
        [
            "application/json",
            "application/json;charset=utf-16",
            "text/plain",
            "a/b;;=",
            "application/x-www-form-urlencoded",
        ]
    ),
    encoding=st.sampled_from(["identity", "gzip", "deflate", "br", ""]),
)
def test_whatever_was_sent_is_shown(body, path, content_type, encoding):
    """
    There is a verdict for each event that can be read back, whatever came and however it ended.
    """
    api = Api()
    api.post(
        body,
        path,
        content_type=content_type,
        content_encoding=encoding,
        authorization=f"Bearer {TOKEN}",
    )
    shown = api.ask("events?" + "&".join(f"fate={fate}" for fate in Fate))
    (delivery,) = api.ask("deliveries").json["deliveries"]

    assert 200 == api.ask("stats").status_code
    assert delivery["batch"]["events"] == shown.json["total"]


class TestManual:
    TEXT = MANUAL.read_text("utf-8")

    @pytest.mark.parametrize(("call", "method"), METHODS)
    def test_describes_every_call(self, call, method):
        """
        A call that the manual does not mention does not exist.
        """
        assert f"## `{method} /_mock{call}`" in self.TEXT

    @pytest.mark.parametrize("key", sorted({*RESERVED, "eid", "mid"}))
    def test_describes_every_reserved_key(self, key):
        """
        A key with a meaning of its own has a row in the table.
        """
        assert f"| `{key}` |" in self.TEXT

    @pytest.mark.parametrize(
        "call", ["health", "events", "events/wait?timeout=0&a=1", "deliveries", "stats"]
    )
    def test_describes_every_member(self, api, call):
        """
        Each member of each answer stands in the manual.
        """
        api.send(event(unknown=1))
        api.send(event(), token="")

        assert [] == [name for name in _members(api.ask(call).json) if f"`{name}`" not in self.TEXT]

    @pytest.mark.parametrize("line", re.findall(r"(?m)^\$ (curl .*)$", TEXT))
    def test_has_examples_that_work(self, api, line):
        """
        Each example can be typed as it stands.
        """
        *words, url = shlex.split(line)[1:]
        options = dict(zip(words[::2], words[1::2], strict=True))
        inbox, call = re.fullmatch(
            r"http://127\.0\.0\.1:9001(?:/i/([^/]+))?/_mock/(.*)", url
        ).groups()
        method, body = options.get("-X", "GET"), options.get("-d", "")

        assert api.ask(call, inbox or "", method=method, body=body).status_code in {200, 408}


def _members(value):
    if isinstance(value, dict):
        for name, member in value.items():
            yield name
            if name not in {"event", "headers", "header", "claims", "eid", "fate", "rule"}:
                yield from _members(member)
    elif isinstance(value, list):
        for item in value:
            yield from _members(item)
