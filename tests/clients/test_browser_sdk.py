"""
``@project-sunbird/telemetry-sdk`` 1.3.0 and 2.0.1 in Chromium, on a page of another origin.
"""

from __future__ import annotations

import pytest

from clients.recorded import CALLS, FATES, GIVEN, edata_given, fates

PORTAL = "/action/data/v3/telemetry"
BARE = "/data/v3/telemetry"
GATEWAY = "/data/v1/telemetry"
NGINX = "/api/data/v1/telemetry"

#: What each version must be told to post to a path: 2.0.1 has no slug any more.
SETTINGS = {
    "1.3.0": {
        PORTAL: {},
        BARE: {"apislug": ""},
        GATEWAY: {"apislug": "", "endpoint": GATEWAY},
        NGINX: {"apislug": "/api", "endpoint": GATEWAY},
    },
    "2.0.1": {
        PORTAL: {"endpoint": PORTAL},
        BARE: {},
        GATEWAY: {"endpoint": GATEWAY},
        NGINX: {"endpoint": NGINX},
    },
}

#: The headers that each version's preflight asks for, contract/clients.md 1.
ASKED = {
    "1.3.0": "authorization,content-type,datatype,x-app-id,x-channel-id",
    "2.0.1": "authorization,content-type,x-app-id,x-channel-id,x-device-id",
}

#: What each version writes to the console when a batch could not be delivered.
COMPLAINT = {
    "1.3.0": "Error while Telemetry sync to server",
    "2.0.1": "Telemetry Sync Failed TypeError: Failed to fetch",
}

versions = pytest.mark.parametrize("version", SETTINGS)
paths = pytest.mark.parametrize("path", [PORTAL, BARE, GATEWAY])


@pytest.fixture
def send(open_page, config):
    """
    Calls every API method of an SDK on a page, and waits until the page has its answer.
    """

    def send(version, path):
        page = open_page(version)
        with page.expect_event("requestfinished", lambda request: request.method == "POST"):
            page.evaluate("callAll", [config | SETTINGS[version][path], CALLS])

    return send


@versions
@paths
def test_every_api_method_is_recorded_with_its_edata(send, sunbird, version, path):
    """
    Each of the 17 types arrives with the edata that the page gave.
    """
    send(version, path)

    assert GIVEN == edata_given(sunbird.events)


@versions
@paths
def test_only_documented_metrics_are_dropped(send, sunbird, version, path):
    """
    The pipeline keeps what a correct page sends, but not METRICS as the SDK documents it.
    """
    send(version, path)

    assert FATES == fates(sunbird.events)


@versions
@paths
def test_the_browser_asks_first(send, sunbird, version, path):
    """
    One preflight, which names the SDK's headers, then one POST with all events.
    """
    send(version, path)

    preflight, post = sunbird.deliveries

    assert ("OPTIONS", path) == (preflight.method, preflight.path)
    assert ASKED[version] == preflight.headers["access-control-request-headers"]
    assert ("POST", path, 200) == (post.method, post.path, post.status)
    assert len(CALLS) == len(post.events)


@versions
def test_under_api_the_preflight_fails_as_in_production(open_page, config, sunbird, version):
    """
    The ingress does not allow the SDK's headers under /api: the page's POST never leaves it.
    """
    page = open_page(version)
    with page.expect_console_message(lambda message: COMPLAINT[version] in message.text):
        page.evaluate("callAll", [config | SETTINGS[version][NGINX], CALLS])

    assert {("OPTIONS", NGINX, 200)} == {
        (delivery.method, delivery.path, delivery.status) for delivery in sunbird.deliveries
    }


class TestTokenSpelledAsInTheReadme:
    """
    The README of 1.3.0 sets ``authToken``, the SDK reads ``authtoken``.
    """

    @pytest.fixture
    def answer(self, open_page, config):
        """
        What the page gets for its batch.
        """
        page = open_page("1.3.0")
        token = config.pop("authtoken")
        misspelled = config | SETTINGS["1.3.0"][GATEWAY] | {"authToken": token}
        with page.expect_response(lambda response: response.request.method == "POST") as answer:
            page.evaluate("callAll", [misspelled, CALLS])
        return answer.value

    def test_the_page_is_told_that_it_is_unauthorized(self, answer):
        """
        A bearer without a token is answered 401, readable from the other origin.
        """
        assert (401, {"message": "Unauthorized"}) == (answer.status, answer.json())

    def test_the_delivery_is_refused(self, answer, sunbird):
        """
        Nothing of it was taken: the page still has every event.
        """
        _, post, *_ = sunbird.deliveries  # after the preflight; the SDK tries again every 2 s

        assert ("POST", 401) == (post.method, post.status)
        assert {"refused"} == {event.fate for event in post.events}

    def test_the_journal_shows_the_bare_bearer_and_the_way_out(self, answer, sunbird):
        """
        A header without a token is no secret, and its diagnosis names the misspelled setting.
        """
        _, post, *_ = sunbird.deliveries

        assert "Bearer" == post.headers["authorization"]
        assert "authToken" in post.diagnosis
