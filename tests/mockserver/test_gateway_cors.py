"""
Preflights: who answers them, and what browsers are told.
"""

import pytest

from knocking import GOOD, PUBLIC, TELEMETRY, gateway, knock, named, told

ASKED = "authorization,x-app-id"
PREFLIGHT = {
    "origin": "http://a.example",
    "access_control_request_method": "POST",
    "access_control_request_headers": ASKED,
}


class TestUnderApi:
    @pytest.mark.parametrize("profile", ["sunbird", "spark"])
    def test_the_ingress_answers(self, profile):
        """
        With a list of headers that is too short for the SDKs: contract/gateway-and-auth.md 0.
        """
        reply = knock(gateway(profile), "/api/anything", method="OPTIONS", **PREFLIGHT).reply

        assert (200, "") == told(reply)
        assert {
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": "GET, OPTIONS, PATCH, POST",
            "Access-Control-Allow-Headers": (
                "Access-Control-Allow-Origin, Authorization, Content-Type, user-id, "
                "Content-Encoding"
            ),
            "Content-Type": "text/plain",
            "Content-Length": "0",
        } == named(reply)

    def test_the_gateway_answers_if_cors_is_open(self):
        """
        For those whose pages go through a proxy of their own.
        """
        reply = knock(gateway(cors="open"), PUBLIC, method="OPTIONS", **PREFLIGHT).reply

        assert (204, "") == told(reply)
        assert ASKED == named(reply)["Access-Control-Allow-Headers"]
        assert "Server" not in named(reply)


class TestSunbird:
    def test_any_options_is_a_preflight(self):
        """
        204 without a token, before JWT runs, whether or not a browser asks.
        """
        reply = knock(method="OPTIONS").reply

        assert (204, "") == told(reply)
        assert {
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": "GET,HEAD,PUT,PATCH,POST,DELETE",
            "Server": "kong/0.14.1",
        } == named(reply)

    def test_what_is_asked_for_is_allowed(self):
        """
        The headers asked for are echoed; age and credentials are not spoken of.
        """
        headers = named(knock(method="OPTIONS", **PREFLIGHT).reply)

        assert ASKED == headers["Access-Control-Allow-Headers"]
        assert not {"Access-Control-Max-Age", "Access-Control-Allow-Credentials"} & headers.keys()


class TestSpark:
    def test_a_preflight_is_200(self):
        """
        With three methods more, and signed as Kong 3 does it.
        """
        reply = knock(gateway("spark"), method="OPTIONS", **PREFLIGHT).reply

        assert (200, "") == told(reply)
        assert {
            "Content-Length": "0",
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": "GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS,TRACE,CONNECT",
            "Access-Control-Allow-Headers": ASKED,
            "Server": "kong/3.9.1",
            "X-Kong-Response-Latency": "0",
            "X-Kong-Request-Id": "1",
        } == named(reply)

    @pytest.mark.parametrize("missing", ["origin", "access_control_request_method"])
    def test_without_both_headers_it_is_none(self, missing):
        """
        Then OPTIONS goes on to JWT, and 401, or to the service with a token.
        """
        some = {name: value for name, value in PREFLIGHT.items() if name != missing}

        assert 401 == knock(gateway("spark"), method="OPTIONS", **some).reply.status
        assert knock(gateway("spark"), method="OPTIONS", authorization=GOOD, **some).reply is None


@pytest.mark.parametrize("path", ["/nowhere", "//data/v1/telemetry"])
def test_no_route_is_no_preflight_either(path):
    """
    CORS is a plugin of routes: without one there is a 404, and nobody may read it.
    """
    reply = knock(path=path, method="OPTIONS", **PREFLIGHT).reply

    assert 404 == reply.status
    assert "Access-Control-Allow-Origin" not in named(reply)


@pytest.mark.parametrize("path", ["/action/data/v3/telemetry", TELEMETRY])
def test_portal_and_gateway_let_the_sdks_pass(path):
    """
    Every header that an SDK sends is echoed there: contract/clients.md 1.
    """
    asked = "authorization,content-type,datatype,x-app-id,x-channel-id,x-device-id"
    said = PREFLIGHT | {"access_control_request_headers": asked}

    assert (
        asked
        == named(knock(path=path, method="OPTIONS", **said).reply)["Access-Control-Allow-Headers"]
    )
