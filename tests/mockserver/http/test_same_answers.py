"""
One application, two servers: nobody can tell from the wire which of them answers.
"""

from __future__ import annotations

import gzip
import re

import pytest

AUTHORIZED = "Authorization: Bearer {token}"
BATCH = "<batch>"
GATEWAY = "/api/data/v1/telemetry"

REQUESTS = {
    "a batch to the service": ("POST", "/v1/telemetry", (), BATCH),
    "a batch through the gateway": ("POST", "/data/v1/telemetry", (AUTHORIZED,), BATCH),
    "a batch through the ingress": ("POST", GATEWAY, (AUTHORIZED,), BATCH),
    "a batch through the portal": ("POST", "/action/data/v3/telemetry", (AUTHORIZED,), BATCH),
    "a token in the query": ("POST", "/data/v1/telemetry?jwt={token}", (), BATCH),
    "an empty token in the query": ("POST", "/data/v1/telemetry?jwt=", (AUTHORIZED,), BATCH),
    "no token": ("POST", GATEWAY, (), BATCH),
    "a bare Bearer": ("POST", GATEWAY, ("Authorization: Bearer ",), BATCH),
    "two tokens": ("POST", GATEWAY, (AUTHORIZED, "Authorization: Bearer x"), BATCH),
    "no batch": ("POST", GATEWAY, (AUTHORIZED,), b""),
    "broken JSON": ("POST", GATEWAY, (AUTHORIZED,), b'{"events":['),
    "deep JSON": ("POST", "/v1/telemetry", (), b"[" * 100_000 + b"]" * 100_000),
    "deep broken JSON": ("POST", "/v1/telemetry", (), b"[" * 100_000),
    "no content type": ("POST", "/v1/telemetry", ("Content-Type: ",), BATCH),
    "repeated content type": ("POST", "/v1/telemetry", ("Content-Type: text/plain",) * 2, BATCH),
    "a large batch": ("POST", GATEWAY, (AUTHORIZED,), b" " * 1_048_577),
    "a large batch to the service": ("POST", "/v1/telemetry", (), b" " * 5_242_881),
    "gzip": ("POST", "/v1/telemetry", ("Content-Encoding: gzip",), gzip.compress(b"{}", mtime=0)),
    "gzip that is none": ("POST", "/v1/telemetry", ("Content-Encoding: gzip",), b"{}"),
    "brotli": ("POST", "/v1/telemetry", ("Content-Encoding: br",), b"{}"),
    "GET": ("GET", "/v1/telemetry", (), b""),
    "GET with a body": ("GET", "/v1/telemetry", (), b"{}"),
    "GET without a length": ("GET", "/v1/telemetry", ("Content-Length: 0",), b""),
    "HEAD": ("HEAD", "/v1/telemetry", (), b""),
    "HEAD through the gateway": ("HEAD", GATEWAY, (AUTHORIZED,), b""),
    "HEAD nowhere": ("HEAD", "/nowhere", (), b""),
    "HEAD of the health": ("HEAD", "/health", (), b""),
    "GET of the health": ("GET", "/health", (), b""),
    "304": ("GET", "/health", ("If-None-Match: *",), b""),
    "OPTIONS of the service": ("OPTIONS", "/v1/telemetry", (), b""),
    "OPTIONS of the gateway": ("OPTIONS", "/data/v1/telemetry", (), b""),
    "a preflight": (
        "OPTIONS",
        "/data/v1/telemetry",
        ("Origin: http://a.example", "Access-Control-Request-Headers: x-device-id"),
        b"",
    ),
    "OPTIONS of the ingress": ("OPTIONS", GATEWAY, (), b""),
    "an unknown method": ("BREW", "/v1/telemetry", (), b""),
    "an unknown method in lower case": ("post", "/v1/telemetry", (), BATCH),
    "PUT": ("PUT", "/v1/telemetry", (), b"{}"),
    "nowhere": ("GET", "/nowhere", (), b""),
    "two slashes": ("POST", "//data/v1/telemetry", (AUTHORIZED,), BATCH),
    "a slash at the end": ("POST", "/v1/telemetry/", (), BATCH),
    "an encoded letter": ("POST", "/v1/tele%6Detry", (), BATCH),
    "an encoded slash": ("POST", "/v1%2Ftelemetry", (), BATCH),
    "an encoded accent": ("GET", "/v1/telemetry/%C3%A9%20", (), b""),
    "a broken escape": ("GET", "/v1/telemetry/%FF%zz%", (), b""),
    "dots": ("GET", "/v1/telemetry/../x/./y", (), b""),
    "a fragment": ("GET", "/v1/telemetry#top", (), b""),
    "an odd query": ("GET", "/v1/telemetry?a=b?c&%ff;;=", (), b""),
    "a non-ASCII header": ("POST", "/v1/telemetry", ("X-Device-ID: \xe9\xff",), BATCH),
    "a repeated header": ("POST", "/v1/telemetry", ("X-Device-ID: a", "X-Device-ID: b"), BATCH),
    "a header with an underscore": ("POST", "/v1/telemetry", ("X_Device_ID: a",), BATCH),
    "a long header": ("POST", "/v1/telemetry", ("X-Long: " + "a" * 60_000,), BATCH),
    "a too long header": ("POST", "/v1/telemetry", ("X-Long: " + "a" * 200_000,), BATCH),
    "too many headers": ("POST", "/v1/telemetry", tuple(f"X-{n}: a" for n in range(150)), BATCH),
    "a long path": ("GET", "/" + "a" * 60_000, (), b""),
    "a too long path": ("GET", "/" + "a" * 70_000, (), b""),
    "two lengths": ("POST", "/v1/telemetry", ("Content-Length: 1", "Content-Length: 2"), b"{}"),
    "a negative length": ("POST", "/v1/telemetry", ("Content-Length: -2",), b"{}"),
    "a length beyond counting": ("POST", "/v1/telemetry", ("Content-Length: " + "9" * 30,), b"{}"),
    "a length in words": ("POST", "/v1/telemetry", ("Content-Length: two",), b"{}"),
    "an unknown coding": ("POST", "/v1/telemetry", ("Transfer-Encoding: gzip",), b""),
    "a header without a colon": ("POST", "/v1/telemetry", ("X-Nothing",), b"{}"),
    "a blank before the colon": ("POST", "/v1/telemetry", ("X-Blank : a",), b"{}"),
    "a folded header": ("POST", "/v1/telemetry", ("X-Folded: a\r\n b",), b"{}"),
    "multipart": (
        "POST",
        "/v1/telemetry",
        ("Content-Type: multipart/form-data; boundary=x",),
        b"--x\r\n\r\n{}\r\n--x--",
    ),
    "multipart without a boundary": (
        "POST",
        "/v1/telemetry",
        ("Content-Type: multipart/mixed",),
        b"{}",
    ),
    "Expect": ("POST", "/v1/telemetry", ("Expect: 100-continue",), BATCH),
    "a body announced beyond the ingress": (
        "POST",
        GATEWAY,
        (AUTHORIZED, "Content-Length: 62914561"),
        b"",
    ),
    "the control API": ("GET", "/_mock/stats", (), b""),
    "the control API from a page": ("GET", "/_mock/stats", ("Origin: http://a.example",), b""),
    "the control API by another name": ("GET", "/_mock/stats", ("Host: a.example",), b""),
    "an unknown call of the control API": ("GET", "/_mock/nothing", (), b""),
    "a wrong method at the control API": ("PUT", "/_mock/stats", (), b""),
}

