"""
Mistakes that partners make with a good token, and what they are told about each.
"""

import gzip

import pytest

from diagnosing import BATCH, diagnosed
from knocking import NOW, PUBLIC, TELEMETRY
from sunbird_mockserver import Mock, Settings
from sunbird_mockserver.delivery import Delivery
from sunbird_mockserver.deployments.routes import ROUTES
from sunbird_mockserver.settings import Gateway
from sunbird_mockserver.tokens import mint


def test_nothing_is_said_where_nothing_is_wrong():
    """
    A batch that arrives needs no remark.
    """
    assert (200, None) == diagnosed()


class TestGroup:
    @pytest.mark.parametrize(
        ("name", "group", "path"),
        [
            (
                "mobile_app",
                "mobileAdmin",
                "/api-manager/v2/consumer/mobile_device/credential/register",
            ),
            (
                "mobile_admin",
                "mobileSuperAdmin",
                "/api-manager/v1/consumer/mobile_app/credential/register",
            ),
        ],
    )
    def test_of_a_key_that_registers_others(self, name, group, path):
        """
        Keys of mobile_app and mobile_admin are no keys for telemetry.
        """
        assert (
            403,
            (
                f"the token is good, but {name!r} is not in the group 'telemetryCreate' that this "
                f"route asks for; its groups: {group}. Its key is there to register another: POST "
                f"{path} with it, and come back with the token in that answer"
            ),
        ) == diagnosed("Bearer " + mint(f"{name}-key", f"{name}-secret"))

    def test_that_is_missing(self):
        """
        Who is allowed, and what the consumer has.
        """
        assert (
            403,
            (
                "the token is good, but 'app' is not in the group 'deviceCreate' that this route "
                "asks for; its groups: telemetryCreate"
            ),
        ) == diagnosed(path="/v3/device/register/d1")


class TestSize:
    def test_of_a_large_body(self):
        """
        Bytes on the wire count, so compressing helps.
        """
        assert (
            413,
            (
                "the body is 1,025 bytes on the wire, the gateway takes 1,024. Compress it "
                "(Content-Encoding: gzip), or send smaller batches"
            ),
        ) == diagnosed(body=b" " * 1025)

    def test_that_is_417(self):
        """
        The status is the header's doing.
        """
        status, why = diagnosed(body=b" " * 1025, expect="100-continue")

        assert 417 == status
        assert why.endswith("It is 417 and not 413 because of the header Expect: 100-continue")


def test_a_limit_that_is_reached():
    """
    How many, until when, and how to set it for tests.
    """
    mock = Mock(Settings(gateway=Gateway(rate_per_hour={"telemetry": 1})), clock=lambda: NOW)
    headers = {"authorization": "Bearer " + mint("partner-key", "partner-secret")}
    for _ in range(2):
        mock.receive(Delivery("POST", TELEMETRY, "", headers, b"", received=NOW))

    assert (
        "1 requests of this credential to the route 'telemetry' were let through in this hour of "
        "UTC, and that is its limit. There is room again in 2800 s. For tests, set "
        "gateway.rate_per_hour.telemetry; 0 sets no limit"
    ) == mock.journal.deliveries("default")[-1].outcome.diagnosis


class TestPath:
    @pytest.mark.parametrize(
        "path", ["//data/v1/telemetry", "//api/data/v1/telemetry", "/api//data/v1/telemetry"]
    )
    def test_with_two_slashes(self, path):
        """
        A host that ends in a slash makes SDKs double it.
        """
        status, why = diagnosed(path=path)

        assert 404 == status
        assert why.startswith("the path has two slashes in a row")

    @pytest.mark.parametrize(
        ("path", "taken", "rest"),
        [
            ("/action/action/data/v3/telemetry", "/action", "/action/data/v3/telemetry"),
            ("/api/api/data/v1/telemetry", "/api/api", "/data/v1/telemetry"),
            ("/api/action/data/v3/telemetry", "/api", "/action/data/v3/telemetry"),
            (
                "/action/content/data/v1/telemetry",
                "/action",
                "/content/data/v1/telemetry",
            ),
        ],
    )
    def test_with_two_slugs(self, path, taken, rest):
        """
        SDKs put /action in front of an endpoint that has its slug already: contract/clients.md 4.
        """
        status, why = diagnosed(path=path)

        assert 404 == status
        assert why.startswith(f"{taken} is one part too many in front of {rest}: ")

    def test_with_many_slugs(self):
        """
        However many there are, all but the route's own are too many.
        """
        _, why = diagnosed(path="/api/action/content/action/data/v1/telemetry")

        assert why.startswith("/api/action/content is one part too many in front of /action/data/")

    def test_routes_begin_with_one_slug_at_most(self):
        """
        So only the last slug of a path may belong to the route.
        """
        slugs = ("/api/", "/action/", "/content/")
        rests = [
            "/" + each.prefix.split("/", 2)[2] for each in ROUTES if each.prefix.startswith(slugs)
        ]

        assert [] == [rest for rest in rests if f"{rest}/".startswith(slugs)]

    def test_of_the_service_under_api(self):
        """
        The bare service has no public address.
        """
        assert (
            404,
            (
                "/v1/telemetry is the service's own path, which the public address does not have. "
                "Send to /api/data/v1/telemetry"
            ),
        ) == diagnosed(path="/api/v1/telemetry")

    def test_of_v3(self):
        """
        SDK 2 posts there, and gets nowhere in production.
        """
        status, why = diagnosed(path="/data/v3/telemetry")

        assert 200 == status
        assert why.startswith("the real gateway has no /data/v3/telemetry")

    @pytest.mark.parametrize("path", ["/favicon.ico", "//nowhere"])
    def test_that_means_nothing_gets_no_remark(self, path):
        """
        No guess is better than a wrong one.
        """
        assert (404, None) == diagnosed(path=path)

    def test_of_the_player(self):
        """
        Nobody answers there but the gateway.
        """
        status, why = diagnosed(path="/desktop/v1/upload-crash-logs")

        assert 503 == status
        assert why.startswith("the mock has no copy of the portal's player")


