"""
Keys of asymmetric algorithms: those that the gateway takes, and those that break it.
"""

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP224R1,
    SECP256K1,
    BrainpoolP256R1,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
)

from keypairs import key_pair, verdict_on
from sunbird_mockserver.deployments.profiles import SPARK, SUNBIRD, Cause
from sunbird_mockserver.tokens import Admitted, Refused, encode, mint, nginx_base64
from sunbird_mockserver.tokens.errors import UnreadableKeyError
from sunbird_mockserver.tokens.keys import private_key, public_key
from sunbird_mockserver.tokens.signatures import algorithm

OCTETS = {"ES256": 64, "ES384": 96, "ES512": 132, "PS256": 256, "PS384": 256, "PS512": 256}


def signed(private, name):
    return encode({"alg": name, "kid": "kid-1"}, {"iss": "x"}, private, algorithm=name)


def with_signature(name, signature):
    unsigned = encode({"alg": name, "kid": "kid-1"}, {"iss": "x"}, "").rpartition(".")[0]

    return f"{unsigned}.{nginx_base64.encode(signature)}"


class TestPublicKey:
    def test_is_read_once(self, rsa):
        """
        The same PEM is the same key.
        """
        assert public_key(rsa.public) is public_key(rsa.public)

    @pytest.mark.parametrize("name", ["RS256", "PS256", "ES256", "EdDSA"])
    def test_is_no_private_key(self, pairs, name):
        """
        PEM of a private key breaks the gateway, even if it is the one that signed.
        """
        private = pairs[name].private

        assert Cause.UNREADABLE_KEY is verdict_on(signed(private, name), name, private).cause

    @pytest.mark.parametrize("name", ["RS256", "ES256", "EdDSA"])
    def test_is_no_ssh_key(self, pairs, name):
        """
        A key as OpenSSH writes it breaks the gateway.
        """
        private, public = pairs[name]
        ssh = public_key(public).public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()

        assert Cause.UNREADABLE_KEY is verdict_on(signed(private, name), name, ssh).cause

    @pytest.mark.parametrize("text", ["", "no PEM", "\ud800", "\0", "-----BEGIN PUBLIC KEY-----"])
    def test_is_pem(self, rsa, text):
        """
        Any other text breaks the gateway, and not the mock.
        """
        assert Cause.UNREADABLE_KEY is verdict_on(signed(rsa.private, "RS256"), "RS256", text).cause

    @pytest.mark.parametrize("name", ["RS512", "PS384", "ES384", "EdDSA"])
    @pytest.mark.parametrize("other", ["RS256", "ES256", "EdDSA"])
    def test_of_another_kind_confirms_nothing(self, pairs, name, other):
        """
        A signature of the right length is wrong for a key of another kind, whichever it is.
        """
        token = with_signature(name, bytes(OCTETS.get(name, 64)))

        assert Cause.WRONG_SIGNATURE is verdict_on(token, name, pairs[other].public).cause


class TestCurve:
    @pytest.mark.parametrize("curve", [SECP256K1(), BrainpoolP256R1()], ids=lambda it: it.name)
    @pytest.mark.parametrize("profile", [SUNBIRD, SPARK], ids=lambda it: it.name)
    def test_may_be_another_of_the_same_width(self, curve, profile):
        """
        No gateway looks at the curve of a key.
        """
        private, public = key_pair(generate_private_key(curve))

        assert isinstance(verdict_on(signed(private, "ES256"), "ES256", public, profile), Admitted)

    @pytest.mark.parametrize(("name", "other"), [("ES256", "ES512"), ("ES512", "ES256")])
    def test_of_another_width_confirms_nothing(self, curves, name, other):
        """
        A signature of the algorithm's length is too long or too short for such a key.
        """
        token = with_signature(name, b"\1" * OCTETS[name])

        assert Cause.WRONG_SIGNATURE is verdict_on(token, name, curves[other].public).cause

    def test_may_be_ed448(self):
        """
        EdDSA has two curves.
        """
        private, public = key_pair(Ed448PrivateKey.generate())

        assert isinstance(verdict_on(signed(private, "EdDSA"), "EdDSA", public), Admitted)


