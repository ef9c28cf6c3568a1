"""
What a client is told, in the words of the component: contract/gateway-and-auth.md 1 and 3.
"""

import pytest

from asking import NOW, Api, event
from knocking import bearer
from sunbird_mockserver import Settings
from sunbird_mockserver.faults import BadJson, Empty200, NoCors, Status

JSON = "application/json"
PLAIN = "text/plain; charset=UTF-8"
UNAVAILABLE = "The upstream server is currently unavailable"
BROKEN = (
    '{"id":"api.telemetry","ver":"1.0","ets":%d,'
    '"params":{"err":"Request failed"},"responseCode":"SERVER_ERROR"}'
)
#: By profile: a status, and what the gateway or the service writes with it.
SAID = {
    "sunbird": {
        400: '{"message":"Bad Request"}\n',
        401: '{"message":"Unauthorized"}\n',
        403: '{"message":"You cannot consume this service"}\n',
        404: '{"message":"no route and no API found with those values"}\n',
        413: '{"message":"Request size limit exceeded"}\n',
        418: '{"message":"I\'m a Teapot"}\n',
        429: '{"message":"API rate limit exceeded"}\n',
        447: '{"message":"Unknown"}\n',
        500: BROKEN % NOW,
        502: "An invalid response was received from the upstream server\n",
        503: f"{UNAVAILABLE}\n",
        504: "The upstream server is timing out\n",
    },
    "spark": {
        401: '{"message":"Unauthorized"}',
        403: '{\n  "message":"You cannot consume this service",\n  "request_id":"ID"\n}',
        500: BROKEN % NOW,
        503: f'{{\n  "message":"{UNAVAILABLE}",\n  "request_id":"ID"\n}}',
    },
}
EACH = [(profile, *each) for profile, said in SAID.items() for each in said.items()]


def answered(fault, profile="sunbird", **headers):
    """
    The answer to a batch that meets *fault*.
    """
    api = Api(Settings(profile=profile))
    api.mock.faults.place("default", fault)
    said = {"authorization": bearer(), **headers}

    return api.post('{"events": []}', **said)


@pytest.mark.parametrize(("profile", "status", "body"), EACH)
def test_a_status_comes_with_the_body_of_who_says_so(profile, status, body):
    """
    The gateway's own words where it has any for that status, the service's for a 500, else the
    gateway's form with the name of the status.
    """
    answer = answered(Status(status), profile)

    text = answer.text.replace(answer.headers.get("X-Kong-Request-Id", "-"), "ID")
    assert (status, body) == (answer.status_code, text)
    assert len(answer.data) == answer.content_length


def test_a_503_is_the_page_that_the_client_accepts():
    """
    Kong's own pages come in the form that ``Accept`` asks for.
    """
    answer = answered(Status(503), accept=JSON)

    assert f'{{"message":"{UNAVAILABLE}"}}\n' == answer.text
    assert JSON == answer.content_type


def test_other_origins_may_read_it():
    """
    Errors carry the CORS headers that the real ones have.
    """
    assert "*" == answered(Status(503)).headers["Access-Control-Allow-Origin"]


def test_a_429_says_that_nothing_is_left():
    """
    With the headers of the real limit, and none that 0.14.1 does not send.
    """
    headers = answered(Status(429)).headers

    assert ("100000", "0") == (
        headers["X-RateLimit-Limit-hour"],
        headers["X-RateLimit-Remaining-hour"],
    )
    assert "Retry-After" not in headers


def test_retry_after_is_added():
    """
    A header that a client should obey can be asked for with any status.
    """
    assert "7" == answered(Status(503, retry_after=7)).headers["Retry-After"]


def test_retry_after_is_there_once():
    """
    Where the real answer has that header, the one that was asked for takes its place.
    """
    assert ["7"] == answered(Status(429, retry_after=7), "spark").headers.getlist("Retry-After")


def test_a_401_of_spark_challenges():
    """
    Newer gateways say what they want.
    """
    assert "Bearer" == answered(Status(401), "spark").headers["WWW-Authenticate"]


@pytest.mark.parametrize(("fault", "body"), [(BadJson(), b"OK"), (Empty200(), b"")])
def test_a_spoiled_200_still_says_that_it_is_json(fault, body):
    """
    Only the body is wrong: contract/clients.md 1.
    """
    answer = answered(fault)

    assert (200, body, len(body)) == (answer.status_code, answer.data, answer.content_length)
    assert "application/json; charset=utf-8" == answer.content_type
    assert "ETag" not in answer.headers


def test_through_the_ingress_nobody_is_told_what_is_behind_it():
    """
    What comes through nginx has no Server header.
    """
    api = Api()
    api.mock.faults.place("default", Status(503, times=2))

    answers = [
        api.post("{}", path, authorization=bearer())
        for path in ("/data/v1/telemetry", "/api/data/v1/telemetry")
    ]

    assert ["kong/0.14.1", None] == [each.headers.get("Server") for each in answers]


class TestNoCors:
    @pytest.fixture
    def closed(self, api):
        """
        A mock without CORS.
        """
        api.mock.faults.place("default", NoCors())

        return api

    @pytest.mark.parametrize("path", ["/data/v1/telemetry", "/api/data/v1/telemetry"])
    def test_a_preflight_is_a_request_without_a_token(self, closed, path):
        """
        Without its plugin the gateway asks OPTIONS for a token, which no preflight has.
        """
        answer = closed.client.options(path)

        assert (401, '{"message":"Unauthorized"}\n') == (answer.status_code, answer.text)

    def test_no_answer_may_be_read(self, closed):
        """
        Neither the gateway's header nor those of the service are sent.
        """
        answer = closed.send(event())

        assert 200 == answer.status_code
        assert [] == [name for name, _ in answer.headers if name.startswith("Access-")]

    def test_the_batch_is_taken_all_the_same(self, closed):
        """
        A 200 that the page cannot read is stored, and sent again for ever: contract/clients.md 1.
        """
        closed.send(event())

        (delivery,) = closed.ask("deliveries").json["deliveries"]
        assert ("no_cors", "accepted") == (delivery["fault"], delivery["batch"]["fate"])
