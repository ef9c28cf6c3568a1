import pytest

from sunbird_mockserver.consumers import built_in
from sunbird_mockserver.delivery import Delivery
from sunbird_mockserver.gateway import knows, pass_through
from sunbird_mockserver.profiles import SUNBIRD
from sunbird_mockserver.settings import Gateway
from sunbird_mockserver.tokens import mint

TELEMETRY = "/data/v1/telemetry"
GOOD = f"Bearer {mint('partner-key', 'partner-secret')}"
MOBILE_APP = f"Bearer {mint('mobile_app-key', 'mobile_app-secret')}"
TOO_LARGE = b" " * (1024 * 1024 + 1)


def passing(path=TELEMETRY, *, method="POST", body=b"{}", settings=None, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    delivery = Delivery(method, path, "", named, body)

    return pass_through(
        delivery, consumers=built_in(), profile=SUNBIRD, settings=settings or Gateway()
    )


class TestPassThrough:
    @pytest.mark.parametrize("path", [TELEMETRY, "/api" + TELEMETRY, "/action/data/v3/telemetry"])
    def test_a_good_token_gets_through(self, path):
        """
        The service sees its own path, and nothing is answered yet.
        """
        passage = passing(path, authorization=GOOD)

        assert ("/v1/telemetry", None) == (passage.delivery.path, passage.reply)
        assert "partner" == passage.consumer.username
        assert passage.proxied

    def test_the_bare_service_asks_for_nothing(self):
        """
        Inside the cluster there is no gateway in between.
        """
        passage = passing("/v1/telemetry")

        assert (None, None, False) == (passage.reply, passage.consumer, passage.proxied)

    @pytest.mark.parametrize("path", ["/nowhere", "/api/nowhere", "/api/v1/telemetry"])
    def test_no_route_is_404_without_cors(self, path):
        """
        The service behind the gateway has no public address: contract/gateway-and-auth.md 3.
        """
        reply = passing(path).reply

        assert 404 == reply.status
        assert b'{"message":"no route and no API found with those values"}\n' == reply.body
        assert "Access-Control-Allow-Origin" not in dict(reply.headers)

    @pytest.mark.parametrize(
        ("headers", "body", "status", "message"),
        [
            ({}, b"{}", 401, "Unauthorized"),
            ({}, TOO_LARGE, 401, "Unauthorized"),
            ({"authorization": MOBILE_APP}, b"{}", 403, "You cannot consume this service"),
            ({"authorization": MOBILE_APP}, TOO_LARGE, 413, "Request size limit exceeded"),
            ({"authorization": GOOD}, TOO_LARGE, 413, "Request size limit exceeded"),
        ],
        ids=["no token", "no token, large", "no group", "no group, large", "large"],
    )
    def test_refusals_come_in_the_order_of_the_plugins(self, headers, body, status, message):
        """
        JWT, then size, then ACL: contract/gateway-and-auth.md 1.
        """
        reply = passing(body=body, **headers).reply

        assert status == reply.status
        assert f'{{"message":"{message}"}}\n'.encode() == reply.body
        assert "*" == dict(reply.headers)["Access-Control-Allow-Origin"]

    def test_the_size_limit_is_inclusive(self):
        """
        Refused only when strictly greater: contract/gateway-and-auth.md 3.
        """
        assert passing(body=TOO_LARGE[:-1], authorization=GOOD).reply is None

    @pytest.mark.parametrize(
        ("accept", "content_type"),
        [
            ("application/json", "application/json; charset=utf-8"),
            ("text/html", "text/html; charset=utf-8"),
            ("*/*", "text/plain; charset=utf-8"),
        ],
    )
    def test_what_breaks_the_plugin_is_a_page_by_accept(self, accept, content_type):
        """
        A number as claims is the gateway's own 500: contract/gateway-and-auth.md 1.
        """
        reply = passing(authorization="Bearer eyJhbGciOiJIUzI1NiJ9.NQ.AA", accept=accept).reply

        assert (500, content_type) == (reply.status, dict(reply.headers)["Content-Type"])
        assert b"An unexpected error occurred" in reply.body


class TestPreflight:
    def test_under_api_the_ingress_answers(self):
        """
        With a list of headers that is too short for the SDKs: contract/gateway-and-auth.md 0.
        """
        reply = passing("/api/anything", method="OPTIONS").reply

        allowed = dict(reply.headers)["Access-Control-Allow-Headers"]
        assert (200, b"") == (reply.status, reply.body)
        assert "Authorization" in allowed
        assert "x-app-id" not in allowed.lower()

    @pytest.mark.parametrize(
        ("path", "settings"), [(TELEMETRY, None), ("/api" + TELEMETRY, Gateway(cors="open"))]
    )
    def test_elsewhere_the_gateway_echoes_what_is_asked_for(self, path, settings):
        """
        204 without a token: CORS comes before JWT. So it does under /api if cors is open.
        """
        reply = passing(
            path,
            method="OPTIONS",
            settings=settings,
            access_control_request_headers="authorization,x-app-id",
        ).reply

        assert (204, b"") == (reply.status, reply.body)
        assert "authorization,x-app-id" == dict(reply.headers)["Access-Control-Allow-Headers"]

    def test_nothing_is_echoed_where_nothing_was_asked(self):
        """
        No header, no list.
        """
        reply = passing(method="OPTIONS").reply

        assert "Access-Control-Allow-Headers" not in dict(reply.headers)


def test_an_open_portal_adds_the_token_itself():
    """
    As the real portal does for its own pages; the gateway proper stays as it is.
    """
    settings = Gateway(portal="open")

    assert passing("/content/data/v1/telemetry", settings=settings).reply is None
    assert 401 == passing(TELEMETRY, settings=settings).reply.status


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("POST", TELEMETRY, True),
        ("GET", "/api" + TELEMETRY, True),
        ("OPTIONS", "/api/content/v1/read/do_1", True),
        ("GET", "/api/content/v1/read/do_1", False),
        ("POST", "/api/v1/telemetry", False),
    ],
)
def test_knows_what_it_answers_itself(method, path, expected):
    """
    Everything else is for a test's own stubs.
    """
    assert expected is knows(method, path, Gateway())