# Times of day, and what is computed from them.
_CHANGES = re.compile(rb'"ets":\d+|"received":\d+')


def comparable(answer):
    """
    *answer* without what differs from one moment to the next.
    """
    headers = {name: value for name, value in answer.headers.items() if name != "etag"}

    return answer.status, headers, _CHANGES.sub(b"", answer.body), answer.interim


@pytest.mark.parametrize("name", REQUESTS)
def test_both_servers_say_the_same(name, inboxes, token, batch):
    """
    Status, headers and body are the same, and so is what the journal says about the request.
    """
    method, path, fields, body = REQUESTS[name]
    body = batch if body == BATCH else body
    fields = [field.format(token=token) for field in fields]
    answers, journals = [], []
    for inbox in inboxes:
        answers.append(inbox.ask(method, path.format(token=token), *fields, body=body))
        journals.append([_journaled(delivery) for delivery in inbox.deliveries])

    assert comparable(answers[0]) == comparable(answers[1])
    assert journals[0] == journals[1]
    for answer, [*journal] in zip(answers, journals, strict=True):
        assert b"could not judge" not in answer.body
        assert answer.status != 200 or path.startswith("/_mock") or len(journal) == 1
        assert b"Traceback" not in answer.body


def _journaled(delivery):
    """
    An entry of the journal without its number, times and what follows from the port.
    """
    answer = delivery["answer"]
    body = _CHANGES.sub(b"", answer["body"].encode())
    headers = {name: value for name, value in answer["headers"].items() if name != "ETag"}
    kept = {name: delivery[name] for name in delivery if name not in {"id", "received", "answer"}}

    return kept | {"answer": (answer["status"], headers, body)}
