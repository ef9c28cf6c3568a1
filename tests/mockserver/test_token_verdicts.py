"""
What each gateway says to each kind of token: contract/gateway-and-auth.md 1.
"""

from dataclasses import replace

import pytest

from sunbird_mockserver.deployments.profiles import SPARK
from sunbird_mockserver.tokens import verify

HS256 = '{"typ":"JWT","alg":"HS256"}'
GOOD = '{"iss":"good","kid":"good"}'
LET_IN = "uuid-good"

UNAUTHORIZED = (401, "Unauthorized", None)
NO_ISS = (401, "No mandatory 'iss' in claims", None)
NO_CREDENTIALS = (403, "No credentials found for given 'iss'", None)
BROKEN = (500, "An unexpected error occurred", None)


def told(message):
    return (401, message, 'Bearer error="invalid_token"')


NO_JSON = told("Bad token; invalid JSON")
NO_ALG = told("Bad token; invalid alg")
NO_KID = told("No mandatory 'kid' in claims")
UNKNOWN_KID = told("No credentials found for given 'kid'")

ROWS = {
    "good": (HS256, GOOD, LET_IN, LET_IN),
    "header is not JSON": ("{", GOOD, UNAUTHORIZED, NO_JSON),
    "header is empty": ("", GOOD, UNAUTHORIZED, NO_JSON),
    "header is a text": ('"alg"', GOOD, UNAUTHORIZED, NO_ALG),
    "header is a list": ('["alg"]', GOOD, UNAUTHORIZED, NO_ALG),
    "header is an empty object": ("{}", GOOD, UNAUTHORIZED, NO_ALG),
    "header is a number": ("1", GOOD, BROKEN, BROKEN),
    "header is null": ("null", GOOD, BROKEN, BROKEN),
    "header is true": ("true", GOOD, BROKEN, BROKEN),
    "header is false": ("false", GOOD, BROKEN, BROKEN),
    "alg is missing": ('{"typ":"JWT"}', GOOD, UNAUTHORIZED, NO_ALG),
    "alg is null": ('{"alg":null}', GOOD, UNAUTHORIZED, NO_ALG),
    "alg is a number": ('{"alg":256}', GOOD, UNAUTHORIZED, NO_ALG),
    "alg is a list": ('{"alg":["HS256"]}', GOOD, UNAUTHORIZED, NO_ALG),
    "alg is lower-case": ('{"alg":"hs256"}', GOOD, UNAUTHORIZED, NO_ALG),
    "alg is unsupported": ('{"alg":"HS1"}', GOOD, UNAUTHORIZED, NO_ALG),
    "alg is not the credential's": (
        '{"alg":"HS384"}',
        GOOD,
        (403, "Invalid algorithm", None),
        told("Invalid algorithm"),
    ),
    "alg is known to one gateway only": (
        '{"alg":"PS256"}',
        GOOD,
        UNAUTHORIZED,
        told("Invalid algorithm"),
    ),
    "typ is missing": ('{"alg":"HS256"}', GOOD, LET_IN, LET_IN),
    "typ is lower-case": ('{"typ":"jwt","alg":"HS256"}', GOOD, LET_IN, LET_IN),
    "typ is another": ('{"typ":"JOSE","alg":"HS256"}', GOOD, UNAUTHORIZED, LET_IN),
    "typ is empty": ('{"typ":"","alg":"HS256"}', GOOD, UNAUTHORIZED, LET_IN),
    "typ is false": ('{"typ":false,"alg":"HS256"}', GOOD, LET_IN, LET_IN),
    "typ is null": ('{"typ":null,"alg":"HS256"}', GOOD, BROKEN, LET_IN),
    "typ is true": ('{"typ":true,"alg":"HS256"}', GOOD, BROKEN, LET_IN),
    "typ is a number": ('{"typ":7,"alg":"HS256"}', GOOD, BROKEN, LET_IN),
    "typ is an object": ('{"typ":{},"alg":"HS256"}', GOOD, BROKEN, LET_IN),
    "typ is a list": ('{"typ":[],"alg":"HS256"}', GOOD, BROKEN, LET_IN),
    "typ is wrong before alg is": ('{"typ":1,"alg":"none"}', GOOD, BROKEN, NO_ALG),
    "claims are not JSON": (HS256, "iss=good", UNAUTHORIZED, NO_JSON),
    "claims are empty": (HS256, "", UNAUTHORIZED, NO_JSON),
    "claims are a text": (HS256, '"good"', NO_ISS, NO_KID),
    "claims are a list": (HS256, "[]", NO_ISS, NO_KID),
    "claims are a number": (HS256, "5", BROKEN, BROKEN),
    "claims are NaN": (HS256, "NaN", BROKEN, BROKEN),
    "claims are null": (HS256, "null", BROKEN, BROKEN),
    "claims are true": (HS256, "true", BROKEN, BROKEN),
    "claims are false": (HS256, "false", UNAUTHORIZED, told("Bad token; invalid claims")),
    "no key claim": (HS256, '{"sub":"good"}', NO_ISS, NO_KID),
    "key claim is false": (HS256, '{"iss":false,"kid":false}', NO_ISS, NO_KID),
    "key claim is empty": (
        HS256,
        '{"iss":"","kid":""}',
        NO_CREDENTIALS,
        told("Invalid 'kid' in claims"),
    ),
    "key claim is null": (HS256, '{"iss":null,"kid":null}', NO_CREDENTIALS, UNKNOWN_KID),
    "key claim is a number": (HS256, '{"iss":1,"kid":1}', NO_CREDENTIALS, UNKNOWN_KID),
    "key claim is a list": (HS256, '{"iss":[],"kid":["good"]}', NO_CREDENTIALS, UNKNOWN_KID),
    "key is unknown": (HS256, '{"iss":"who","kid":"who"}', NO_CREDENTIALS, UNKNOWN_KID),
    "key claim is in the header": (
        '{"alg":"HS256","iss":"good","kid":"good"}',
        "{}",
        None,  # counted by the claim iss, which is not there: by address
        LET_IN,
    ),
    "claims are a text, key claim in the header": (
        '{"alg":"HS256","iss":"good"}',
        '"text"',
        LET_IN,
        NO_KID,
    ),
    "null in the claims hides the header's": (
        '{"alg":"HS256","iss":"good","kid":"good"}',
        '{"iss":null,"kid":null}',
        "null",
        UNKNOWN_KID,
    ),
    "false in the claims does not": (
        '{"alg":"HS256","iss":"good"}',
        '{"iss":false,"kid":"good"}',
        LET_IN,
        LET_IN,
    ),
    "kid without iss": ('{"alg":"HS256","kid":"good"}', '{"sub":"x"}', NO_ISS, LET_IN),
    "kid decides, iss is counted by": (
        '{"alg":"HS256","kid":"good"}',
        '{"iss":"device-7"}',
        "device-7",
        LET_IN,
    ),
    "kid is unknown, iss is not": (
        '{"alg":"HS256","kid":"who"}',
        '{"iss":"good"}',
        NO_CREDENTIALS,
        UNKNOWN_KID,
    ),
    "kid is empty": (
        '{"alg":"HS256","kid":""}',
        '{"iss":"good"}',
        NO_CREDENTIALS,
        told("Invalid 'kid' in claims"),
    ),
    "kid is null": (
        '{"alg":"HS256","kid":null}',
        '{"iss":"good"}',
        NO_CREDENTIALS,
        UNKNOWN_KID,
    ),
    "kid is a number": (
        '{"alg":"HS256","kid":0}',
        '{"iss":"good"}',
        NO_CREDENTIALS,
        UNKNOWN_KID,
    ),
    "kid is false": ('{"alg":"HS256","kid":false}', '{"iss":"good"}', LET_IN, NO_KID),
    "kid is in the claims": (HS256, '{"iss":"good","kid":"who"}', LET_IN, UNKNOWN_KID),
    "iss is a number beside a kid": (
        '{"alg":"HS256","kid":"good"}',
        '{"iss":12345}',
        "12345",
        LET_IN,
    ),
    "iss is an object beside a kid": (
        '{"alg":"HS256","kid":"good"}',
        '{"iss":{"a":1}}',
        None,
        LET_IN,
    ),
    "credential has no secret": (
        HS256,
        '{"iss":"bare","kid":"bare"}',
        (403, "Invalid key/secret", None),
        told("Invalid key/secret"),
    ),
    "credential has no public key": (
        '{"alg":"RS256"}',
        '{"iss":"keyless","kid":"keyless"}',
        (403, "Invalid key/secret", None),
        told("Invalid key/secret"),
    ),
    "public key is unreadable": (
        '{"alg":"RS256"}',
        '{"iss":"garbled","kid":"garbled"}',
        BROKEN,
        BROKEN,
    ),
    "public key is of another kind": (
        '{"alg":"ES256"}',
        '{"iss":"mixed","kid":"mixed"}',
        BROKEN,  # an HMAC has 32 octets, and the length is looked at first
        BROKEN,
    ),
    "ES256 signature has the wrong length": (
        '{"alg":"ES256"}',
        '{"iss":"curve","kid":"curve"}',
        BROKEN,
        BROKEN,
    ),
    "RS256 signature has the wrong length": (
        '{"alg":"RS256"}',
        '{"iss":"device_key0","kid":"device_key0"}',
        (403, "Invalid signature", None),
        told("Invalid signature"),
    ),
    "exp is long past": (HS256, '{"iss":"good","kid":"good","exp":1}', LET_IN, LET_IN),
    "exp and iat are null": (HS256, '{"iss":"good","kid":"good","exp":null}', LET_IN, LET_IN),
    "nbf is far ahead": (HS256, '{"iss":"good","kid":"good","nbf":99999999999}', LET_IN, LET_IN),
    "nbf is no number": (HS256, '{"iss":"good","kid":"good","nbf":"soon"}', LET_IN, LET_IN),
}


