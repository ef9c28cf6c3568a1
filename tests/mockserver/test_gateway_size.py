"""
How large a body may be: bytes on the wire, strictly greater, and two holes.
"""

import pytest

from knocking import GOOD, PUBLIC, gateway, knock, told

LIMIT = 1024 * 1024
TOO_LARGE = b" " * (LIMIT + 1)
EXCEEDED = '{"message":"Request size limit exceeded"}\n'
CHUNKED = {"authorization": GOOD, "transfer_encoding": "chunked"}
WAITS = {"authorization": GOOD, "expect": "100-Continue"}


@pytest.mark.parametrize("profile", ["sunbird", "spark"])
def test_the_limit_itself_is_let_through(profile):
    """
    Refused only when strictly greater: contract/gateway-and-auth.md 3.
    """
    assert knock(gateway(profile), body=TOO_LARGE[:-1], authorization=GOOD).reply is None
    assert 413 == knock(gateway(profile), body=TOO_LARGE, authorization=GOOD).reply.status


class TestExpect:
    def test_makes_it_417_at_the_gateway(self):
        """
        The same text, another status.
        """
        assert (417, EXCEEDED) == told(knock(body=TOO_LARGE, **WAITS).reply)
        assert 417 == knock(gateway("spark"), body=TOO_LARGE, **WAITS).reply.status

    def test_does_not_get_past_the_ingress(self):
        """
        nginx does not hand it on, so clients see 413.
        """
        assert (413, EXCEEDED) == told(knock(path=PUBLIC, body=TOO_LARGE, **WAITS).reply)


class TestChunks:
    def test_slip_through_kong_0_14_when_they_do_not_fit_into_memory(self):
        """
        Without Content-Length it looks no further than its buffer of 8 KiB.
        """
        assert knock(body=TOO_LARGE, **CHUNKED).reply is None

    def test_are_measured_by_kong_3(self):
        """
        It looks at the file as well.
        """
        assert 413 == knock(gateway("spark"), body=TOO_LARGE, **CHUNKED).reply.status

    def test_are_measured_behind_the_ingress(self):
        """
        nginx gathers the body and tells Kong how long it is.
        """
        exchange = knock(path=PUBLIC, body=b"12345", **CHUNKED)

        assert 413 == knock(path=PUBLIC, body=TOO_LARGE, **CHUNKED).reply.status
        assert "5" == exchange.delivery.headers["content-length"]
        assert "transfer-encoding" not in exchange.delivery.headers

    @pytest.mark.parametrize(("size", "status"), [(8192, 413), (8193, None)])
    def test_are_measured_as_long_as_they_fit(self, size, status):
        """
        Where the limit is smaller than the buffer, the buffer is what counts.
        """
        reply = knock(gateway(max_body_bytes=100), body=b" " * size, **CHUNKED).reply

        assert status == (reply and reply.status)
