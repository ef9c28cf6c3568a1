import json

import pytest

from asking import Api, event

TOLD = "X-Mock-Verdict"


@pytest.fixture
def api():
    return Api()


def ask(api, *events, asked="yes"):
    body = json.dumps({"events": events})

    return api.post(body, "/v1/telemetry", x_mock_verdict=asked)


def test_who_asks_is_told(api):
    """
    The header has the batch's fate, and one per event in order; the body stays the real one.
    """
    answer = ask(api, event(), event(unknown=1))

    assert {"fate": "accepted", "events": ["accepted", "failed"]} == json.loads(
        answer.headers[TOLD]
    )
    assert "SUCCESS" == answer.json["responseCode"]


@pytest.mark.parametrize("asked", ["no", "", "true"])
def test_nobody_else_is_told(api, asked):
    """
    The answer stays exactly the real one unless ``yes`` is said.
    """
    assert TOLD not in ask(api, event(), asked=asked).headers


def test_a_refused_batch_is_told_so(api):
    """
    Not only a 200 has a fate.
    """
    answer = api.post(json.dumps({"events": [event()]}), x_mock_verdict="yes", authorization="")

    assert 401 == answer.status_code
    assert {"fate": "refused", "events": ["refused"]} == json.loads(answer.headers[TOLD])


def test_of_many_events_the_fates_are_counted(api):
    """
    A header has to fit into what clients read.
    """
    answer = ask(api, *(event(mid=str(n)) for n in range(1000)))

    assert {"fate": "accepted", "counts": {"accepted": 1000}} == json.loads(answer.headers[TOLD])
