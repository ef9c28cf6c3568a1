"""
``@project-sunbird/telemetry-sdk`` 1.3.0 and 2.0.1 in Chromium, on a page of another origin.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from clients.recorded import CALLS, FATES, GIVEN, edata_given, fates
from clients.sdk import config_for, opening_pages

if TYPE_CHECKING:
    from pytest_sunbird import Delivery, Sunbird

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


class Sent(NamedTuple):
    """
    The inbox after a page with *version* has called every API method, and posted to *path*.
    """

    version: str
    path: str
    sunbird: Sunbird


@pytest.fixture(
    scope="module", params=itertools.product(SETTINGS, [PORTAL, BARE, GATEWAY]), ids="-".join
)
def sent(browser, page_origin, new_sunbird, request):
    """
    What a page has sent that waited for its answer.
    """
    version, path = request.param
    sunbird = new_sunbird()
    with opening_pages(browser, page_origin) as open_page:
        page = open_page(version)
        with page.expect_event("requestfinished", lambda request: request.method == "POST"):
            page.evaluate("callAll", [config_for(sunbird) | SETTINGS[version][path], CALLS])

    return Sent(version, path, sunbird)


def test_every_api_method_is_recorded_with_its_edata(sent):
    """
    Each of the 17 types arrives with the edata that the page gave.
    """
    assert GIVEN == edata_given(sent.sunbird.events)


def test_only_documented_metrics_are_dropped(sent):
    """
    The pipeline keeps what a correct page sends, but not METRICS as the SDK documents it.
    """
    assert FATES == fates(sent.sunbird.events)


def test_the_browser_asks_first(sent):
    """
    One preflight, which names the SDK's headers, then one POST with all events.
    """
    preflight, post = sent.sunbird.deliveries

    assert ("OPTIONS", sent.path) == (preflight.method, preflight.path)
    assert ASKED[sent.version] == preflight.headers["access-control-request-headers"]
    assert ("POST", sent.path, 200) == (post.method, post.path, post.status)
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


class Misspelled(NamedTuple):
    """
    The first POST of a page whose token has the name of the README, and what the page got for it.
    """

    post: Delivery
    answer: tuple[int, Any]


@pytest.fixture(scope="module")
def misspelled(browser, page_origin, new_sunbird):
    """
    What a page has sent that follows the README.
    """
    sunbird = new_sunbird()
    config = config_for(sunbird) | SETTINGS["1.3.0"][GATEWAY]
    config["authToken"] = config.pop("authtoken")
    with opening_pages(browser, page_origin) as open_page:
        page = open_page("1.3.0")
        with page.expect_response(lambda response: response.request.method == "POST") as got:
            page.evaluate("callAll", [config, CALLS])
        answer = (got.value.status, got.value.json())
    _, post, *_ = sunbird.deliveries  # after the preflight; the SDK tries again every 2 s

    return Misspelled(post, answer)


class TestTokenSpelledAsInTheReadme:
    """
    The README of 1.3.0 sets ``authToken``, the SDK reads ``authtoken``.
    """

    def test_the_page_is_told_that_it_is_unauthorized(self, misspelled):
        """
        A bearer without a token is answered 401, readable from the other origin.
        """
        assert (401, {"message": "Unauthorized"}) == misspelled.answer

    def test_the_delivery_is_refused(self, misspelled):
        """
        Nothing of it was taken: the page still has every event.
        """
        assert ("POST", 401) == (misspelled.post.method, misspelled.post.status)
        assert {"refused"} == {event.fate for event in misspelled.post.events}

    def test_the_journal_shows_the_bare_bearer_and_the_way_out(self, misspelled):
        """
        A header without a token is no secret, and its diagnosis names the misspelled setting.
        """
        assert "Bearer" == misspelled.post.headers["authorization"]
        assert "authToken" in misspelled.post.diagnosis
