"""
Whatever body of whatever content type arrives, the journal stays readable.
"""

from __future__ import annotations

import gzip
import json
import zlib
from urllib.parse import quote_plus

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from asking import TOKEN, Api, event
from drawing import draws
from sunbird_telemetry.jsonvalues.node import dumps
from sunbird_telemetry.pipeline import Fate
from telemetry.strategies import json_values, mutated_events

FORM = "application/x-www-form-urlencoded"
ANY_FATE = "&".join(f"fate={fate}" for fate in Fate) + "&limit=1000"
LONG = 20_000  # what is nested 100,000 times takes a second to show


def quoted(text):
    return quote_plus(text, errors="replace")


def multipart(body):
    return b"--x\r\nContent-Disposition: form-data; name=events\r\n\r\n" + body + b"\r\n--x--\r\n"


values = json_values().filter(lambda value: len(dumps(value)) < LONG)
events = values | mutated_events().filter(lambda each: len(dumps(each)) < LONG)
batches = st.fixed_dictionaries(
    {"events": st.lists(events, max_size=4) | values},
    optional={"params": values, "mid": values, "syncts": values, "secret": values},
)
names = st.sampled_from(["events", "events[]", "params", "mid", "syncts", "token"]) | st.text()
fields = (
    st.sampled_from(["", "[]", '{"eid":"START"}', '[{"eid":"START"}]', "eyJ.e30.x"]) | st.text()
)
forms = st.lists(st.tuples(names, fields), max_size=5).map(
    lambda pairs: "&".join("=".join(map(quoted, pair)) for pair in pairs).encode()
)
# JSON that is a form, too, and of which neither Python nor orjson reads all that Node does.
odd = st.sampled_from(
    [
        b'{"a":"&events=x&events=y&"}',
        b'[{"&events=1&events=":1},2]',
        b'{"events":[1,2],"a":"&events=x&events=y&"}',
        b'{"events":[{"a":"\\ud800"},{}],"token":"x"}',
        b'{"events":["\xff",1e999],"secret":"x"}',
    ]
)
texts = (values | batches).map(dumps)
plain = st.one_of(forms, texts, odd, st.binary(max_size=60), texts.map(multipart))
in_utf_16 = texts.map(lambda text: text.decode("utf-8", "replace").encode("utf-16", "replace"))
bodies = st.one_of(
    plain,
    in_utf_16,
    plain.map(lambda body: gzip.compress(body, mtime=0)),
    plain.map(zlib.compress),
    plain.map(lambda body: gzip.compress(body, mtime=0)[:-3]),
)
types = st.sampled_from(
    [
        "",
        FORM,
        f"{FORM};",
        f"{FORM}; charset=utf-8",
        f"{FORM}; charset=latin1",
        f"{FORM}; a=eyJ.e30.x",
        "multipart/form-data; boundary=x",
        "text/plain",
        "application/json",
        "application/json; charset=utf-16",
        "application/json; charset=utf-16; a=eyJ.e30.x",
        "application/json; charset=utf-7",
        "application/json; charset=latin1",
        "application/vnd.api+json",
    ]
)
encodings = st.sampled_from(["", "identity", "gzip", "deflate", "br", "gzip, gzip"])
# Behind the gateway, through it, nowhere, and where a body is kept without its secrets only.
paths = st.sampled_from(
    [
        "/v1/telemetry",
        "/data/v1/telemetry",
        "/api/data/v1/telemetry",
        "/nowhere",
        "/credential/register",
        "/api/api-manager/v1/consumer/x/credential/register",
        "/api/data/v1/client/logs",
    ]
)


@draws(150)
@given(
    st.lists(
        st.tuples(st.sampled_from(["POST", "PUT"]), paths, bodies, types, encodings), max_size=3
    )
)
@example([("POST", "/v1/telemetry", b"events=a&events=b", FORM, "")])
@example([("POST", "/credential/register", b'{"events":[{"a":"\\ud800"},{}]}', "", "")])
def test_the_journal_stays_readable(requests):
    """
    Events, deliveries and stats can be asked for, and each verdict has its event.
    """
    api = Api()
    for method, path, body, kind, encoding in requests:
        headers = {"content-type": kind, "content-encoding": encoding}
        given = {name: value for name, value in headers.items() if value}
        given["authorization"] = f"Bearer {TOKEN}"
        api.client.open(path, method=method, data=body, headers=given)

    calls = (f"events?{ANY_FATE}", "deliveries", "stats", "events?level=note&a.b~=x")
    answers = [api.ask(call) for call in calls]
    held = api.mock.journal.deliveries("default")
    verdicts = sum(len(each.verdicts) for each in held)
    assert [200] * len(calls) == [answer.status_code for answer in answers]
    assert len(requests) == len(held)
    assert verdicts == len(answers[0].json["events"]) == answers[2].json["events"]
    assert verdicts == sum(len(list(each.events())) for each in held)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b"events=a&events=b", ["a", "b"]),
        (b"events=%5B%5D", []),
        (b"a=1", []),
        (b'{"a":"&events=x&events=y&"}', ["x", "y"]),
        (b'{"events":[1,2],"a":"&events=x&events=y&"}', ["x", "y"]),
    ],
)
def test_the_events_of_a_form_are_those_that_the_pipeline_gets(body, shown):
    """
    A repeated field makes a list of texts, and these are the events, whatever else the bytes mean.
    """
    api = Api()
    api.post(body, "/v1/telemetry", content_type=FORM)

    found = api.ask(f"events?{ANY_FATE}").json["events"]
    assert shown == [each["event"] for each in found]
    assert {"poison"} >= {each["fate"] for each in found}


def test_the_events_of_json_that_was_sent_as_a_form_are_lost():
    """
    JSON that has no field called events in it is what the client meant, and the service never read.
    """
    api = Api()
    api.post(json.dumps({"events": [event()]}), "/v1/telemetry", content_type=FORM)

    (found,) = api.ask("events").json["events"]
    assert ("lost", event()) == (found["fate"], found["event"])


@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
@pytest.mark.parametrize("batch", ["[1]", "{}"])
def test_the_fate_of_json_does_not_depend_on_its_charset(charset, batch):
    """
    A batch in another charset that the service reads meets the same fate.
    """
    api = Api()
    api.post(
        batch.encode(charset), "/v1/telemetry", content_type=f"application/json; charset={charset}"
    )
    api.post(batch.encode(), "/v1/telemetry")

    other, utf_8 = (each["batch"] for each in api.ask("deliveries").json["deliveries"])
    assert utf_8 == other


def test_events_that_cannot_be_kept_are_shown_as_such():
    """
    A body that cannot be searched for secrets is not kept, and the number of its events is.
    """
    api = Api()
    api.post(b'{"events":[{"eid":"\\ud800"},{}],"secret":"s3cret"}', "/credential/register")

    found = api.ask("events?fate=refused").json["events"]
    assert ["[not kept]", "[not kept]"] == [each["event"] for each in found]
