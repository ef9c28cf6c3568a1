"""
What real clients do when something goes wrong: contract/clients.md 1, failure table.
"""

from __future__ import annotations

import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from clients import recorded
from clients.sdk import config_for

if TYPE_CHECKING:
    from pytest_sunbird import Fault, Sunbird

SCRIPT = Path(__file__).parent / "node" / "call_all.mjs"
#: One batch.
CALLS = {method: recorded.CALLS[method] for method in ("start", "impression", "end")}
GATEWAY = "/data/v1/telemetry"


#: What goes wrong for the apps under Node, by name.
FAULTS = {
    "503": lambda faults: faults.next(503, times=2),
    "drop": lambda faults: faults.drop(),
    "accept_then_drop": lambda faults: faults.accept_then_drop(),
    "bad_json": lambda faults: faults.bad_json(),
    "empty_200": lambda faults: faults.empty_200(),
}


class App(NamedTuple):
    """
    The inbox of an app, and the fault that it met.
    """

    sunbird: Sunbird
    fault: Fault


@pytest.fixture(scope="module")
def apps(node, node_modules, new_sunbird):
    """
    Apps with SDK 2.0.1 under Node, one per fault, that had nothing more to send.

    They run at the same time: most of it goes by between one try and the next.
    """

    def run(place):
        sunbird = new_sunbird()
        fault = place(sunbird.faults)
        settings = json.dumps(config_for(sunbird) | {"endpoint": GATEWAY})
        command = [node, SCRIPT, node_modules, settings, json.dumps(CALLS)]
        subprocess.run(command, check=True, timeout=60, stdout=subprocess.DEVNULL)

        return App(sunbird, fault)

    with ThreadPoolExecutor(len(FAULTS)) as pool:
        return dict(zip(FAULTS, pool.map(run, FAULTS.values()), strict=True))


def told(sunbird):
    """
    Fault, status and fates of each delivery.
    """
    return [
        (delivery.fault, delivery.status, {event.fate for event in delivery.events})
        for delivery in sunbird.deliveries
    ]


def test_the_sdk_sends_again_after_a_503(apps):
    """
    After each 503 the batch comes again, and is kept once it gets through.
    """
    sunbird, outage = apps["503"]

    refused = ("status", 503, {"refused"})
    assert [refused, refused, (None, 200, {"accepted"})] == told(sunbird)
    assert 2 == outage.times_met


@pytest.mark.parametrize(
    ("fault", "first", "again"),
    [
        ("drop", (0, {"refused"}), "accepted"),
        ("accept_then_drop", (0, {"accepted"}), "duplicate"),
        ("bad_json", (200, {"accepted"}), "duplicate"),
    ],
)
def test_the_sdk_sends_the_same_batch_again(apps, fault, first, again):
    """
    Whether or not the first was taken: if it was, the second is a duplicate.
    """
    sunbird = apps[fault].sunbird

    assert [(fault, *first), (None, 200, {again})] == told(sunbird)
    one, two = sunbird.deliveries
    assert one.events == two.events


def test_the_sdk_is_content_with_an_empty_200(apps):
    """
    2.0.1 takes an answer without a body for a success.
    """
    assert [("empty_200", 200, {"accepted"})] == told(apps["empty_200"].sunbird)


def test_a_page_sends_again_what_was_taken(open_page, config, sunbird):
    """
    A browser does as Node does: what was taken comes again, and is a duplicate.
    """
    lost = sunbird.faults.accept_then_drop()
    page = open_page("2.0.1")

    with page.expect_event("requestfinished", lambda request: request.method == "POST"):
        page.evaluate("callAll", [config | {"endpoint": GATEWAY}, CALLS])

    *_, first, again = sunbird.deliveries
    assert ({"accepted"}, {"duplicate"}) == (
        {event.fate for event in first.events},
        {event.fate for event in again.events},
    )
    assert [first.id] == [met.id for met in lost.deliveries]


def test_a_page_is_blocked_where_there_is_no_cors(open_page, config, sunbird):
    """
    The browser asks, is not let in, and sends nothing.
    """
    sunbird.faults.no_cors()
    page = open_page("2.0.1")

    complaint = "Telemetry Sync Failed TypeError: Failed to fetch"
    with page.expect_console_message(lambda message: complaint in message.text):
        page.evaluate("callAll", [config | {"endpoint": GATEWAY}, CALLS])

    assert {("OPTIONS", 401, "no_cors")} == {
        (delivery.method, delivery.status, delivery.fault) for delivery in sunbird.deliveries
    }
