from __future__ import annotations

import pytest

from sunbird_mockserver.upstreams.telemetry import VERSIONS

CORS = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Methods", "GET,PUT,POST,PATCH,DELETE,OPTIONS"),
]
HEADERS = "cid, user-id, x-auth, Cache-Control, X-Requested-With, datatype, *"
HELMET = [
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Origin-Agent-Cluster", "?1"),
    ("Referrer-Policy", "no-referrer"),
    ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-DNS-Prefetch-Control", "off"),
    ("X-Download-Options", "noopen"),
    ("X-Frame-Options", "SAMEORIGIN"),
    ("X-Permitted-Cross-Domain-Policies", "none"),
    ("X-XSS-Protection", "0"),
    *CORS,
    ("Access-Control-Allow-Headers", f"Content-Type, Authorization, {HEADERS}"),
]
POLICY = (
    "Content-Security-Policy",
    (
        "default-src 'self';base-uri 'self';font-src 'self' https: data:;form-action 'self';"
        "frame-ancestors 'self';img-src 'self' data:;object-src 'none';script-src 'self';"
        "script-src-attr 'none';style-src 'self' https: 'unsafe-inline';upgrade-insecure-requests"
    ),
)
EXPRESS = [
    ("X-Powered-By", "Express"),
    *CORS,
    ("Access-Control-Allow-Headers", f"Content-Type, Authorization,{HEADERS}"),
]
SUCCESS = [
    ("Content-Type", "application/json; charset=utf-8"),
    ("Content-Length", "91"),
    ("ETag", 'W/"5b-V+eAkconNh1yVyr20Ox0NtpjlA8"'),
]
PAGE = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", "151")]


def test_master_sends_helmets_headers(serve):
    """
    A success of master carries helmet's set and CORS, in this order: contract/pipeline.md 1.3.
    """
    assert [POLICY, *HELMET, *SUCCESS] == list(serve(b"{}").reply.headers)


def test_releases_before_send_what_express_sends(serve, old_version):
    """
    Up to 8.1.1 there is X-Powered-By, and no helmet: contract/pipeline.md 1.3.
    """
    assert [*EXPRESS, *SUCCESS] == list(serve(b"{}", version=old_version).reply.headers)


def test_a_page_of_master_allows_no_content(serve):
    """
    A page of master says default-src 'none' where success has its policy: contract/pipeline.md 1.3.
    """
    reply = serve(method="GET").reply
    policy = ("Content-Security-Policy", "default-src 'none'")

    assert [policy, *HELMET, *PAGE] == list(reply.headers)


def test_a_page_before_allows_its_own_content(serve, old_version):
    """
    Up to 8.1.1 a page says default-src 'self' and nosniff: contract/pipeline.md 1.3.
    """
    reply = serve(method="GET", version=old_version).reply
    page = [
        ("Content-Security-Policy", "default-src 'self'"),
        ("X-Content-Type-Options", "nosniff"),
        *PAGE,
    ]

    assert [*EXPRESS, *page] == list(reply.headers)


def test_options_on_master_has_a_length_and_no_type(serve):
    """
    The empty answer to OPTIONS says so by its length: recorded.
    """
    reply = serve(method="OPTIONS").reply

    assert [POLICY, *HELMET, ("Content-Length", "0")] == list(reply.headers)


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("master", "Cannot GET /|^\\[]%20"),
        ("8.1.1", "Cannot GET /%7C%5E%5C[]%20"),
        ("3.3.0", "Cannot GET /%7C%5E%5C[]%20"),
    ],
)
def test_what_a_page_percent_encodes(serve, sentence, name, page):
    """
    Master leaves bar, caret and backslash in a path alone, older releases do not: recorded.
    """
    reply = serve(method="GET", path="/|^\\[]%20", version=VERSIONS[name]).reply

    assert page == sentence(reply)
