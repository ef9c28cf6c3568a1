"""
What may be kept of a request.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunbird_mockserver.bodies import without_tokens
from sunbird_mockserver.delivery import Delivery, Reply
from sunbird_mockserver.redaction import kept, redacted, without_secrets
from sunbird_mockserver.tokens import mint

TOKEN = mint("key", "secret")


def delivery(*, path="/", query="", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    return Delivery("POST", path, query, named, b"")


class TestHeaders:
    @pytest.mark.parametrize(
        ("value", "kept"),
        [
            (f"Bearer {TOKEN}", "Bearer [not kept]"),
            (f"bearer   {TOKEN}", "bearer [not kept]"),
            (f"Token Bearer {TOKEN}", "Token [not kept]"),
            (TOKEN, "[not kept]"),
            ("Basic dTpw", "Basic [not kept]"),
            ("correct horse", "[not kept]"),
            ("Bearertoken", "[not kept]"),
        ],
    )
    def test_hides_tokens(self, value, kept):
        """
        Of Authorization the scheme stays, if it is one.
        """
        assert kept == redacted(delivery(authorization=value)).headers["authorization"]

    @pytest.mark.parametrize("value", ["", "Bearer", "Bearer ", "Bearer undefined", "null"])
    def test_shows_that_there_is_none(self, value):
        """
        A token that was never set is no secret but the news.
        """
        assert value == redacted(delivery(authorization=value)).headers["authorization"]

    @pytest.mark.parametrize(
        "name",
        [
            "access_token",
            "apikey",
            "cookie",
            "proxy_authorization",
            "token",
            "x_authenticated_user_token",
            "x_forwarded_access_token",
            "x_refresh_token",
        ],
    )
    def test_hides_other_credentials(self, name):
        """
        Cookies, credentials of proxies and tokens of users are hidden as well.
        """
        [value] = redacted(delivery(**{name: "s3cret=1; b=2"})).headers.values()

        assert "[not kept]" == value

    def test_hides_tokens_where_none_belong(self):
        """
        A token in any other header is hidden, and the rest of it stays.
        """
        sent = delivery(x_token=f"<{TOKEN}>", x_device_id="monkey.a.b")

        assert {"x-token": "<[not kept]>", "x-device-id": "monkey.a.b"} == redacted(sent).headers

    def test_hides_tokens_in_addresses(self):
        """
        An address in a header loses what a query would lose.
        """
        sent = delivery(referer="http://a.example/?a=1&eHVyhwSdt=opaque&b=2#c")

        assert {"referer": "http://a.example/?a=1&eHVyhwSdt=[not kept]&b=2#c"} == redacted(
            sent
        ).headers

    @pytest.mark.parametrize("name", ["Set-Cookie", "X-Auth-Token"])
    def test_hides_those_of_answers(self, name):
        """
        A stub may hand a session out in a header.
        """
        _, reply = kept(delivery(), Reply(200, ((name, "opaque"), ("Server", "s")), b""))

        assert ((name, "[not kept]"), ("Server", "s")) == reply.headers


class TestTarget:
    @pytest.mark.parametrize("name", ["jwt", "eHVyhwSdt", "j%77t", "JWT", "access_token"])
    def test_hides_tokens_in_the_query(self, name):
        """
        Parameters that carry tokens are hidden however they are written; all else stays.
        """
        assert f"a=1&{name}=[not kept]&b" == redacted(delivery(query=f"a=1&{name}=x&b")).query

    @pytest.mark.parametrize("query", ["jwt", "jwt=", "jwt=null", "", "a=b=c&&"])
    def test_shows_a_query_without_any(self, query):
        """
        A query without a token stays as it is.
        """
        assert query == redacted(delivery(query=query)).query

    @pytest.mark.parametrize("token", [TOKEN, "opaque"])
    def test_hides_a_token_in_the_path(self, token):
        """
        A query whose question mark was encoded is part of the path.
        """
        assert "/a%3Fjwt=[not kept]" == redacted(delivery(path=f"/a%3Fjwt={token}")).path


def test_takes_the_secrets_of_a_delivery_out_of_a_text():
    """
    What is hidden in a delivery does not show in a text about it, whatever it looks like.
    """
    sent = delivery(query="jwt=qu%20ery", authorization="Bearer h-e-a-d", cookie="crumbs")
    text = f"h-e-a-d, qu%20ery, qu ery, crumbs and {TOKEN}"

    assert ", ".join(["[not kept]"] * 3 + ["[not kept] and [not kept]"]) == without_secrets(
        text, sent
    )


def test_takes_out_a_secret_that_is_part_of_what_stands_for_it():
    """
    However often the letters of ``[not kept]`` are secrets, the text does not grow with each.
    """
    sent = delivery(query="&".join(f"token={letter}" for letter in "notkept" * 100))

    assert "/v1/[not kept]as" == without_secrets("/v1/tas", sent)


def test_keeps_nothing_of_a_text_about_a_delivery_with_too_many_secrets():
    """
    Better nothing than a secret, or a search that takes minutes.
    """
    sent = delivery(query="&".join(f"token={number}" for number in range(100)))

    assert "[not kept]" == without_secrets("GET /1", sent)


# The pattern as it would be without a bound on its time.
_SIMPLE = re.compile(
    r"ey[A-Za-z0-9_-]+(?:\.|%2[eE])[A-Za-z0-9_+/=-]+(?:(?:\.|%2[eE])[A-Za-z0-9_+/=-]*)*"
)


@given(
    st.lists(st.sampled_from(["ey", "e", "a", ".", "%2e", "%", "/", "=", "-", " "])).map("".join)
)
def test_finds_the_tokens_in_a_text(text):
    """
    Those that the simple pattern finds, which takes a time that grows with the square of the text.
    """
    assert _SIMPLE.sub("[not kept]", text) == without_tokens(text)
