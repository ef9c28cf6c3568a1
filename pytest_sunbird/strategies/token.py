"""
Tokens that the gateway lets in, in all the forms that it takes.
"""

from __future__ import annotations

from base64 import standard_b64encode, urlsafe_b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import orjson
from hypothesis import strategies as st

from pytest_sunbird.strategies.exceptions import UnknownProfileError
from pytest_sunbird.strategies.shape import Shape
from pytest_sunbird.strategies.values import json_objects, numbers, texts
from sunbird_mockserver.consumers import PARTNER
from sunbird_mockserver.deployments.profiles import PROFILES
from sunbird_mockserver.tokens.signatures import algorithm

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from sunbird_mockserver.deployments.profiles import Profile

__all__ = ["KEY", "SECRET", "ProfileName", "Signer", "tokens"]

ProfileName = Literal["sunbird", "spark"]

#: The credentials of a fresh mock, which are public.
KEY, SECRET = PARTNER.credentials[0].key, PARTNER.credentials[0].secret or ""

_ALGORITHM = "HS256"
# No gateway looks at any of these, at no time either: contract/gateway-and-auth.md 1.
_IGNORED = {
    **dict.fromkeys(("iat", "exp", "nbf"), st.none() | numbers()),
    **dict.fromkeys(("aud", "sub", "jti"), texts()),
    "role": json_objects(),
}


def tokens(
    profile: ProfileName = "sunbird", *, key: str = KEY, secret: str = SECRET
) -> SearchStrategy[str]:
    """
    Tokens that the gateway lets in, as what follows ``Bearer`` in ``Authorization``.

    Expired ones and those of tomorrow are among them: neither gateway looks at the time.

    Args:
        profile: The gateway.

        key: Whose they are.

        secret: What they are signed with, by HS256.

    Raises:
        UnknownProfileError: No gateway has that profile.
    """
    signer = Signer.of(profile, key, secret)
    if profile == "spark":
        named_elsewhere = signer.tokens(header={"kid": None}, claims={"kid": key})
        return signer.tokens() | named_elsewhere

    # The header may say whose it is in place of the claims, and kid wins over both.
    named_elsewhere = signer.tokens(header={"iss": key}, claims={"iss": None})
    named_twice = signer.tokens(header={"kid": key}, claims={"iss": texts()})

    return signer.tokens() | named_elsewhere | named_twice


@dataclass(frozen=True, slots=True)
class Signer:
    """
    A consumer's key, secret and algorithm, to make tokens with.

    Attributes:
        profile: For which gateway.

        key: Whose they are.

        secret: What they are signed with.
    """

    profile: Profile
    key: str
    secret: str

    @classmethod
    def of(cls, profile: str, key: str, secret: str) -> Signer:
        """
        Return the signer for the gateway of the *profile* of that name.

        Raises:
            UnknownProfileError: No gateway has.
        """
        if profile not in PROFILES:
            raise UnknownProfileError(profile)

        return cls(PROFILES[profile], key, secret)

    @property
    def header(self) -> Shape:
        """
        The header of a good token.
        """
        kind = st.sampled_from(["JWT", "jwt"]) if self.profile.checks_typ else texts()
        named = {"kid": st.just(self.key)} if self.profile.key_claim == "kid" else {}

        return Shape({"alg": st.just(_ALGORITHM), **named}, {"typ": kind})

    @property
    def claims(self) -> Shape:
        """
        The claims of a good token.
        """
        if self.profile.key_claim == "kid":
            return Shape(optional={"iss": texts(), **_IGNORED})

        return Shape({"iss": st.just(self.key)}, _IGNORED)

    def tokens(
        self,
        *,
        header: dict[str, Any] | SearchStrategy[Any] | None = None,
        claims: dict[str, Any] | SearchStrategy[Any] | None = None,
        secret: str | None = None,
        algorithm: str = _ALGORITHM,
    ) -> SearchStrategy[str]:
        """
        Good tokens, but for what is told.

        Args:
            header: Members of the header and what they are, or the header as a whole.

            claims: Members of the claims and what they are, or the claims as a whole.

            secret: What they are signed with in place of the signer's own.

            algorithm: What they are signed by, whatever the header says.
        """
        spellings = [_url_safe, _padded, *([_standard] if self.profile.standard_base64 else [])]

        return st.builds(
            _signed,
            _part(self.header, header),
            _part(self.claims, claims),
            st.sampled_from(spellings),
            secret=st.just(self.secret if secret is None else secret),
            by=st.just(algorithm),
        )


def _part(shape: Shape, told: dict[str, Any] | SearchStrategy[Any] | None) -> SearchStrategy[Any]:
    return shape.objects(told) if told is None or isinstance(told, dict) else told


def _signed(
    header: object, claims: object, spelled: Callable[[bytes], str], *, secret: str, by: str
) -> str:
    said = ".".join(spelled(orjson.dumps(part)) for part in (header, claims))

    return f"{said}.{spelled(algorithm(by).sign(secret, said.encode()))}"


def _url_safe(data: bytes) -> str:
    return _padded(data).rstrip("=")


def _padded(data: bytes) -> str:
    return urlsafe_b64encode(data).decode()


def _standard(data: bytes) -> str:
    return standard_b64encode(data).decode()
