"""
The way through: ingress, route, plugins, and what the service is told.
"""

import pytest

from knocking import GOOD, PUBLIC, TELEMETRY, bearer, gateway, knock, named, told
from sunbird_mockserver.deployments.routes import Upstream
from sunbird_mockserver.gateway.gateway import RequestIds

TOO_LARGE = b" " * (1024 * 1024 + 1)
SMALL = 1024


class TestPassage:
    @pytest.mark.parametrize("profile", ["sunbird", "spark"])
    @pytest.mark.parametrize("path", [TELEMETRY, PUBLIC, "/action/data/v3/telemetry"])
    def test_is_free_for_a_good_token(self, profile, path):
        """
        The service sees its own path, and nothing is answered yet.
        """
        exchange = knock(gateway(profile), path, authorization=GOOD)

        assert ("/v1/telemetry", None) == (exchange.delivery.path, exchange.reply)
        assert "partner" == exchange.consumer.username
        assert exchange.proxied

    def test_strips_the_prefix_and_no_more(self):
        """
        There is no segment boundary: contract/gateway-and-auth.md 2, routing rules.
        """
        exchange = knock(path="/data/v1/telemetryX/y", authorization=GOOD)

        assert "/v1/telemetryX/y" == exchange.delivery.path

    def test_minds_no_method(self):
        """
        GET on the telemetry uri authenticates, and is the service's to refuse.
        """
        assert 401 == knock(method="GET").reply.status
        assert knock(method="GET", authorization=GOOD).reply is None

    def test_does_not_exist_around_the_bare_service(self):
        """
        Inside the cluster there is no gateway in between.
        """
        exchange = knock(path="/v1/telemetry")

        assert (None, None, False) == (exchange.reply, exchange.consumer, exchange.proxied)

    def test_ignores_the_users_token(self):
        """
        x-authenticated-user-token has no effect, whatever it holds: contract/gateway-and-auth.md 5.
        """
        for value in ("", "garbage", GOOD):
            assert knock(authorization=GOOD, x_authenticated_user_token=value).reply is None
            assert 401 == knock(x_authenticated_user_token=value).reply.status

    @pytest.mark.parametrize(
        ("path", "upstream", "inner"),
        [
            ("/data/v1/client/logs", Upstream.ANALYTICS, "/data/v1/client/logs"),
            ("/v3/device/register/d1", Upstream.ANALYTICS, "/v1/device/register/d1"),
            ("/api/v3/device/profile/d1", Upstream.ANALYTICS, "/v1/device/profile/d1"),
            ("/auth/v1/refresh/token", Upstream.ADMINUTIL, "/v1/auth/refresh/token"),
            (
                "/desktop/v1/upload-crash-logs",
                Upstream.PLAYER,
                "/v1/desktop/upload-crash-logs",
            ),
        ],
    )
    def test_leads_to_the_routes_upstream(self, path, upstream, inner):
        """
        The component behind the route gets the path that it knows.
        """
        exchange = knock(path=path, authorization=GOOD)

        assert (None, upstream) == (exchange.reply, exchange.route.upstream)
        assert inner == exchange.delivery.path


class TestOrder:
    @pytest.mark.parametrize(
        ("headers", "body", "status", "message"),
        [
            ({}, b"{}", 401, "Unauthorized"),
            ({}, TOO_LARGE, 401, "Unauthorized"),
            (
                {"authorization": bearer("mobile_app")},
                b"{}",
                403,
                "You cannot consume this service",
            ),
            (
                {"authorization": bearer("mobile_app")},
                TOO_LARGE,
                413,
                "Request size limit exceeded",
            ),
            ({"authorization": GOOD}, TOO_LARGE, 413, "Request size limit exceeded"),
        ],
        ids=["no token", "no token, large", "no group", "no group, large", "large"],
    )
    def test_of_refusals_is_that_of_the_plugins(self, headers, body, status, message):
        """
        JWT, then size, then ACL: contract/gateway-and-auth.md 1. Another origin may read it.
        """
        reply = knock(body=body, **headers).reply

        assert (status, f'{{"message":"{message}"}}\n') == told(reply)
        assert "*" == named(reply)["Access-Control-Allow-Origin"]

    @pytest.mark.parametrize(
        ("headers", "body"),
        [
            ({}, b"{}"),
            ({"authorization": bearer("mobile_app")}, b"{}"),
            ({"authorization": GOOD}, TOO_LARGE),
        ],
        ids=["401", "403", "413"],
    )
    def test_keeps_refused_requests_uncounted(self, headers, body):
        """
        No rate limit headers on 401, 403 and 413, and the room that is left stays.
        """
        at = gateway()
        reply = knock(at, body=body, **headers).reply

        assert "X-RateLimit-Limit-hour" not in named(reply)
        assert 99_999 == knock(at, authorization=GOOD).usage.remaining


