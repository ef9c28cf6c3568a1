"""
Key pairs as PEM, and the gateway's verdict on what was signed with one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from sunbird_mockserver.consumers import Consumer, Consumers, Credential
from sunbird_mockserver.deployments.profiles import SPARK
from sunbird_mockserver.tokens import verify

if TYPE_CHECKING:
    from sunbird_mockserver.deployments.profiles import Profile
    from sunbird_mockserver.tokens import Admitted, Refused


class KeyPair(NamedTuple):
    """
    PEM of both halves of a key.
    """

    private: str
    public: str


def key_pair(private: Any) -> KeyPair:
    public = private.public_key()

    return KeyPair(
        private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
        public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(),
    )


def verdict_on(
    token: str, algorithm: str, material: str, profile: Profile = SPARK
) -> Admitted | Refused:
    """
    The verdict on *token*, whose kid is ``kid-1``, where that is a credential with this material.
    """
    name = "secret" if algorithm.startswith("HS") else "rsa_public_key"
    credential = Credential("kid-1", algorithm=algorithm, **{name: material})
    consumers = Consumers([Consumer("app", credentials=(credential,))])

    return verify(f"Bearer {token}", "", consumers=consumers, profile=profile)
