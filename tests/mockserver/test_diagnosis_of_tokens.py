"""
Mistakes that partners make with tokens, and what they are told about each.
"""

import base64
import hmac

import pytest

from diagnosing import HEX_SECRET, SECRET, diagnosed, told_of
from sunbird_mockserver.tokens import encode, mint


class TestNoToken:
    @pytest.mark.parametrize("profile", ["sunbird", "spark"])
    @pytest.mark.parametrize("value", ["Bearer", "Bearer ", "bearer", ""])
    def test_a_bare_bearer_names_the_misspelled_setting(self, profile, value):
        """
        README says authToken, the SDK reads authtoken: contract/clients.md 1.
        """
        told_so = (
            'bare "Bearer": the SDK reads config.authtoken; did your configuration set authToken?'
        )

        assert (401, told_so) == diagnosed(value, profile=profile)

    def test_no_header_at_all(self):
        """
        SDK 2 leaves it out when its token is empty.
        """
        status, why = diagnosed(None)

        assert 401 == status
        assert why.startswith("no Authorization header was sent.")

    @pytest.mark.parametrize(
        ("value", "why"),
        [
            ("x.y.z", "Authorization has no 'Bearer ' in front of its token"),
            (
                "Token x.y.z",
                "Authorization has no 'Bearer ' in front of its token; it has 'Token' there",
            ),
            ("x.y.z w", "Authorization has no 'Bearer ' in front of its token"),
            ("BEARER x.y.z", "the gateway reads Bearer or bearer, not 'BEARER'"),
        ],
    )
    def test_no_bearer_word(self, value, why):
        """
        The scheme is what the gateway looks for first.
        """
        assert (401, why) == diagnosed(value)

    @pytest.mark.parametrize("word", ["null", "undefined"])
    def test_a_token_that_was_not_set(self, word):
        """
        JavaScript writes such words into headers.
        """
        assert told_of(word) == (
            401,
            (
                f"the token is {word!r}: the client's token was not set yet when it sent. "
                "Set it before the first event"
            ),
        )

    def test_a_key_sent_as_a_token(self):
        """
        The key names a credential; what is sent is a token signed with its secret.
        """
        for value in ("app-key", SECRET):
            assert told_of(value)[1].startswith("that is a key or a secret itself.")

    def test_two_tokens(self):
        """
        Spark gathers them from query and header.
        """
        assert diagnosed(profile="spark", query="jwt=a.b.c")[1].startswith(
            "several tokens were sent"
        )

    def test_a_parameter_without_a_value(self):
        """
        It outranks a good header: contract/gateway-and-auth.md 1.
        """
        assert diagnosed(query="jwt")[1].startswith("?jwt has no value")


class TestAlgorithm:
    @pytest.mark.parametrize(
        ("name", "why"),
        [
            ("none", "alg is 'none': a token without a signature is never let in. Sign it with"),
            ("None", "alg is 'None': a token without a signature is never let in. Sign it with"),
            ("hs256", "alg is 'hs256', and the gateway minds case: write HS256"),
            ("HS1", "alg is 'HS1'. This gateway knows ES256, HS256"),
            (None, "the token's header names no alg. This gateway knows ES256, HS256"),
        ],
    )
    def test_that_no_gateway_knows(self, name, why):
        """
        none is never let in, and case matters.
        """
        status, said = told_of(encode({"alg": name}, {"iss": "app-key"}, SECRET))

        assert 401 == status
        assert said.startswith(why)

    def test_other_than_the_credentials(self):
        """
        The credential's own algorithm is the only one that its tokens may use.
        """
        assert (
            403,
            "alg is HS512, the credential is HS256: sign with HS256 and the credential's secret",
        ) == told_of(mint("app-key", SECRET, algorithm="HS512"))

    def test_of_key_pairs_against_a_secret(self, rsa):
        """
        A token with a key pair has to name that, by kid.
        """
        assert (
            403,
            (
                "alg is RS256, the credential is HS256: sign with HS256 and the credential's "
                "secret. A token with a key pair names that by kid in its header"
            ),
        ) == told_of(mint("app-key", rsa.private, algorithm="RS256"))

    def test_of_secrets_against_a_key_pair(self):
        """
        The private half signs.
        """
        assert (
            403,
            (
                "alg is HS256, the credential is RS256: sign with RS256 and the private key that "
                "belongs to the credential"
            ),
        ) == told_of(mint("device_key0", "PEM"))