class TestLength:
    @pytest.mark.parametrize("name", OCTETS)
    @pytest.mark.parametrize("surplus", [None, -1, 1])
    def test_of_a_signature_is_asserted(self, pairs, name, surplus):
        """
        Any other length than the algorithm's breaks the gateway.
        """
        signature = bytes(0 if surplus is None else OCTETS[name] + surplus)
        verdict = verdict_on(with_signature(name, signature), name, pairs[name].public)

        assert Cause.SIGNATURE_LENGTH is verdict.cause

    @pytest.mark.parametrize("name", ["RS256", "RS384", "RS512", "EdDSA"])
    @pytest.mark.parametrize("octets", [0, 1, 63, 65, 255, 257, 10_000])
    def test_is_not_asserted_elsewhere(self, pairs, name, octets):
        """
        A signature of a wrong length is a wrong signature.
        """
        verdict = verdict_on(with_signature(name, bytes(octets)), name, pairs[name].public)

        assert Cause.WRONG_SIGNATURE is verdict.cause


class TestSalt:
    @pytest.mark.parametrize("octets", [0, 1, 20, 32, 100, PSS.MAX_LENGTH])
    def test_may_have_any_length(self, rsa, octets):
        """
        A PSS signature is good whatever the length of its salt.
        """
        padding = PSS(MGF1(SHA256()), octets)
        signature = private_key(rsa.private).sign(b"data", padding, SHA256())

        assert algorithm("PS256").verify(rsa.public, b"data", signature)
        assert not algorithm("PS256").verify(rsa.public, b"DATA", signature)


class TestPrivateKey:
    @pytest.mark.parametrize(
        ("name", "other"),
        [
            ("RS256", "ES256"),
            ("PS512", "EdDSA"),
            ("ES256", "RS256"),
            ("ES256", "ES384"),
            ("ES512", "ES384"),
            ("EdDSA", "ES256"),
            ("EdDSA", "RS256"),
        ],
    )
    def test_fits_the_algorithm(self, pairs, name, other):
        """
        A key of another kind or width signs nothing.
        """
        with pytest.raises(TypeError):
            mint("k", pairs[other].private, algorithm=name)

    def test_of_a_narrower_curve_does_not_fit(self):
        """
        Its signatures are shorter than those of the algorithm.
        """
        private, _ = key_pair(generate_private_key(SECP224R1()))
        with pytest.raises(TypeError) as caught:
            mint("k", private, algorithm="ES256")

        assert "ES256 signs with another curve than that of the key." == str(caught.value)

    def test_has_no_password(self, rsa):
        """
        A key that only a password opens cannot be read.
        """
        locked = private_key(rsa.private).private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"password")
        )

        with pytest.raises(UnreadableKeyError):
            mint("k", locked.decode(), algorithm="RS256")


@pytest.mark.parametrize("name", ["HS256", "RS256", "PS256", "ES256", "ES512", "EdDSA"])
def test_no_changed_bit_is_let_in(pairs, name):
    """
    A good signature with one other bit, in any octet, is wrong.
    """
    token = signed(pairs[name].private, name)
    signature = nginx_base64.decode(token.rpartition(".")[2].encode(), standard=False)
    verdicts = [
        verdict_on(with_signature(name, bytes(forged)), name, pairs[name].public)
        for forged in _with_another_bit(signature)
    ]

    assert isinstance(verdict_on(token, name, pairs[name].public), Admitted)
    assert token == with_signature(name, signature)
    assert len(signature) == len(verdicts)
    assert all(isinstance(verdict, Refused) for verdict in verdicts)


def _with_another_bit(signature):
    for n in range(len(signature)):
        forged = bytearray(signature)
        forged[n] ^= 1 << n % 8
        yield forged