@pytest.mark.parametrize(("header", "claims", "sunbird", "_"), ROWS.values(), ids=ROWS)
def test_sunbird(answer, raw_token, header, claims, sunbird, _):
    """
    Kong 0.14.1 with Sunbird's change answers each kind of token in its own way.
    """
    token = raw_token(header, claims)

    assert sunbird == answer("sunbird", f"Bearer {token}")


@pytest.mark.parametrize(("header", "claims", "_", "spark"), ROWS.values(), ids=ROWS)
def test_spark(answer, raw_token, header, claims, _, spark):
    """
    Kong 3.9.1 keyed on kid refuses with 401 only, says why, and challenges.
    """
    token = raw_token(header, claims)

    assert spark == answer("spark", f"Bearer {token}")


class TestSignature:
    @pytest.mark.parametrize(
        ("profile", "refusal"),
        [("sunbird", (403, "Invalid signature", None)), ("spark", told("Invalid signature"))],
    )
    def test_of_another_secret_is_invalid(self, answer, raw_token, profile, refusal):
        """
        A token signed with another secret is refused.
        """
        token = raw_token(HS256, GOOD, "another")

        assert refusal == answer(profile, f"Bearer {token}")

    @pytest.mark.parametrize(
        ("profile", "refusal"),
        [("sunbird", (403, "Invalid signature", None)), ("spark", told("Invalid signature"))],
    )
    def test_that_is_empty_is_invalid(self, answer, raw_token, profile, refusal):
        """
        An empty signature can be read, and is wrong.
        """
        token = raw_token(HS256, GOOD).rpartition(".")[0] + "."

        assert refusal == answer(profile, f"Bearer {token}")

    @pytest.mark.parametrize("tail", ["*", ".x", " ", "AA"])
    @pytest.mark.parametrize(
        ("profile", "refusal"),
        [("sunbird", UNAUTHORIZED), ("spark", told("Bad token; invalid signature"))],
    )
    def test_that_is_no_base64_cannot_be_read(self, answer, raw_token, profile, refusal, tail):
        """
        Junk, a fourth part, a space or a digit too many make the token unreadable.
        """
        token = raw_token(HS256, GOOD) + tail

        assert refusal == answer(profile, f"Bearer {token}")

    @pytest.mark.parametrize("profile", ["sunbird", "spark"])
    def test_may_be_padded(self, answer, raw_token, profile):
        """
        Padding is tolerated, and so is whatever follows it.
        """
        token = raw_token(HS256, GOOD)

        assert [LET_IN, LET_IN] == [
            answer(profile, f"Bearer {token}{tail}") for tail in ("=", "=.!")
        ]

    def test_in_the_standard_alphabet_is_read_by_sunbird_alone(self, answer, raw_token):
        """
        Kong 0.14.1 takes both alphabets, 3.9.1 the URL-safe one.
        """
        claims = '{"iss":"good","kid":"good","pad":"%s"}'
        token = next(
            token
            for token in (raw_token(HS256, claims % n) for n in range(1000))
            if {"-", "_"} & set(token.rpartition(".")[2])
        )
        signed, dot, signature = token.rpartition(".")
        standard = signed + dot + signature.replace("-", "+").replace("_", "/")

        assert LET_IN == answer("sunbird", f"Bearer {standard}")
        assert told("Bad token; invalid signature") == answer("spark", f"Bearer {standard}")

    @pytest.mark.parametrize("token", ["undefined", "null", "a.b", "..", "e30.e30", "."])
    @pytest.mark.parametrize(
        ("profile", "refusal"), [("sunbird", UNAUTHORIZED), ("spark", NO_JSON)]
    )
    def test_of_no_token_at_all(self, answer, profile, refusal, token):
        """
        A word or two parts are no token.
        """
        assert refusal == answer(profile, f"Bearer {token}")


def test_another_key_claim_is_one_row(consumers, raw_token):
    """
    A stock Kong that looks credentials up by iss is the same table with another key claim.
    """
    stock = replace(SPARK, key_claim="iss")
    token = raw_token(HS256, '{"kid":"good"}')
    refused = verify(f"Bearer {token}", "", consumers=consumers, profile=stock)

    assert "No mandatory 'iss' in claims" == refused.message
