"""
What is kept of a token.
"""

import pytest

from sunbird_mockserver.tokens import TokenView, describe, mint, seen


def test_keeps_header_and_claims():
    """
    What the token says is kept as JSON.
    """
    view = describe(mint("k", "s"))

    assert {"typ": "JWT", "alg": "HS256"} == view.header
    assert {"iss": "k", "iat": None, "exp": None, "aud": "", "sub": ""} == view.claims
    assert not view.truncated


def test_keeps_no_signature():
    """
    Neither the token nor its signature nor the secret is anywhere in what is kept.
    """
    token = mint("k", "s3cret")
    kept = repr(describe(token)) + repr(describe(token).to_dict())

    assert not [part for part in (*token.split("."), "s3cret") if part in kept]


def test_fingerprint_tells_tokens_apart():
    """
    The same token has the same fingerprint; another signature is another token.
    """
    fingerprint = describe(mint("k", "s")).fingerprint

    assert fingerprint == describe(mint("k", "s")).fingerprint
    assert fingerprint != describe(mint("k", "t")).fingerprint


@pytest.mark.parametrize("token", ["", "undefined", "a.b.c", "....", "\xff.\ud800"])
def test_of_junk_only_the_fingerprint_is_kept(token):
    """
    What cannot be decoded is not kept as text either: it could be a secret.
    """
    view = describe(token)

    assert TokenView(None, None, view.fingerprint) == view


def test_of_half_a_token_that_half_is_kept():
    """
    Each part is decoded by itself.
    """
    view = describe(mint("k", "s").partition(".")[0] + ".!")

    assert ({"typ": "JWT", "alg": "HS256"}, None) == (view.header, view.claims)


def test_a_token_inside_a_token_is_not_kept():
    """
    It would let somebody in who only saw the view.
    """
    inner = mint("inner", "s")
    view = describe(
        mint("k", "s", claims={"act": {"as": [f"<{inner}>"]}}, header={"jku": f"https://a/{inner}"})
    )

    assert {"as": ["<[not kept]>"]} == view.claims["act"]
    assert "https://a/[not kept]" == view.header["jku"]


@pytest.mark.parametrize("name", ["secret", "Access_Token", "refresh_token", "password"])
def test_a_secret_inside_a_token_is_not_kept(name):
    """
    In the header and in the claims, however deep.
    """
    view = describe(mint("k", "s", claims={"a": [{name: "x"}]}, header={name: {"b": 1}}))

    assert ([{name: "[not kept]"}], "[not kept]") == (view.claims["a"], view.header[name])


@pytest.mark.parametrize("levels", [100, 200, 240])
def test_deep_claims_are_looked_into(levels):
    """
    As deep as they can be kept.
    """
    nested = {"secret": "x-y-z"}
    for _ in range(levels):
        nested = {"a": nested}
    view = describe(mint("k", "s", claims={"sub": nested}))

    assert "x-y-z" not in repr(view)


def test_large_claims_are_cut():
    """
    Members are kept in order as long as there is room, and the view says that some are missing.
    """
    view = describe(mint("k", "s", claims={"sub": "x" * 5000, "role": "y"}))

    assert {"iss": "k", "iat": None, "exp": None, "aud": ""} == view.claims
    assert view.truncated


@pytest.mark.parametrize("levels", [300, 900])
def test_deep_claims_are_cut(levels):
    """
    What is nested too deeply to be written into an answer is left away.
    """
    nested = 0
    for _ in range(levels):
        nested = [nested]
    view = describe(mint("k", "s", claims={"iss": "k", "aud": nested}))

    assert {"iss": "k", "iat": None, "exp": None} == view.claims
    assert view.truncated


class TestSeen:
    def test_finds_the_bearer(self):
        """
        The token of a request is the bearer of its header.
        """
        assert describe("a.b.c") == seen("Bearer a.b.c", "x=1")

    def test_prefers_the_query(self):
        """
        Where both have one, the query's is shown: the gateway reads that first.
        """
        assert describe("q") == seen("Bearer a.b.c", "jwt=q")

    @pytest.mark.parametrize(("authorization", "query"), [(None, ""), ("Bearer ", "jwt=&jwt")])
    def test_is_none_without_a_token(self, authorization, query):
        """
        A request without a token has nothing to show.
        """
        assert seen(authorization, query) is None