class TestNoRoute:
    @pytest.mark.parametrize(
        "path",
        [
            "/nowhere",
            "/api/nowhere",
            "/api/v1/telemetry",
            "/api/action/data/v3/telemetry",
            "/api-manager/v2/consumer/nobody/credential/register",
            "//data/v1/telemetry",
        ],
    )
    def test_is_404_without_cors(self, path):
        """
        What is behind the gateway or a portal has no address under /api: section 3.
        """
        reply = knock(path=path, authorization=GOOD).reply

        assert (404, '{"message":"no route and no API found with those values"}\n') == told(reply)
        assert "Access-Control-Allow-Origin" not in named(reply)

    def test_of_spark_has_another_text_and_the_requests_id(self):
        """
        The text is the version's: contract/gateway-and-auth.md 3.
        """
        reply = knock(gateway("spark"), "/nowhere").reply
        body = '{\n  "message":"no Route matched with those values",\n  "request_id":"1"\n}'

        assert (404, body) == told(reply)
        assert "1" == named(reply)["X-Kong-Request-Id"]
        assert "Access-Control-Allow-Origin" not in named(reply)

    def test_registering_for_an_unlisted_consumer_falls_into_the_catch_all(self):
        """
        v1 has a route for every consumer, whose group nobody of ours has: section 2.
        """
        path = "/api-manager/v1/consumer/nobody/credential/register"

        assert 403 == knock(path=path, authorization=bearer("mobile_app")).reply.status

    @pytest.mark.parametrize(
        "path", ["//data/v1/telemetry", "/data/../data/v1/./telemetry", "/data/v1/t%65lemetry"]
    )
    def test_is_rarer_on_spark_which_tidies_paths_up(self, path):
        """
        Kong 3 resolves doubled slashes, dots and needless escapes before it looks for a route.
        """
        exchange = knock(gateway("spark"), path, authorization=GOOD)

        assert (None, "/v1/telemetry") == (exchange.reply, exchange.delivery.path)


class TestIngress:
    def test_makes_a_parameter_a_bearer(self):
        """
        eHVyhwSdt stands in for a missing Authorization: contract/gateway-and-auth.md 0.
        """
        query = "a=b&eHVyhwSdt=" + GOOD.removeprefix("Bearer ")

        assert "partner" == knock(path=PUBLIC, query=query).consumer.username

    @pytest.mark.parametrize(
        ("path", "profile", "headers"),
        [
            (TELEMETRY, "sunbird", {}),
            (PUBLIC, "spark", {}),
            (PUBLIC, "sunbird", {"authorization": "Bearer"}),
        ],
        ids=["not under /api", "not on Spark", "not with a header"],
    )
    def test_does_so_nowhere_else(self, path, profile, headers):
        """
        A real header wins, however bare, and neither Kong nor Spark's ingress know the parameter.
        """
        query = "eHVyhwSdt=" + GOOD.removeprefix("Bearer ")

        assert 401 == knock(gateway(profile), path, query=query, **headers).reply.status

    def test_removes_the_server_header(self):
        """
        Kong names itself, the ingress does not let it.
        """
        assert "kong/0.14.1" == named(knock().reply)["Server"]
        assert "Server" not in named(knock(path=PUBLIC).reply)

    def test_tells_the_service_a_request_id(self):
        """
        The client's own, or a new one.
        """
        given = knock(path=PUBLIC, authorization=GOOD, x_request_id="mine")
        made = knock(path=PUBLIC, authorization=GOOD)

        assert "mine" == given.added["X-Request-ID"]
        assert "1" == made.added["X-Request-ID"]

    def test_says_where_the_client_is(self):
        """
        X-Real-IP is the ingress's word, not the client's.
        """
        exchange = knock(path=PUBLIC, authorization=GOOD, x_real_ip="192.0.2.1")

        assert "127.0.0.1" == exchange.delivery.headers["x-real-ip"]


