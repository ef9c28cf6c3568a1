"""
Where a gateway looks for the token of a request.
"""

import pytest

from sunbird_mockserver.deployments.profiles import SPARK, SUNBIRD, Cause
from sunbird_mockserver.tokens import mint, verify

LET_IN = "uuid-good"
UNAUTHORIZED = {"sunbird": (401, "Unauthorized", None), "spark": (401, "Unauthorized", "Bearer")}

PROFILES = pytest.mark.parametrize("profile", ["sunbird", "spark"])


@pytest.fixture(scope="module")
def token():
    """
    A token that both gateways let in.
    """
    return mint("good", "s3cret", claims={"kid": "good"})


def told(profile, message):
    return (401, message, 'Bearer error="invalid_token"' if profile == "spark" else None)


def unread(profile):
    return told(profile, "Unauthorized" if profile == "sunbird" else "Bad token; invalid JSON")


class TestHeader:
    @PROFILES
    @pytest.mark.parametrize(
        "form",
        [
            "Bearer {}",
            "bearer {}",
            "Bearer \t {}",
            "Token Bearer {}",
            "xbearer {}",
            "Basic x, Bearer {}",
        ],
    )
    def test_holds_a_bearer_somewhere(self, answer, token, profile, form):
        """
        The scheme is looked for anywhere in the header; only its first letter may be small.
        """
        assert LET_IN == answer(profile, form.format(token))

    @PROFILES
    @pytest.mark.parametrize(
        "form",
        ["{}", "BEARER {}", "Bearer{}", "Bearer", "Bearer ", "", "Basic abc", "Bearer\xa0{}"],
    )
    def test_without_a_bearer_is_none(self, answer, token, profile, form):
        """
        Another spelling, no space, or nothing after it: that is no token at all.
        """
        assert UNAUTHORIZED[profile] == answer(profile, form.format(token))

    @PROFILES
    def test_that_is_missing_is_none(self, answer, profile):
        """
        A request without the header is told just "Unauthorized".
        """
        assert UNAUTHORIZED[profile] == answer(profile, None)

    def test_that_came_twice_is_one_unreadable_token(self, answer, token):
        """
        Two headers are joined by a comma, and everything after the first Bearer is the token.
        """
        assert (401, "Unauthorized", None) == answer("sunbird", f"Bearer {token}, Bearer {token}")

    @PROFILES
    def test_with_bytes_above_ascii_is_unreadable(self, answer, profile):
        """
        Bytes that WSGI hands over as latin-1 are in no token.
        """
        assert unread(profile) == answer(profile, "Bearer t\xf6k\xff.\x80.\xe9")

    @pytest.mark.parametrize(
        ("authorization", "cause"),
        [
            (None, Cause.NO_AUTHORIZATION),
            ("", Cause.BARE_BEARER),
            ("Bearer ", Cause.BARE_BEARER),
            ("BEARER x", Cause.NO_BEARER),
            ("Basic abc", Cause.NO_BEARER),
        ],
    )
    def test_tells_the_causes_of_no_token_apart(self, consumers, authorization, cause):
        """
        The gateway says the same to all who bring no token; the cause says what they did.
        """
        result = verify(authorization, "", consumers=consumers, profile=SUNBIRD)

        assert cause == result.cause


class TestQuery:
    @PROFILES
    @pytest.mark.parametrize("form", ["jwt={}", "a=1&jwt={}&b", "%6Awt={}"])
    def test_may_hold_the_token(self, answer, token, profile, form):
        """
        The parameter jwt is as good as the header.
        """
        assert LET_IN == answer(profile, None, form.format(token))

    @PROFILES
    def test_value_is_unquoted(self, answer, token, profile):
        """
        A quoted token is the same token.
        """
        assert LET_IN == answer(profile, None, "jwt=" + token.replace(".", "%2E"))

    @PROFILES
    def test_without_a_value_is_unrecognizable(self, answer, profile):
        """
        A jwt without an equals sign has a message of its own.
        """
        assert told(profile, "Unrecognizable token") == answer(profile, None, "jwt")

    @PROFILES
    @pytest.mark.parametrize("query", ["jwt=a&jwt=b", "jwt=a&jwt"])
    def test_with_two_tokens_is_refused(self, answer, profile, query):
        """
        Nobody chooses between two tokens.
        """
        assert told(profile, "Multiple tokens provided") == answer(profile, None, query)

    @PROFILES
    def test_of_other_names_is_not_looked_at(self, answer, token, profile):
        """
        Names are compared whole and with case.
        """
        query = f"JWT={token}&jwt2={token}&token={token}"

        assert UNAUTHORIZED[profile] == answer(profile, None, query)

    @PROFILES
    def test_is_read_up_to_a_hundred_parameters(self, answer, token, profile):
        """
        The gateway reads no more than a hundred parameters.
        """
        assert LET_IN == answer(profile, None, "a&" * 99 + f"jwt={token}")
        assert UNAUTHORIZED[profile] == answer(profile, None, "a&" * 100 + f"jwt={token}")


class TestBoth:
    def test_sunbird_takes_the_query(self, answer, token):
        """
        On Kong 0.14.1 a token in the query hides the header, be it good or bad.
        """
        assert LET_IN == answer("sunbird", "Bearer x", f"jwt={token}")
        assert unread("sunbird") == answer("sunbird", f"Bearer {token}", "jwt=x")
        assert unread("sunbird") == answer("sunbird", f"Bearer {token}", "jwt=")

    def test_sunbird_counts_the_same_token_twice(self, answer, token):
        """
        On Kong 0.14.1 two parameters are two tokens, even if they are the same.
        """
        refusal = told("sunbird", "Multiple tokens provided")

        assert refusal == answer("sunbird", None, f"jwt={token}&jwt={token}")

    def test_spark_wants_them_to_agree(self, answer, token):
        """
        On Kong 3.9.1 all sources count; equal tokens are one, different ones are too many.
        """
        assert LET_IN == answer("spark", f"Bearer {token}", f"jwt={token}&jwt={token}")
        assert told("spark", "Multiple tokens provided") == answer(
            "spark", f"Bearer {token}", "jwt=x"
        )
        assert told("spark", "Multiple tokens provided") == answer(
            "spark", f"Bearer {token}", "jwt"
        )

    def test_spark_does_not_count_empty_ones(self, answer, token):
        """
        On Kong 3.9.1 an empty parameter is as good as none.
        """
        assert LET_IN == answer("spark", f"Bearer {token}", "jwt=")
        assert UNAUTHORIZED["spark"] == answer("spark", None, "jwt=&jwt=")
        assert told("spark", "Unrecognizable token") == answer("spark", None, "jwt&jwt")


@pytest.mark.parametrize("profile", [SUNBIRD, SPARK], ids=lambda profile: profile.name)
def test_every_cause_has_a_verdict(profile):
    """
    Whatever may be wrong, each gateway has an answer to it.
    """
    assert set(Cause) == set(profile.verdicts)
