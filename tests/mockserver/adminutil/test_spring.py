"""
What the framework answers by itself: contract/gateway-and-auth.md 4.
"""

import gzip
import json

import pytest

REGISTER = "/v1/consumer/mobile_app/credential/register"


class TestErrors:
    @pytest.mark.parametrize(
        "path",
        ["/", REGISTER + "X", "/v3/consumer/a/credential/register", "/v1/consumer/create", "/v2/"],
    )
    def test_nothing_is_there(self, post, path):
        """
        404 in the framework's own JSON.
        """
        reply = post(path, {})

        assert {
            "timestamp": 1_700_000_000_123,
            "status": 404,
            "error": "Not Found",
            "message": "No message available",
            "path": path,
        } == json.loads(reply.body)
        assert 404 == reply.status

    def test_a_wrong_method(self, post):
        """
        405, and which one would do.
        """
        reply = post(REGISTER, {}, method="GET")
        answer = json.loads(reply.body)

        assert (405, "Method Not Allowed") == (reply.status, answer["error"])
        assert "Request method 'GET' not supported" == answer["message"]
        assert ("Allow", "POST") in reply.headers

    @pytest.mark.parametrize(
        ("content_type", "shown"),
        [("text/plain", "text/plain"), ("", "application/octet-stream")],
    )
    def test_a_wrong_type(self, post, content_type, shown):
        """
        415, and which one it was.
        """
        reply = post(REGISTER, {}, content_type=content_type)

        assert (415, f"Content type '{shown}' not supported") == (
            reply.status,
            json.loads(reply.body)["message"],
        )

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b" ",
            b"null",
            b"{",
            b"[]",
            b'"text"',
            b"\x1f\x8bnot gzip",
            gzip.compress(b"{", mtime=0),
            b'{"request":"text"}',
            b'{"request":{"key":["a"]}}',
            b'{"request":{"key":"a"},"ets":"now"}',
            b'{"request":{"key":"a"},"params":"m"}',
            b"[" * 100_000,
        ],
    )
    def test_a_body_that_cannot_be_read(self, post, body):
        """
        400, and the answer is never an exception of ours.
        """
        reply = post(REGISTER, body)

        assert (400, "Bad Request") == (reply.status, json.loads(reply.body)["error"])

    def test_a_body_that_inflates_without_end(self, post):
        """
        Inflating stops at a limit; what was cut off cannot be read.
        """
        body = gzip.compress(b'{"request":{"key":"' + b"a" * 64 * 1024 * 1024)

        assert 400 == post(REGISTER, body).status

    @pytest.mark.parametrize("kind", ["application/json; charset=UTF-8", "application/hal+json"])
    def test_other_names_of_json(self, post, kind):
        """
        Parameters and suffixes are fine.
        """
        assert 200 == post(REGISTER, {"request": {"key": "a"}}, content_type=kind).status

    def test_answers_are_utf8(self, post):
        """
        The content type says so, as Spring's does.
        """
        reply = post(REGISTER, {"request": {"key": "schlüssel"}})

        assert ("Content-Type", "application/json;charset=UTF-8") in reply.headers
        assert "schlüssel".encode() in reply.body
