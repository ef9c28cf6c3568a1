"""
What a request says around its batch.
"""

import pytest

from sunbird_telemetry.findings import transport_findings
from sunbird_telemetry.specification.samples import whole_batch
from telemetry.findings.running import Request

BATCH = whole_batch({"events": [{}, {"context": {"channel": "other", "did": "other"}}]})


def names(batch=None, **request):
    return [finding.rule for finding in transport_findings(Request(**request), batch)]


@pytest.mark.parametrize(
    ("path", "rules"),
    [
        ("/data/v1/telemetry", []),
        ("/api/data/v1/telemetry", []),
        ("/action/data/v3/telemetry", []),
        ("/content/data/v1/telemetry", []),
        ("/data/v3/telemetry", ["endpoint-v3"]),
        ("/api/data/v3/telemetry", ["endpoint-v3"]),
        ("/action/content/data/v1/telemetry", ["double-slug"]),
        ("/action/action/data/v3/telemetry", ["double-slug"]),
        ("/api/action/content/data/v1/telemetry", ["double-slug"]),
        ("/api/api/data/v1/telemetry", ["double-slug"]),
        ("//data/v1/telemetry", ["double-slash"]),
        ("/v1/telemetry", []),
        ("/health", []),
    ],
)
def test_paths(path, rules):
    """
    A path with two slugs, two slashes or the documents' version leads nowhere.
    """
    assert rules == names(path=path)


@pytest.mark.parametrize("value", ["Bearer", "Bearer ", "bearer", " Bearer  "])
def test_a_bearer_without_token(value):
    """
    Authorization with the scheme alone is told of, in any case.
    """
    assert ["bare-bearer"] == names(headers={"authorization": value})


def test_the_spelling_of_the_readme():
    """
    An old SDK, known by its header dataType, lacks its token because of the README's spelling.
    """
    headers = {"authorization": "Bearer", "datatype": "json"}

    assert ["readme-authtoken"] == names(headers=headers)


@pytest.mark.parametrize(
    ("encoding", "body", "rules"),
    [
        ("gzip", b"\x1f\x8b\x08", []),
        ("gzip", b"{}", ["gzip-header-on-plain-body"]),
        ("gzip", b"", []),
        ("identity", b"{}", []),
        (None, b"\x1f\x8b\x08", ["gzip-body-without-header"]),
        (None, b"{}", []),
    ],
)
def test_compression(encoding, body, rules):
    """
    The header and the first bytes of the body must agree.
    """
    headers = {"content-encoding": encoding} if encoding else {}

    assert rules == names(headers=headers, body=body)


def test_identities_that_disagree():
    """
    A header that names another channel or device than some events is told of, with their number.
    """
    good = whole_batch({"events": [{}]})["events"][0]["context"]
    headers = {"x-channel-id": good["channel"], "x-device-id": good["did"]}

    findings = transport_findings(Request(headers=headers), BATCH)

    assert [
        "The header X-Channel-Id names another channel than 1 of the events.",
        "The header X-Device-ID names another device than 1 of the events.",
    ] == [finding.message for finding in findings]


@pytest.mark.parametrize("batch", [None, 7, [], {"events": None}, {"events": [1, {"context": 1}]}])
def test_what_holds_no_context_disagrees_with_nothing(batch):
    """
    Headers are compared with what events say, if they say anything.
    """
    assert [] == names(batch, headers={"x-channel-id": "a", "x-device-id": "b"})


@pytest.mark.parametrize(
    ("size", "rules"), [(89, []), (90, ["body-near-limit"]), (100, ["body-near-limit"]), (101, [])]
)
def test_bodies_near_the_limit(size, rules):
    """
    From nine tenths of what the gateway takes a body is told of; beyond it the answer tells.
    """
    findings = transport_findings(Request(body=b"x" * size), None, limit=100)

    assert rules == [finding.rule for finding in findings]
