"""
A client for the tests, with the standard library only.
"""

import json
import time
import urllib.error
import urllib.request
from itertools import count

_numbers = count(1)


def impression(**fields):
    """
    A valid IMPRESSION of the page home, with *fields* in place of its own.
    """
    return {
        "eid": "IMPRESSION",
        "ets": time.time_ns() // 1_000_000,
        "ver": "3.0",
        "mid": f"IMPRESSION:{next(_numbers)}",
        "actor": {"id": "learner-1", "type": "User"},
        "context": {
            "channel": "ch",
            "env": "home",
            "pdata": {"id": "partner.app"},
            "sid": "session-1",
            "did": "device-1",
        },
        "edata": {"type": "view", "pageid": "home", "uri": "/home"},
        **fields,
    }


def post(url, body, headers):
    """
    Status and body of the answer to a POST.
    """
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def send(sunbird, events, *, token=None):
    """
    Send *events* through the gateway.
    """
    token = sunbird.token() if token is None else token
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}

    return post(sunbird.url + "/data/v1/telemetry", {"events": events}, headers)
