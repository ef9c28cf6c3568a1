"""
How the component is set up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from sunbird_mockserver.tokens import base64
from sunbird_mockserver.tokens.signatures import algorithm

__all__ = ["Adminutil", "SigningKey"]

_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class SigningKey:
    """
    A private key that tokens are signed with.

    Attributes:
        consumer: Whose tokens: the name in the path of v2 register, or ``access`` for access
            tokens and signed payloads.

        kid: What the tokens name it by, and the key of the credential that it makes.

        private_key: PEM of the RSA key.
    """

    consumer: str
    kid: str
    private_key: str = field(repr=False)

    def __post_init__(self) -> None:
        if not (self.consumer and self.kid):
            raise ValueError("A signing key needs the name of a consumer and a kid.")
        from sunbird_mockserver.tokens.keys import public_half  # loads cryptography

        public_half(self.private_key)  # so that one that cannot sign is an error now


@dataclass(frozen=True, slots=True)
class Adminutil:
    """
    The component that gives clients their tokens.
    """

    signing_keys: Annotated[
        tuple[SigningKey, ...],
        "Keys to sign with. A consumer that has none here gets new ones at first need.",
    ] = ()
    issuer: Annotated[str, "iss that refresh tokens must have: the address of the realm."] = (
        "https://sunbird.invalid/auth/realms/sunbird"
    )
    refresh_kid: Annotated[str, "kid that RS256 refresh tokens must have."] = "refresh-key"
    refresh_secret: Annotated[str, "Secret of HS256 refresh tokens, in base64."] = field(
        default="c3VuYmlyZC1tb2NrLXJlZnJlc2gtc2VjcmV0",  # public on purpose
        repr=False,
    )
    refresh_public_key: Annotated[
        str,
        "PEM of the key that RS256 refresh tokens are checked with. Without one none of them is "
        "good.",
    ] = field(default="", repr=False)
    access_validity_s: Annotated[
        int,
        "How long an access token is good, in s. 0: as deployed, 43200 for sunbird and 86400 for "
        "spark.",
    ] = 0
    offline_validity_s: Annotated[int, "How long an offline token is good, in s from its iat."] = (
        180 * _DAY_S
    )

    def __post_init__(self) -> None:
        if self.refresh_public_key:
            algorithm("RS256").verify(self.refresh_public_key, b"", b"")  # can it be read?
        if not self.refresh_secret_bytes:
            raise ValueError(
                "refresh_secret is not base64, or empty. Encode the secret, for example with "
                "`base64`."
            )

    @property
    def refresh_secret_bytes(self) -> bytes:
        """
        What HS256 is computed with; empty if that cannot be read.
        """
        return base64.decode(self.refresh_secret.encode(), standard=True) or b""

    def access_validity(self, profile: str) -> int:
        """
        How long an access token is good in the deployment *profile*, in s.
        """
        return self.access_validity_s or _ACCESS_VALIDITY_S[profile]


# As deployed: contract/gateway-and-auth.md 4c.
_ACCESS_VALIDITY_S = {"sunbird": 43_200, "spark": 86_400}
