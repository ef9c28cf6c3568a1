"""
``/data/v1/client/logs``: contract/gateway-and-auth.md 6.
"""

import copy
import json

import pytest

GOOD = {
    "request": {
        "context": {"did": "d1", "dspec": {"os": "Android"}, "extras": {"k": "v"}},
        "pdata": {"id": "app", "ver": "1.0", "pid": "app.player"},
        "logs": [{"id": "l1", "ts": 1_700_000_000, "log": "it broke", "pageid": "home"}],
    }
}
INCOMPLETE = "property: logs, mandatory fields are missing or type mismatch!"


@pytest.fixture
def send(call):
    def post(body):
        reply = call("POST", "/data/v1/client/logs", body)

        return reply.status, json.loads(reply.body)

    return post


def changed(path, value):
    """
    The good body with *value* at *path*; an Ellipsis takes the member away.
    """
    body = copy.deepcopy(GOOD)
    *outer, name = path
    inner = body
    for step in outer:
        inner = inner[step]
    if value is ...:
        del inner[name]
    else:
        inner[name] = value

    return body


def test_a_good_log_is_taken(send):
    """
    200 with its sentence.
    """
    status, answer = send(GOOD)

    assert 200 == status
    assert ("ekstep.analytics.client-log", "OK") == (answer["id"], answer["responseCode"])
    assert {"message": "Log captured successfully!"} == answer["result"]


@pytest.mark.parametrize(
    ("path", "value", "errmsg"),
    [
        (["request"], ..., "property: request is missing!"),
        (["request"], None, "property: request is missing!"),
        (["request", "context"], ..., "property: context is missing!"),
        (["request", "pdata"], ..., "property: pdata is missing!"),
        (["request", "logs"], ..., "property: logs is missing!"),
        (["request", "logs"], None, "property: logs is missing!"),
        (["request"], {}, "property: context is missing!"),
        (["request", "context"], {}, "property: context.did is null or empty!"),
        (["request", "context", "did"], "", "property: context.did is null or empty!"),
        (["request", "pdata", "id"], ..., "property: pdata.id is null or empty!"),
        (["request", "pdata"], {"id": "a"}, "property: pdata.pid is null or empty!"),
        (["request", "pdata", "ver"], None, "property: pdata.ver is null or empty!"),
        (["request", "logs", 0, "log"], ..., INCOMPLETE),
        (["request", "logs", 0, "log"], "", INCOMPLETE),
        (["request", "logs", 0, "ts"], 0, INCOMPLETE),
        (["request", "logs", 0, "ts"], ..., INCOMPLETE),
    ],
)
def test_what_is_missing_is_said(send, path, value, errmsg):
    """
    400 CLIENT_ERROR; the first thing that is missing decides.
    """
    status, answer = send(changed(path, value))

    assert (400, "CLIENT_ERROR", "CLIENT_ERROR") == (
        status,
        answer["responseCode"],
        answer["params"]["err"],
    )
    assert errmsg == answer["params"]["errmsg"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["request"], "text"),
        (["request"], []),
        (["request", "context"], "text"),
        (["request", "context", "did"], {}),
        (["request", "context", "extras"], []),
        (["request", "pdata"], 5),
        (["request", "logs"], {}),
        (["request", "logs"], [None]),
        (["request", "logs"], ["text"]),
        (["request", "logs", 0, "ts"], "yesterday"),
        (["request", "logs", 0, "ts"], True),
        (["request", "logs", 0, "log"], {}),
    ],
)
def test_a_wrong_type_is_an_error_of_the_server(send, path, value):
    """
    500 SERVER_ERROR: it cannot be read at all.
    """
    status, answer = send(changed(path, value))

    assert (500, "SERVER_ERROR") == (status, answer["responseCode"])


@pytest.mark.parametrize("body", [None, [], "text", 5])
def test_a_body_is_an_object(send, body):
    """
    Any other JSON breaks the component.
    """
    assert 500 == send(body)[0]


def test_a_type_is_looked_at_before_what_is_missing(send):
    """
    Reading comes before judging.
    """
    assert 500 == send({"request": {"logs": "text"}})[0]


@pytest.mark.parametrize("ts", ["1700000000", 1.7e9])
def test_a_time_may_be_text_or_a_fraction(send, ts):
    """
    As Jackson reads whole numbers.
    """
    assert 200 == send(changed(["request", "logs", 0, "ts"], ts))[0]


def test_no_logs_at_all_are_taken(send):
    """
    An empty list has nothing that could be missing.
    """
    assert 200 == send(changed(["request", "logs"], []))[0]
