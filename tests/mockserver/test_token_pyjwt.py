"""
PyJWT as an independent witness: it reads the mock's tokens, and the mock lets its tokens in.
"""

import subprocess
import sys

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from keypairs import key_pair, verdict_on
from sunbird_mockserver.deployments.profiles import SPARK, Cause
from sunbird_mockserver.tokens import Admitted, encode, nginx_base64
from sunbird_mockserver.tokens.minting import sign_claims

ALGORITHMS = sorted(SPARK.algorithms)
CLAIMS = {"iss": "install-7", "iat": 1_700_000_000, "name": "Zoë"}
OTHER_CLAIMS = nginx_base64.encode(b'{"iss":"another"}')

# What a user's suite does with keys, in a process where every warning is an error.
SHORT_KEYS = """
import json, sys
from sunbird_mockserver.upstreams import adminutil
from sunbird_mockserver.upstreams.adminutil import AdminutilContext, Keys, SigningKey
from sunbird_mockserver.consumers import Consumer, Consumers, Credential, built_in
from sunbird_mockserver.delivery import Delivery
from sunbird_mockserver.deployments.profiles import SPARK
from sunbird_mockserver.tokens import Admitted, mint, verify

private, public = sys.argv[1:]

def admitted(token, consumers):
    verdict = verify(f"Bearer {token}", "", consumers=consumers, profile=SPARK)
    return isinstance(verdict, Admitted)

for name in ("HS256", "HS384", "HS512", "RS256", "RS384", "RS512"):
    credential = Credential("k", "s", name, public)
    secret = "s" if name.startswith("HS") else private
    token = mint("k", secret, algorithm=name, header={"kid": "k"})
    assert admitted(token, Consumers([Consumer("app", credentials=(credential,))])), name

consumers, keys = built_in(), Keys([SigningKey("mobile_device", "k", private)])
keys.enrol_given(consumers)
path = "/v2/consumer/mobile_device/credential/register"
body = json.dumps({"request": {"key": "app-device7"}}).encode()
delivery = Delivery("POST", path, "", {"content-type": "application/json"}, body)
reply = json.loads(adminutil.answer(delivery, AdminutilContext(consumers, keys, 0)).body)
assert admitted(reply["result"]["token"], consumers)
"""


class TestPyJwt:
    @pytest.mark.parametrize("name", ALGORITHMS)
    def test_accepts_the_tokens_of_the_mock(self, pairs, name):
        """
        PyJWT decodes a token that the mock signed, by every algorithm.
        """
        token = encode({"alg": name}, CLAIMS, pairs[name].private, algorithm=name)

        assert CLAIMS == jwt.decode(token, pairs[name].public, algorithms=[name])

    @pytest.mark.parametrize("name", ALGORITHMS)
    def test_makes_tokens_that_are_let_in(self, pairs, name):
        """
        A token that PyJWT signed is let in, by every algorithm.
        """
        token = jwt.encode(CLAIMS, pairs[name].private, algorithm=name, headers={"kid": "kid-1"})

        assert isinstance(verdict_on(token, name, pairs[name].public), Admitted)

    @pytest.mark.parametrize("name", ALGORITHMS)
    def test_refuses_changed_claims_too(self, pairs, name):
        """
        A signature over other claims is wrong for PyJWT and for the mock, by every algorithm.
        """
        pair = pairs[name]
        token = jwt.encode(CLAIMS, pair.private, algorithm=name, headers={"kid": "kid-1"})
        header, _, signature = token.split(".")
        forged = f"{header}.{OTHER_CLAIMS}.{signature}"

        assert Cause.WRONG_SIGNATURE is verdict_on(forged, name, pair.public).cause
        with pytest.raises(jwt.InvalidSignatureError):
            jwt.decode(forged, pair.public, algorithms=[name])


class TestSignClaims:
    def test_writes_no_typ_and_escapes_nothing(self, rsa):
        """
        The header is algorithm and kid, in this order, and text in the claims stays as it is.
        """
        parts = sign_claims(CLAIMS, rsa.private, {"kid": "k"}).split(".")[:2]

        assert [
            b'{"alg":"RS256","kid":"k"}',
            '{"iss":"install-7","iat":1700000000,"name":"Zoë"}'.encode(),
        ] == [nginx_base64.decode(part.encode(), standard=False) for part in parts]

    def test_writes_the_typ_that_it_is_given(self, rsa):
        """
        The header of an access token has a typ, behind the kid.
        """
        header = sign_claims(CLAIMS, rsa.private, {"kid": "k", "typ": "JWT"}).partition(".")[0]

        assert b'{"alg":"RS256","kid":"k","typ":"JWT"}' == (
            nginx_base64.decode(header.encode(), standard=False)
        )

    def test_makes_a_token_that_pyjwt_accepts(self, rsa):
        """
        PyJWT decodes the token with the public half of the key.
        """
        token = sign_claims(CLAIMS, rsa.private, {"kid": "k"})

        assert CLAIMS == jwt.decode(token, rsa.public, algorithms=["RS256"])


def test_short_keys_cause_no_warning():
    """
    Short secrets and short RSA keys sign and verify where every warning is an error.
    """
    short = key_pair(generate_private_key(65537, 1024))  # noqa: S505  shortness is the point
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", SHORT_KEYS, *short],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (0, "") == (result.returncode, result.stderr)
