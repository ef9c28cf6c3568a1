"""
The application: what is recorded, and what happens when it breaks.
"""

from __future__ import annotations

import io
import logging

import pytest

from sunbird_mockserver import Mock, create_app
from sunbird_mockserver.control import api
from sunbird_mockserver.tokens import mint

TOKEN = mint("partner-key", "partner-secret")
SECRETS = {
    "HTTP_AUTHORIZATION": f"Bearer {TOKEN}",
    "HTTP_COOKIE": "session=c00kie",
    "HTTP_X_AUTHENTICATED_USER_TOKEN": "us3r.t0ken",
    "QUERY_STRING": "eHVyhwSdt=argum3nt",
}


def call(mock, method="POST", path="/data/v1/telemetry", body=b"{}", **variables):
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "localhost",
        "wsgi.input": io.BytesIO(body),
        **variables,
    }
    started = []
    answer = b"".join(create_app(mock)(environ, lambda *args: started.append(args)))
    [(status, headers)] = started

    return int(status.split()[0]), dict(headers), answer


@pytest.fixture
def mock():
    return Mock()


def entries(mock):
    return [recorded.to_dict() for recorded in mock.journal.deliveries("default")]


def test_a_request_is_in_the_journal_when_its_answer_begins(mock):
    """
    Recorded first, answered then: whoever sees the first byte can rely on it.
    """
    seen = []
    environ = {"REQUEST_METHOD": "POST", "PATH_INFO": "/v1/telemetry", "wsgi.input": io.BytesIO()}

    create_app(mock)(environ, lambda *_: seen.append(len(entries(mock))))

    assert [1] == seen


def test_the_control_api_is_not_recorded(mock):
    """
    Questions to the mock itself are no deliveries.
    """
    status, _, _ = call(mock, "GET", "/_mock/health", b"")

    assert 200 == status
    assert [] == entries(mock)


def test_a_listener_that_raises_changes_no_answer(mock):
    """
    Whoever sent the delivery gets its answer, and it is recorded once.
    """

    def fail(_):
        raise RuntimeError

    with mock.journal.listening(listener=fail):
        status, _, _ = call(mock, path="/v1/telemetry")

    assert 200 == status
    assert [200] == [entry["answer"]["status"] for entry in entries(mock)]


def test_a_control_call_that_breaks_is_not_recorded_either(mock, monkeypatch):
    """
    A bug in a call of the control API is answered with 500, and no inbox holds the call.
    """

    def fail(*_):
        raise RecursionError

    monkeypatch.setitem(api.CALLS["/stats"], "GET", fail)

    status, _, body = call(mock, "GET", "/_mock/stats", b"")

    assert 500 == status
    assert b"RecursionError()" in body
    assert () == mock.journal.inboxes()


class TestDefect:
    @pytest.fixture(autouse=True)
    def broken(self, monkeypatch):
        """
        A stage that fails, and says everything it knows.
        """

        def judge(_, delivery, *__):
            raise RuntimeError(f"{delivery.headers} {delivery.query}")

        monkeypatch.setattr("sunbird_mockserver.gateway.Gateway.pass_through", judge)

    def test_is_said(self, mock):
        """
        A bug of the mock is answered with 500 and what it is.
        """
        status, headers, body = call(mock)

        assert (500, "application/json") == (status, headers["Content-Type"])
        assert body.startswith(b'{"error":"The mock could not judge this request: RuntimeError(')

    def test_is_recorded(self, mock):
        """
        The request is in the journal all the same.
        """
        call(mock, body=b'{"events":[]}')

        [entry] = entries(mock)
        assert (500, 13) == (entry["answer"]["status"], entry["size"])
        assert (
            "a defect of the mock itself; please report it with the request" == entry["diagnosis"]
        )

    def test_is_logged(self, mock, caplog):
        """
        The log has the request and the traceback.
        """
        call(mock)

        [record] = caplog.records
        assert logging.ERROR == record.levelno
        assert "POST /data/v1/telemetry could not be judged" in record.getMessage()
        assert "Traceback" in record.getMessage()

    def test_keeps_secrets(self, mock, caplog):
        """
        Neither answer nor log nor journal shows a token, even when the bug does.
        """
        _, _, body = call(mock, **SECRETS)

        everything = body.decode() + caplog.text + repr(mock.journal.deliveries("default"))
        for secret in (TOKEN, "c00kie", "us3r.t0ken", "argum3nt"):
            assert secret not in everything


@pytest.mark.parametrize(
    "path", ["/v1/telemetry", "/data/v1/telemetry", "/nowhere", "//data/v1/telemetry"]
)
@pytest.mark.parametrize("signature", [TOKEN.rpartition(".")[2], "wr0ng"])
def test_nothing_that_is_kept_has_a_secret(mock, path, signature, caplog):
    """
    Tokens, cookies and signatures are nowhere: not in the entries, not in their reprs, not in logs.
    """
    token = TOKEN.rpartition(".")[0] + "." + signature
    secrets = SECRETS | {
        "HTTP_AUTHORIZATION": f"Bearer {token}",
        "QUERY_STRING": f"jwt={token}&eHVyhwSdt=argum3nt",
        "HTTP_REFERER": f"http://a.example/?jwt={token}",
    }

    call(mock, path=path, **secrets)
    _, _, shown = call(mock, "GET", "/_mock/deliveries", b"")

    everything = shown.decode() + caplog.text + repr(mock.journal.deliveries("default"))
    for secret in (signature, "c00kie", "us3r.t0ken", "argum3nt"):
        assert secret not in everything
