"""
What a client should know that the real answer does not say.
"""

import gzip

import pytest

from asking import TOKEN, Api
from sunbird_mockserver import Settings
from sunbird_mockserver.settings import Gateway
from sunbird_mockserver.tokens import mint

GOOD = f"Bearer {TOKEN}"
BATCH = b'{"events": []}'
SDK_HEADERS = "content-type,authorization,x-app-id,X-Device-Id"


def diagnosis(path="/data/v1/telemetry", body=BATCH, *, settings=None, method="POST", **headers):
    api = Api(settings)
    if method == "POST":
        api.post(body, path, **headers)
    else:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        api.client.open(path, method=method, headers=sent)
    (shown,) = api.ask("deliveries").json["deliveries"]

    return shown["diagnosis"]


@pytest.mark.parametrize("path", ["/data/v1/telemetry", "/api/data/v1/telemetry", "/v1/telemetry"])
def test_nothing_where_all_is_well(path):
    """
    What the real answer says truly needs no diagnosis.
    """
    assert diagnosis(path, authorization=GOOD) is None


@pytest.mark.parametrize(
    "path",
    ["//data/v1/telemetry", "//api/data/v1/telemetry", "//action/data/v3/telemetry"],
)
def test_two_slashes(path):
    """
    A host that ends in a slash is recognised by its two slashes.
    """
    assert diagnosis(path, authorization=GOOD).startswith("the path begins with two slashes")


@pytest.mark.parametrize("path", ["/nothing", "//nothing", "/data//v1/telemetry"])
def test_a_path_that_leads_nowhere(path):
    """
    What would lead nowhere with one slash either needs no diagnosis: 404 says it.
    """
    assert diagnosis(path, authorization=GOOD) is None


@pytest.mark.parametrize(
    ("authorization", "text"),
    [
        ({}, "no Authorization header was sent"),
        (
            {"authorization": "Bearer"},
            'bare "Bearer": the SDK reads config.authtoken; did your configuration set authToken?',
        ),
        (
            {"authorization": TOKEN},
            "Authorization has no 'Bearer ' in front of its token",
        ),
        (
            {"authorization": "Bearer " + mint("nobody", "partner-secret")},
            "no consumer has a credential with that key",
        ),
        (
            {"authorization": "Bearer " + mint("partner-key", "wrong")},
            "the token was signed with another secret than the credential's",
        ),
    ],
)
def test_refused_tokens(authorization, text):
    """
    Why the token was refused, where the gateway itself is vague.
    """
    assert text == diagnosis(**authorization)


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_bodies_that_nobody_reads(content_type):
    """
    Answered 200, read by nobody.
    """
    told = diagnosis(authorization=GOOD, content_type=content_type)

    assert "no event of it will ever be seen" in told


def test_empty_bodies():
    """
    Answered 200, nothing in it.
    """
    told = diagnosis(body=b"", authorization=GOOD)

    assert "the body is empty" in told


def test_plain_bodies_that_claim_to_be_gzip():
    """
    The header says gzip, the body is not.
    """
    told = diagnosis(authorization=GOOD, content_encoding="gzip")

    assert told.startswith("Content-Encoding says gzip, but the body is not compressed.")


def test_gzip_that_nobody_announced():
    """
    The body is gzip, no header says so.
    """
    told = diagnosis(body=gzip.compress(BATCH), authorization=GOOD)

    assert told.startswith("the body is gzip, but no Content-Encoding says so.")


@pytest.mark.parametrize("encoding", [None, "gzip"])
def test_other_bad_bodies(encoding):
    """
    A body that is simply not JSON: the answer says that itself.
    """
    body = gzip.compress(b"{") if encoding else b"{"
    headers = {"content_encoding": encoding} if encoding else {}

    assert diagnosis(body=body, authorization=GOOD, **headers) is None


class TestPreflight:
    def test_under_api_names_what_is_not_allowed(self):
        """
        The ingress allows too few headers for the SDKs; which ones are missing is said.
        """
        told = diagnosis(
            "/api/data/v1/telemetry",
            method="OPTIONS",
            access_control_request_headers=SDK_HEADERS,
        )

        assert "does not allow x-app-id, X-Device-Id:" in told

    @pytest.mark.parametrize("asked", [{}, {"access_control_request_headers": "Content-Type"}])
    def test_under_api_that_passes(self, asked):
        """
        A preflight for what the ingress allows is no trouble.
        """
        assert diagnosis("/api/data/v1/telemetry", method="OPTIONS", **asked) is None

    @pytest.mark.parametrize(
        ("path", "cors"), [("/data/v1/telemetry", "real"), ("/api/data/v1/telemetry", "open")]
    )
    def test_at_the_gateway_passes(self, path, cors):
        """
        The gateway itself allows whatever is asked for.
        """
        told = diagnosis(
            path,
            method="OPTIONS",
            settings=Settings(gateway=Gateway(cors=cors)),
            access_control_request_headers=SDK_HEADERS,
        )

        assert told is None


class TestServedThoughNotReal:
    PATH = "/data/v3/telemetry"

    def test_is_said(self):
        """
        A path that the real gateway does not have is served, and that is said.
        """
        told = diagnosis(self.PATH, authorization=GOOD)

        assert told.startswith("the real gateway has no /data/v3/telemetry: it answers 404.")

    def test_is_said_beside_what_else_is_wrong(self):
        """
        Two troubles are two sentences.
        """
        told = diagnosis(self.PATH, authorization="Bearer")

        assert told.startswith("the real gateway has no /data/v3/telemetry")
        assert '. bare "Bearer": the SDK reads config.authtoken' in told
