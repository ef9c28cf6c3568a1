"""
WSGI in, a delivery out; a reply in, WSGI out.
"""

from __future__ import annotations

import io

import pytest

from sunbird_mockserver.delivery import Delivery, Reply
from sunbird_mockserver.servers.request import MAX_BODY_BYTES, Unread, by_name, split_inbox
from sunbird_mockserver.servers.wsgi import read_delivery, send_reply


class Pieces:
    """
    A stream that hands out little at a time, and says how much was asked of it.
    """

    def __init__(self, data: bytes, most: int = 3) -> None:
        self._data = io.BytesIO(data)
        self._most = most
        self.asked: list[int] = []

    def read(self, size: int) -> bytes:
        """
        The next piece.
        """
        self.asked.append(size)
        return self._data.read(min(size, self._most))


def environ(body: bytes = b"", **variables):
    return {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/v1/telemetry",
        "QUERY_STRING": "",
        "wsgi.input": Pieces(body),
        **variables,
    }


def read(body: bytes = b"", **variables):
    return read_delivery(environ(body, **variables), now=lambda _: 7)


class TestReadDelivery:
    def test_reads_what_any_server_tells(self):
        """
        The variables of WSGI are enough.
        """
        delivery, unread = read(
            b"abcd",
            CONTENT_LENGTH="4",
            CONTENT_TYPE="text/plain",
            HTTP_X_DEVICE_ID="d",
            PATH_INFO="/i/mine/a b\xc3\xa9",
            QUERY_STRING="q=1",
        )

        assert unread is None
        assert delivery == Delivery(
            "POST",
            "/a%20b%C3%A9",
            "q=1",
            {"content-length": "4", "content-type": "text/plain", "x-device-id": "d"},
            b"abcd",
            "mine",
            7,
        )

    def test_prefers_the_path_as_it_was_sent(self):
        """
        A server that keeps the target is believed: what was percent-encoded stays so.
        """
        delivery, _ = read(PATH_INFO="/i/mine/a/b", RAW_URI="/i/mine/a%2Fb?c")

        assert ("mine", "/a%2Fb") == (delivery.inbox, delivery.path)

    def test_moves_the_inbox_out_of_the_way(self):
        """
        Whatever looks at the request afterwards sees a path without the inbox.
        """
        variables = environ(PATH_INFO="/i/mine/a", SCRIPT_NAME="/mounted")

        read_delivery(variables, now=lambda _: 0)

        assert ("/mounted/i/mine", "/a") == (variables["SCRIPT_NAME"], variables["PATH_INFO"])

    def test_reads_chunks_to_their_end(self):
        """
        Where the server marks the end of the body, no length is needed.
        """
        delivery, _ = read(b"abcdefgh", **{"wsgi.input_terminated": True})

        assert b"abcdefgh" == delivery.body

    def test_reads_nothing_without_a_length(self):
        """
        Without either there is no body to read.
        """
        delivery, unread = read(b"abcdefgh")

        assert (b"", None) == (delivery.body, unread)

    @pytest.mark.parametrize("length", ["", "-1", "two", "9" * 5000])
    def test_reads_nothing_for_a_length_that_is_none(self, length):
        """
        A length that is no number announces nothing.
        """
        delivery, unread = read(b"abcdefgh", CONTENT_LENGTH=length)

        assert (b"", None) == (delivery.body, unread)

    def test_notices_a_body_that_is_too_short(self):
        """
        A body shorter than its length is none.
        """
        assert Unread.CUT_SHORT is read(b"abc", CONTENT_LENGTH="4")[1]

    def test_does_not_touch_a_body_that_is_too_large(self):
        """
        A body beyond what the ingress takes is not read at all.
        """
        variables = environ(CONTENT_LENGTH=str(MAX_BODY_BYTES + 1))

        _, unread = read_delivery(variables, now=lambda _: 0)

        assert Unread.TOO_LARGE is unread
        assert [] == variables["wsgi.input"].asked


class TestSendReply:
    @pytest.mark.parametrize(("method", "sent"), [("GET", [b"body"]), ("HEAD", [])])
    def test_leaves_the_body_of_an_answer_to_head_away(self, method, sent):
        """
        HEAD gets everything but the body.
        """
        started = []
        reply = Reply(404, (("Content-Length", "4"),), b"body")

        body = send_reply(reply, method, lambda *args: started.append(args))

        assert sent == list(body)
        assert [("404 Not Found", [("Content-Length", "4")])] == started


class TestSplitInbox:
    @pytest.mark.parametrize(
        ("path", "parts"),
        [
            ("/v1/telemetry", ("default", "", "/v1/telemetry")),
            ("/i/a/v1", ("a", "/i/a", "/v1")),
            ("/i/a", ("a", "/i/a", "/")),
            ("/i/a//b", ("a", "/i/a", "//b")),
            ("/i//b", ("default", "", "/i//b")),
            ("//i/a/b", ("default", "", "//i/a/b")),
            ("", ("default", "", "")),
        ],
    )
    def test_splits(self, path, parts):
        """
        The inbox is what stands between /i/ and the next slash.
        """
        assert parts == split_inbox(path)


def test_one_value_for_each_name():
    """
    Values of a repeated header are joined as Node joins them.
    """
    sent = [
        ("a", "1"),
        ("cookie", "x=1"),
        ("host", "h"),
        ("a", ""),
        ("cookie", "y=2"),
        ("host", "i"),
    ]

    assert {"a": "1, ", "cookie": "x=1; y=2", "host": "h"} == by_name(sent)
