"""
Tokens made for tests and for people.
"""

import subprocess
import sys

import pytest

from sunbird_mockserver.deployments.profiles import UnknownAlgorithmError
from sunbird_mockserver.tokens import encode, mint, nginx_base64
from sunbird_mockserver.tokens.errors import UnreadableKeyError
from sunbird_mockserver.tokens.signatures import algorithm


def parts(token):
    return [nginx_base64.decode(part.encode(), standard=False) for part in token.split(".")]


class TestMint:
    def test_makes_the_token_of_the_sdk(self):
        """
        Without further wishes the token is AuthTokenGenerate's: two nulls, two empty texts.
        """
        header, claims, _ = parts(mint("my-key", "my-secret"))

        assert b'{"typ":"JWT","alg":"HS256"}' == header
        assert b'{"iss":"my-key","iat":null,"exp":null,"aud":"","sub":""}' == claims

    def test_is_the_same_every_time(self):
        """
        There is no time in a token of the SDK.
        """
        # Computed with `openssl dgst -sha256 -hmac` from the two texts above.
        expected = (
            "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9."
            "eyJpc3MiOiJteS1rZXkiLCJpYXQiOm51bGwsImV4cCI6bnVsbCwiYXVkIjoiIiwic3ViIjoiIn0."
            "Ar4-P2hVlkpm_XseJgtdI-JVZmPaUkNabjMpEYP4uzg"
        )

        assert expected == mint("my-key", "my-secret")

    def test_signs_with_the_utf8_of_the_secret(self):
        """
        Keys and secrets are text in any script.
        """
        _, claims, signature = parts(mint("clave-ñ", "geheim-ß-Ж"))

        assert '"iss":"clave-ñ"'.encode() in claims
        assert signature == algorithm("HS256").sign(
            "geheim-ß-Ж", mint("clave-ñ", "geheim-ß-Ж").rpartition(".")[0].encode()
        )

    def test_puts_claims_and_header_in_place(self):
        """
        What is given replaces what the SDK would say, or is added behind it.
        """
        token = mint("k", "s", claims={"exp": 1, "kid": "k"}, header={"kid": "k"})
        header, claims, _ = parts(token)

        assert b'{"typ":"JWT","alg":"HS256","kid":"k"}' == header
        assert b'{"iss":"k","iat":null,"exp":1,"aud":"","sub":"","kid":"k"}' == claims

    def test_names_the_nearest_algorithm(self):
        """
        A misspelt algorithm is answered with the one that was meant.
        """
        with pytest.raises(UnknownAlgorithmError) as caught:
            mint("k", "s", algorithm="hs256")

        assert "'hs256' is not an algorithm of the gateway. Did you mean 'HS256'?" == str(
            caught.value
        )

    def test_wants_pem_for_a_private_key(self):
        """
        A secret where a private key belongs is an error that says what is wanted.
        """
        with pytest.raises(UnreadableKeyError) as caught:
            mint("k", "no pem", algorithm="RS256")

        assert "The key cannot be read: give its PEM text whole, from -----BEGIN to -----END." == (
            str(caught.value)
        )


class TestEncode:
    def test_adds_nothing(self):
        """
        The parts are exactly what was given, and need not make sense.
        """
        header, claims, _ = parts(encode({"alg": "none"}, 5, "s"))

        assert (b'{"alg":"none"}', b"5") == (header, claims)


class TestAsymmetric:
    @pytest.mark.parametrize("name", ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"])
    def test_rsa_signs_and_verifies(self, rsa, name):
        """
        What the private half signed, the public half confirms, and nothing else.
        """
        signature = algorithm(name).sign(rsa.private, b"data")

        assert algorithm(name).verify(rsa.public, b"data", signature)
        assert not algorithm(name).verify(rsa.public, b"DATA", signature)

    @pytest.mark.parametrize(
        ("name", "octets"), [("ES256", 64), ("ES384", 96), ("ES512", 132), ("EdDSA", 64)]
    )
    def test_curves_sign_and_verify(self, curves, name, octets):
        """
        Signatures on curves are raw numbers of a fixed length.
        """
        pair = curves[name]
        signature = algorithm(name).sign(pair.private, b"data")

        assert octets == len(signature)
        assert algorithm(name).verify(pair.public, b"data", signature)
        assert not algorithm(name).verify(pair.public, b"DATA", signature)

    @pytest.mark.parametrize(("name", "octets"), [("RS256", 256), ("PS256", 256), ("EdDSA", 64)])
    def test_a_key_of_another_kind_confirms_nothing(self, curves, name, octets):
        """
        A key of another kind than the algorithm's makes every signature wrong.
        """
        assert not algorithm(name).verify(curves["ES256"].public, b"data", bytes(octets))

    def test_device_tokens_are_let_in_by_kid(self, answer, rsa):
        """
        The token of a device is signed by a shared key, and counted by its own iss on Sunbird.
        """
        token = encode(
            {"alg": "RS256", "kid": "device_key0"},
            {"iss": "producer-device7", "iat": 1700000000},
            rsa.private,
            algorithm="RS256",
        )

        assert "producer-device7" == answer("sunbird", f"Bearer {token}")
        assert "uuid-device" == answer("spark", f"Bearer {token}")


def test_hmac_loads_no_cryptography():
    """
    Neither PyJWT nor ``cryptography`` is loaded where tokens are signed by HMAC: not to make one,
    not to check it, and not by a server that lets a POST in.
    """
    program = (
        "import sys, urllib.request\n"
        "from sunbird_mockserver import MockServer\n"
        "from sunbird_mockserver.consumers import built_in\n"
        "from sunbird_mockserver.deployments.profiles import SUNBIRD\n"
        "from sunbird_mockserver.tokens import mint, verify\n"
        "authorization = 'Bearer ' + mint('partner-key', 'partner-secret')\n"
        "verify(authorization, '', consumers=built_in(), profile=SUNBIRD).consumer\n"
        "headers = {'Authorization': authorization, 'Content-Type': 'application/json'}\n"
        "with MockServer() as server:\n"
        "    url = server.url() + '/api/data/v1/telemetry'\n"
        '    request = urllib.request.Request(url, b\'{"events":[{"eid":"END"}]}\', headers)\n'
        "    print(urllib.request.urlopen(request, timeout=10).status)\n"
        "print(sorted({'cryptography', 'jwt'} & set(sys.modules)))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert "200\n[]\n" == result.stdout