class TestSignature:
    @pytest.mark.parametrize(
        ("key", "signed_with", "what"),
        [
            ("app-key", "sixteen bytes or", "the base64-decoded secret"),
            (
                "app-key",
                base64.b64encode(SECRET.encode()).decode(),
                "the secret in base64",
            ),
            ("app-key", SECRET + "\n", "the secret and a line feed after it"),
            ("app-key", "", "an empty secret"),
            ("app-key", "app-key", "the key in place of the secret"),
        ],
    )
    def test_by_a_mistaken_secret(self, key, signed_with, what):
        """
        The secret is text: its UTF-8 bytes, nothing decoded, nothing added.
        """
        raw = "The gateway signs with the UTF-8 bytes of the secret's text, nothing decoded"

        assert (403, f"the token was signed with {what}. {raw}") == told_of(mint(key, signed_with))

    def test_by_the_secret_as_hexadecimal_digits(self):
        """
        A secret that looks like hexadecimal digits is text all the same: contract/clients.md 2.
        """
        header = {"alg": "HS256"}
        token = encode(header, {"iss": "hex-key"}, "").rpartition(".")[0]
        signature = _base64(hmac.digest(bytes.fromhex(HEX_SECRET), token.encode(), "sha256"))

        assert "the secret decoded from hexadecimal digits" in told_of(f"{token}.{signature}")[1]

    def test_by_another_secret(self):
        """
        The plain case.
        """
        assert told_of(mint("app-key", "wrong")) == (
            403,
            "the token was signed with another secret than the credential's",
        )

    def test_by_the_secret_of_another_key(self):
        """
        Key and secret of two environments get mixed up.
        """
        why = (
            "the token names the credential 'app-key', but was signed with the secret of 'hex-key'"
        )

        assert (403, why) == told_of(mint("app-key", HEX_SECRET))

    def test_that_is_missing(self):
        """
        A token cut off at its last dot.
        """
        token = mint("app-key", SECRET).rpartition(".")[0] + "."

        assert told_of(token)[1].startswith("the token's signature is empty")


@pytest.mark.parametrize(
    ("header", "claims", "why"),
    [
        ({"alg": "HS256", "typ": "JWS"}, {"iss": "app-key"}, "typ is 'JWS': write JWT there"),
        ({"alg": "HS256", "typ": 1}, {"iss": "app-key"}, "typ is not text, which breaks"),
        (5, {"iss": "app-key"}, "the token's header is no JSON object"),
        ({"alg": "HS256"}, 5, "the token's claims are no JSON object"),
        ({"alg": "HS256"}, False, "the token's claims are false"),
        ({"alg": "HS256"}, {}, "the token does not say whose it is"),
        ({"alg": "HS256"}, {"iss": ""}, "the token names an empty key"),
    ],
)
def test_a_token_of_another_shape(header, claims, why):
    """
    What the gateway could not read, or broke at.
    """
    assert told_of(encode(header, claims, SECRET))[1].startswith(why)


@pytest.mark.parametrize(
    ("token", "profile", "why"),
    [
        ("ey.x", "sunbird", "a token has three parts"),
        ("!.!.!", "sunbird", "the token's header or claims are no JSON in base64"),
        (
            "a+b.c.d",
            "spark",
            "the token's header or claims are no JSON in base64: was it changed on ",
        ),
        (mint("app-key", SECRET) + ".x", "sunbird", "the token's third part is no base64"),
    ],
)
def test_a_token_that_was_damaged(token, profile, why):
    """
    Cut, re-encoded or with something behind it.
    """
    assert told_of(token, profile=profile)[1].startswith(why)


def test_no_diagnosis_shows_a_secret():
    """
    Whatever a token was signed with, nobody reads it there.
    """
    said = [
        told_of(token)[1]
        for token in (SECRET, mint(SECRET, "x"), mint("app-key", HEX_SECRET), mint("x", SECRET))
    ]

    assert not [why for why in said if SECRET in why or HEX_SECRET in why]


def _base64(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
