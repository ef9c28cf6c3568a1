"""
May this request in? The gateway's JWT check, step by step, without a guess of our own.

No claim but the one that names the credential is looked at: not ``exp``, not ``nbf``, not ``iat``
(contract/gateway-and-auth.md 1). Nothing is remembered from one call to the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from sunbird_mockserver.deployments.profiles import Cause
from sunbird_mockserver.tokens.errors import Stop, UnreadableKeyError, WrongLengthError
from sunbird_mockserver.tokens.locate import find
from sunbird_mockserver.tokens.parse import Token, member, parse
from sunbird_mockserver.tokens.signatures import algorithm

if TYPE_CHECKING:
    from sunbird_mockserver.consumers import Consumer, Consumers, Credential
    from sunbird_mockserver.deployments.profiles import Profile

__all__ = ["Admitted", "Refused", "verify"]


@dataclass(frozen=True, slots=True)
class Admitted:
    """
    The token is good. Whether its consumer may use the route is another question.

    Attributes:
        consumer: Who calls.

        credential: What the token was checked against.

        identity: What rate limits are counted by; None means the client's address.
    """

    consumer: Consumer
    credential: Credential
    identity: str | None


@dataclass(frozen=True, slots=True)
class Refused:
    """
    The request stays outside.

    Attributes:
        status: The HTTP status code.

        message: The one member of the JSON body. At 500 the whole page depends on ``Accept``.

        www_authenticate: The value of that header, if the gateway sends one.

        cause: What was wrong, in more detail than the gateway tells.

        key: What was looked up, once the token had said it and if it was text.
    """

    status: int
    message: str
    www_authenticate: str | None
    cause: Cause
    key: str | None = None


def verify(
    authorization: str | None, query: str, *, consumers: Consumers, profile: Profile
) -> Admitted | Refused:
    """
    Decide as the gateway of *profile* does. Raises nothing, whatever it is given.

    Args:
        authorization: The header's value as WSGI hands it over, or None without one.

        query: What follows the question mark.

        consumers: Who is known.

        profile: Which gateway to play.
    """
    try:
        token = parse(find(authorization, query, profile), profile)
        return _authenticate(token, consumers, profile)
    except Stop as stop:
        verdict = profile.verdicts[stop.cause]
        message = verdict.message.format(key_claim=profile.key_claim)
        return Refused(verdict.status, message, verdict.challenge, stop.cause, stop.key)


def _authenticate(token: Token, consumers: Consumers, profile: Profile) -> Admitted:
    key, is_kid = _lookup_key(token, profile)
    if key == "":
        raise Stop(Cause.EMPTY_KEY, key)
    found = None if key is None else consumers.find(key)
    if found is None:
        raise Stop(Cause.UNKNOWN_KID if is_kid else Cause.UNKNOWN_KEY, key)
    consumer, credential = found
    _check_signature(token, credential)

    return Admitted(consumer, credential, _issuer(token) if is_kid else credential.id)


def _lookup_key(token: Token, profile: Profile) -> tuple[str | None, bool]:
    """
    Return the key to look up, and True if it is a kid in place of the key claim.

    None stands for a value that is there and no text: no credential has such a key.
    """
    key = _claim(token, profile.key_claim)
    if key is False:
        key = _in_header(token, profile.key_claim)
    if key is False:
        raise Stop(Cause.MISSING_KEY_CLAIM)
    kid = _in_header(token, "kid") if profile.kid_replaces_key else False
    wanted = key if kid is False else kid

    return wanted if isinstance(wanted, str) else None, kid is not False


def _check_signature(token: Token, credential: Credential) -> None:
    if token.algorithm != credential.algorithm:
        raise Stop(Cause.ALGORITHM_MISMATCH, credential.key)
    if credential.key_material is None:
        raise Stop(Cause.NO_KEY_MATERIAL, credential.key)
    check = algorithm(token.algorithm).verify
    try:
        right = check(credential.key_material, token.signed, token.signature)
    except UnreadableKeyError:
        raise Stop(Cause.UNREADABLE_KEY, credential.key) from None
    except WrongLengthError:
        raise Stop(Cause.SIGNATURE_LENGTH, credential.key) from None
    if not right:
        raise Stop(Cause.WRONG_SIGNATURE, credential.key)


def _issuer(token: Token) -> str | None:
    """
    Return the identity for rate limits after a kid was looked up; None if the claims have none.
    """
    issuer = _claim(token, "iss")
    if issuer is False or isinstance(issuer, (dict, list)):
        return None

    return issuer if isinstance(issuer, str) else orjson.dumps(issuer).decode()


def _claim(token: Token, name: str) -> Any:
    return member(token.claims, name, otherwise=Cause.CLAIMS_NOT_AN_OBJECT)


def _in_header(token: Token, name: str) -> Any:
    return member(token.header, name, otherwise=Cause.HEADER_NOT_AN_OBJECT)
