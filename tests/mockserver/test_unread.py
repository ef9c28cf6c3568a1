"""
What the rules say of batches that never reach the pipeline.
"""

import gzip
import json

import pytest

from asking import Api, event

BATCH = json.dumps({"params": {"msgid": "b"}, "events": [event()]}).encode()


@pytest.fixture
def api():
    return Api()


@pytest.mark.parametrize(
    ("path", "body", "headers", "rules"),
    [
        (
            "/data/v1/telemetry",
            BATCH,
            {"authorization": "Bearer"},
            ["refused-unauthorized", "bare-bearer"],
        ),
        (
            "/v1/telemetry",
            BATCH,
            {"content_encoding": "gzip"},
            ["refused-not-json", "gzip-header-on-plain-body"],
        ),
        (
            "/v1/telemetry",
            gzip.compress(BATCH, mtime=0),
            {},
            ["refused-not-json", "gzip-body-without-header"],
        ),
        ("/v1/telemetry", BATCH, {"content_type": "text/plain"}, ["lost-unread"]),
        ("/v1/telemetry", b"[" * 5000 + b"]" * 5000, {}, ["refused-too-deep"]),
    ],
    ids=["bare bearer", "gzip said", "gzip not said", "text", "deep"],
)
def test_a_refusal_is_told_by_rule(api, path, body, headers, rules):
    """
    So that it can be counted and allowed by the rule's name.
    """
    api.post(body, path, **headers)

    (delivery,) = api.ask("deliveries").json["deliveries"]
    assert rules == [finding["rule"] for finding in delivery["findings"]]


def test_what_is_nested_too_deep_is_not_to_be_sent_again(api):
    """
    The diagnosis of a 500 that comes again each time says so.
    """
    api.post(b"[" * 5000 + b"]" * 5000, "/v1/telemetry")

    (delivery,) = api.ask("deliveries").json["deliveries"]
    assert (
        500,
        (
            "The service answered 500: the body has more levels of nesting than the service can "
            "write. Use fewer levels of nesting. Do not send this batch again unchanged."
        ),
    ) == (
        delivery["answer"]["status"],
        delivery["diagnosis"],
    )


def test_what_is_no_batch_is_told_nothing(api):
    """
    A question to the service is no telemetry.
    """
    api.client.get("/health")

    (delivery,) = api.ask("deliveries").json["deliveries"]
    assert [] == delivery["findings"]
