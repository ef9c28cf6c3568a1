"""
How the gateway's own answers look, and what it adds to those of a service.
"""

import pytest

from knocking import GOOD, PUBLIC, bearer, gateway, knock, named, told
from sunbird_mockserver.delivery import Reply
from sunbird_mockserver.gateway.kong_error_pages import chosen, first_known

BROKEN = "Bearer eyJhbGciOiJIUzI1NiJ9.NQ.AA"  # claims are a number
OUTSIDER = bearer("mobile_app")
SERVICE = Reply(
    200,
    (("Access-Control-Allow-Origin", "http://a.example"), ("Content-Type", "application/json")),
    b"{}",
)
JSON = "application/json; charset=utf-8"
HTML = "text/html; charset=utf-8"
XML = "application/xml; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"


class TestSunbird:
    def test_ends_its_json_in_a_line_feed(self):
        """
        The line feed counts in Content-Length: contract/gateway-and-auth.md 1, wire form.
        """
        reply = knock().reply

        assert (401, '{"message":"Unauthorized"}\n') == told(reply)
        assert {
            "Content-Type": JSON,
            "Content-Length": "27",
            "Access-Control-Allow-Origin": "*",
            "Server": "kong/0.14.1",
        } == named(reply)

    def test_refuses_in_json_whatever_is_accepted(self):
        """
        Only the page of a broken plugin is negotiated.
        """
        reply = knock(authorization=OUTSIDER, accept="text/html").reply

        assert (403, '{"message":"You cannot consume this service"}\n') == told(reply)

    @pytest.mark.parametrize(
        ("accept", "content_type", "body"),
        [
            (
                "application/json",
                "application/json",
                '{"message":"An unexpected error occurred"}\n',
            ),
            (
                "application/json, text/html",
                "text/html; charset=UTF-8",
                (
                    "<html><head><title>Kong Error</title></head><body><h1>Kong Error</h1>"
                    "<p>An unexpected error occurred.</p></body></html>\n"
                ),
            ),
            ("*/*", "text/plain; charset=UTF-8", "An unexpected error occurred\n"),
            ("", "text/plain; charset=UTF-8", "An unexpected error occurred\n"),
        ],
    )
    def test_writes_a_page_by_accept_when_a_plugin_breaks(self, accept, content_type, body):
        """
        A number as claims is the gateway's own 500: contract/gateway-and-auth.md 1.
        """
        reply = knock(authorization=BROKEN, accept=accept).reply

        assert (500, body) == told(reply)
        assert content_type == named(reply)["Content-Type"]

    def test_signs_what_comes_from_the_service(self):
        """
        Any origin in place of the service's own word, latencies, Via; no more than that.
        """
        at = gateway()
        reply = at.finish(knock(at, authorization=GOOD), SERVICE)

        assert {
            "Content-Type": "application/json",
            "Access-Control-Allow-Origin": "*",
            "X-RateLimit-Limit-hour": "100000",
            "X-RateLimit-Remaining-hour": "99999",
            "X-Kong-Upstream-Latency": "1",
            "X-Kong-Proxy-Latency": "0",
            "Via": "kong/0.14.1",
        } == named(reply)


class TestSpark:
    def test_writes_token_refusals_without_negotiation(self):
        """
        Short JSON without a line feed or an id, whatever is accepted: its plugin exits on its own.
        """
        reply = knock(gateway("spark"), accept="text/html").reply

        assert (401, '{"message":"Unauthorized"}') == told(reply)
        assert {
            "Content-Type": JSON,
            "Content-Length": "26",
            "Access-Control-Allow-Origin": "*",
            "WWW-Authenticate": "Bearer",
            "Server": "kong/3.9.1",
            "X-Kong-Response-Latency": "0",
            "X-Kong-Request-Id": "1",
        } == named(reply)

    @pytest.mark.parametrize(
        ("accept", "content_type", "body"),
        [
            (
                "application/json",
                JSON,
                '{\n  "message":"You cannot consume this service",\n  "request_id":"1"\n}',
            ),
            ("text/plain", PLAIN, "You cannot consume this service\nrequest_id: 1\n"),
        ],
    )
    def test_writes_other_refusals_by_accept(self, accept, content_type, body):
        """
        With the request's id in body and header: contract/gateway-and-auth.md 2.
        """
        reply = knock(gateway("spark"), authorization=OUTSIDER, accept=accept).reply

        assert (403, body) == told(reply)
        assert (content_type, "1") == (
            named(reply)["Content-Type"],
            named(reply)["X-Kong-Request-Id"],
        )

    @pytest.mark.parametrize(
        ("headers", "content_type"),
        [
            ({}, PLAIN),
            ({"content_type": "application/json"}, JSON),
            ({"content_type": "application/json", "accept": "text/html"}, HTML),
        ],
    )
    def test_asks_the_bodys_type_when_a_plugin_breaks(self, headers, content_type):
        """
        Without Accept the page of a 500 follows Content-Type, and is plain text without that.
        """
        token = "Bearer NQ.NQ.AA"  # header and claims are numbers
        reply = knock(gateway("spark"), authorization=token, **headers).reply

        assert (500, content_type) == (reply.status, named(reply)["Content-Type"])

    def test_signs_what_comes_from_the_service(self):
        """
        Kong 3 names itself and the request as well, but not through the ingress.
        """
        at = gateway("spark")
        direct = named(at.finish(knock(at, authorization=GOOD), SERVICE))
        public = named(at.finish(knock(at, PUBLIC, authorization=GOOD), SERVICE))

        assert ("1.1 kong/3.9.1", "kong/3.9.1", "1") == (
            direct["Via"],
            direct["Server"],
            direct["X-Kong-Request-Id"],
        )
        assert "Server" not in public


class TestNegotiation:
    @pytest.mark.parametrize(
        ("accept", "content_type"),
        [
            ("", JSON),
            ("*/*", JSON),
            ("image/png", JSON),
            ("text/html", HTML),
            ("text/*", PLAIN),
            ("application/*", JSON),
            ("application/xml", XML),
            ("text/html;q=0.5, text/plain;q=0.9", PLAIN),
            ("text/plain;q=0.9, text/html", HTML),
            ("text/html;q=0", JSON),
            ("text/html; level=1; q=0.2, application/xml; q=0.1", HTML),
            ("no type, text/html", HTML),
        ],
    )
    def test_of_kong_3_minds_quality(self, accept, content_type):
        """
        The best quality wins, the first of equals; what is unknown is JSON.
        """
        assert content_type == chosen(accept).content_type

    @pytest.mark.parametrize(
        ("accept", "content_type"),
        [
            ("application/json;q=0.9, text/html;q=0.1", "text/html; charset=UTF-8"),
            ("application/xml, application/json", "application/json"),
            ("application/xml", "application/xml"),
            ("text/csv", "text/plain; charset=UTF-8"),
        ],
    )
    def test_of_kong_0_14_looks_for_words(self, accept, content_type):
        """
        HTML before JSON before XML, wherever they stand and whatever their quality.
        """
        assert content_type == first_known(accept).content_type


def test_a_service_that_is_not_there_is_a_503():
    """
    The page is the gateway's, and the request was counted: contract/gateway-and-auth.md 1.
    """
    at = gateway()
    reply = at.error_reply(knock(at, authorization=GOOD, accept="application/json"), 503)

    assert (503, '{"message":"The upstream server is currently unavailable"}\n') == told(reply)
    assert "99999" == named(reply)["X-RateLimit-Remaining-hour"]
    assert len(named(reply)) == len(reply.headers)