class TestRequestIds:
    def test_never_repeat(self):
        """
        No two requests have the same, whichever inbox they are for.
        """
        ids = RequestIds()
        made = [ids(inbox) for inbox in ("a", "b") for _ in range(100)]

        assert len(set(made)) == len(made)
        assert {32} == set(map(len, made))

    def test_never_repeat_where_inboxes_are_forgotten(self):
        """
        However many names somebody makes up, what is kept of them is bounded, and ids differ.
        """
        ids = RequestIds(limit=2)
        made = [ids(inbox) for _ in range(3) for inbox in "aabbbcd"]

        assert len(set(made)) == len(made)

    def test_are_the_same_in_every_run(self):
        """
        So that two runs of the same tests can be compared.
        """
        first, second = RequestIds(), RequestIds()

        assert [first("a"), first("a")] == [second("a"), second("a")]


class TestUpstreamHeaders:
    def test_say_who_calls(self):
        """
        Id, name and groups of the consumer, for the service only.
        """
        exchange = knock(authorization=GOOD)

        assert {
            "X-Consumer-ID": exchange.consumer.id,
            "X-Consumer-Username": "partner",
            "X-Consumer-Groups": "deviceCreate, refreshTokenCreate, telemetryCreate",
        } == exchange.added
        assert "partner" == exchange.delivery.headers["x-consumer-username"]

    def test_of_spark_name_credential_and_request_as_well(self):
        """
        Kong 3 tells more.
        """
        added = knock(gateway("spark"), authorization=GOOD).added

        assert ("partner-key", "1") == (
            added["X-Credential-Identifier"],
            added["X-Kong-Request-Id"],
        )

    def test_cannot_be_forged(self):
        """
        A client that calls itself somebody else is overruled.
        """
        exchange = knock(
            authorization=GOOD,
            x_consumer_username="api-admin",
            x_consumer_custom_id="1",
            x_anonymous_consumer="true",
        )
        headers = exchange.delivery.headers

        assert "partner" == headers["x-consumer-username"]
        assert not {"x-consumer-custom-id", "x-anonymous-consumer"} & headers.keys()

    def test_are_none_of_a_bare_service(self):
        """
        Nobody is there to add any.
        """
        assert {} == knock(path="/v1/telemetry").added


class TestPortal:
    def test_adds_the_token_itself_if_it_is_open(self):
        """
        As the real portal does for its own pages; the gateway proper stays as it is.
        """
        at = gateway(portal="open")

        assert knock(at, "/content/data/v1/telemetry").reply is None
        assert 401 == knock(at, TELEMETRY).reply.status

    def test_has_limits_all_the_same(self):
        """
        Behind it is the same gateway: size and rate are measured.
        """
        at = gateway(portal="open", max_body_bytes=SMALL, rate_per_hour={"telemetry": 1})
        path = "/content/data/v1/telemetry"

        assert 413 == knock(at, path, body=b" " * (SMALL + 1)).reply.status
        assert knock(at, path).reply is None
        assert 429 == knock(at, path).reply.status


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("POST", TELEMETRY, True),
        ("GET", PUBLIC, True),
        ("POST", "/api/v3/device/register/d1", True),
        ("OPTIONS", "/api/content/v1/read/do_1", True),
        ("GET", "/api/content/v1/read/do_1", False),
        ("POST", "/api/v1/telemetry", False),
        ("POST", "/v1/sign/payload", True),
        ("POST", "/api/v1/sign/payload", False),
    ],
)
def test_knows_what_it_answers_itself(method, path, expected):
    """
    Everything else is for a test's own stubs.
    """
    assert expected is gateway().knows(method, path)