class TestPreflight:
    def test_under_api_names_what_is_not_allowed(self):
        """
        A browser on another origin stops here, as it would in production.
        """
        status, why = diagnosed(
            None,
            path=PUBLIC,
            method="OPTIONS",
            access_control_request_headers="authorization,x-app-id, dataType",
        )

        assert 200 == status
        assert "does not allow x-app-id, dataType: a browser" in why

    def test_for_allowed_headers_gets_no_remark(self):
        """
        A short list may be enough.
        """
        allowed = "authorization,content-type"

        assert (200, None) == diagnosed(
            None, path=PUBLIC, method="OPTIONS", access_control_request_headers=allowed
        )


class TestBody:
    def test_that_says_gzip_and_is_not(self):
        """
        The header alone does not compress.
        """
        status, why = diagnosed(content_encoding="gzip")

        assert 400 == status
        assert why.startswith("Content-Encoding says gzip, but the body is not compressed")

    def test_that_is_gzip_and_does_not_say_so(self):
        """
        Nor does compressing alone tell.
        """
        status, why = diagnosed(body=gzip.compress(BATCH))

        assert 400 == status
        assert why.startswith("the body is gzip, but no Content-Encoding says so")

    @pytest.mark.parametrize(
        ("content_type", "why"),
        [
            ("text/plain", "Content-Type was 'text/plain', so no event of it will ever be seen"),
            ("", "no Content-Type was sent, so no event of this one will ever be seen"),
            (
                "application/json;",
                (
                    "what follows the ; in Content-Type 'application/json;' is no parameter, which "
                    "makes all of it unreadable, so no event of it will ever be seen. Send "
                    "application/json alone"
                ),
            ),
        ],
    )
    def test_of_a_type_that_is_not_read(self, content_type, why):
        """
        200 all the same, and everything is lost: contract/pipeline.md 10, mistake 4.
        """
        read = "answered 200, but the service reads a body only as application/json: "

        assert (200, read + why) == diagnosed(content_type=content_type)

    def test_that_is_empty(self):
        """
        There is nothing to lose, which is as bad.
        """
        assert (
            200,
            "answered 200, but the body is empty: there is nothing in it that could arrive",
        ) == diagnosed(body=b"", content_type="")


class TestBatch:
    @pytest.mark.parametrize(
        ("body", "told"),
        [
            (b'[{"eid": "START"}]', "The extractor cannot read the batch"),
            (b'{"params": "text", "events": []}', "The extractor cannot read the batch"),
            (b'{"params": {"msgid": 5}, "events": []}', "The extractor cannot read the batch"),
            (b'{"events": "text"}', "The event, or its batch, makes the extractor throw"),
            (b'{"events": [null]}', "The event, or its batch, makes the extractor throw"),
        ],
    )
    def test_that_the_pipeline_does_not_get_through(self, body, told):
        """
        Answered 200 all the same, and the pipeline leaves no reason: contract/pipeline.md 4.
        """
        status, diagnosis = diagnosed(body=body)

        assert 200 == status
        assert diagnosis.startswith(told)

    @pytest.mark.parametrize(
        ("status", "sent", "told"),
        [
            (400, {"body": b'{"events": ['}, "the body is no JSON object or list"),
            (415, {"content_encoding": "br"}, "The service answered 415"),
            (
                413,
                {"body": gzip.compress(b" " * 6_000_000, mtime=0), "content_encoding": "gzip"},
                "The service answered 413",
            ),
        ],
    )
    def test_that_the_service_refuses(self, status, sent, told):
        """
        Its page has a name and a message, but no remedy.
        """
        answered, diagnosis = diagnosed(path="/v1/telemetry", **sent)

        assert status == answered
        assert diagnosis.startswith(told)
