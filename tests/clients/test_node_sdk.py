"""
``@project-sunbird/telemetry-sdk`` 2.0.1 under Node, from ``require`` to the journal.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from clients.recorded import CALLS, FATES, GIVEN, edata_given, fates
from clients.sdk import config_for

SCRIPT = Path(__file__).parent / "node" / "call_all.mjs"
BATCHSIZE = 4


@pytest.fixture(scope="module")
def sent(node, node_modules, new_sunbird):
    """
    The inbox after an SDK under Node has called every API method.
    """
    sunbird = new_sunbird()
    settings = json.dumps(config_for(sunbird) | {"batchsize": BATCHSIZE})
    command = [node, SCRIPT, node_modules, settings, json.dumps(CALLS)]
    subprocess.run(command, check=True, timeout=30)
    return sunbird


def test_every_api_method_is_recorded_with_its_edata(sent):
    """
    Each of the 17 types arrives with the edata that the app gave.
    """
    assert GIVEN == edata_given(sent.events)


def test_only_documented_metrics_are_dropped(sent):
    """
    The pipeline keeps what a correct app sends, but not METRICS as the SDK documents it.
    """
    assert FATES == fates(sent.events)


def test_events_carry_the_settings_of_the_app(sent):
    """
    Actor, context and object of an event are those of the SDK's configuration.
    """
    config = config_for(sent)
    impression = sent.expect("IMPRESSION")
    names = ("channel", "pdata", "env", "sid", "did", "cdata")

    assert {"id": "user-1", "type": "User"} == impression.actor
    assert {name: config[name] for name in names} == {
        name: impression.context[name] for name in names
    }
    assert {"id": "do_11", "ver": "2"} == impression.object
    assert ["pilot"] == impression["tags"]


def test_a_batch_is_sent_whenever_it_is_full(sent):
    """
    17 events in batches of 4 are 5 deliveries, END's the smallest, in any order of arrival.
    """
    sizes = [len(delivery.events) for delivery in sent.deliveries]

    assert [1, 4, 4, 4, 4] == sorted(sizes)


def test_the_sdk_introduces_itself_in_headers(sent):
    """
    App, device and channel go into headers of each delivery, to the SDK's default path.
    """
    names = ("x-app-id", "x-device-id", "x-channel-id")
    seen = {
        (delivery.method, delivery.path, *map(delivery.headers.get, names))
        for delivery in sent.deliveries
    }

    assert {("POST", "/data/v3/telemetry", "partner.app", "device-1", "partner-channel")} == seen
