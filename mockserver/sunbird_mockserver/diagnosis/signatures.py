"""
Diagnosis of wrong signatures, by trying the usual mistakes.
"""

from __future__ import annotations

import hmac
from base64 import b64decode, b64encode, urlsafe_b64decode
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from sunbird_mockserver.tokens.locate import find
from sunbird_mockserver.tokens.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sunbird_mockserver.consumers import Credential
    from sunbird_mockserver.diagnosis.token_case import Case
    from sunbird_mockserver.tokens.parse import Token

__all__ = ["wrong_signature"]

_RAW = "The gateway signs with the UTF-8 bytes of the secret's text, nothing decoded"
_OTHER = "the token was signed with another secret than the credential's"
_OTHER_KEY = (
    "the token was signed with another private key than the one whose public half "
    "the credential {} has"
)
_KNOWN = "the token was signed with {}. {}"
_OTHERS_SECRET = "the token names the credential {!r}, but was signed with the secret of {!r}"  # noqa: S105  a sentence about secrets
# So much is signed once more, at most, to find out with whose secret a token was signed.
_MOST_SIGNED_BYTES = 4 * 1024 * 1024
_EMPTY = "the token's signature is empty: it was never signed, or was cut off at its last dot"


def wrong_signature(case: Case) -> str:
    """
    Return how the token was signed, if one of the usual mistakes explains it.
    """
    token = parse(find(case.authorization, case.delivery.query, case.profile), case.profile)
    found = case.consumers.find(case.refused.key or "")
    if not token.signature:
        return _EMPTY
    if found is None or not token.algorithm.startswith("HS"):
        return _OTHER_KEY.format(repr(case.refused.key))
    for what, key in _mistakes(found[1]):
        if _signed_with(token, key):
            return _KNOWN.format(what, _RAW)
    for other in islice(case.credentials(), _MOST_SIGNED_BYTES // (len(token.signed) + 1)):
        if other.secret is not None and _signed_with(token, _bytes(other.secret)):
            return _OTHERS_SECRET.format(case.refused.key, other.key)

    return _OTHER


def _mistakes(credential: Credential) -> Iterator[tuple[str, bytes]]:
    """
    List the values that people mistake for the secret of *credential*.
    """
    secret = credential.secret or ""
    padded = secret + "=" * (-len(secret) % 4)
    with suppress(ValueError):
        yield "the base64-decoded secret", b64decode(padded)
    with suppress(ValueError):
        yield "the base64-decoded secret", urlsafe_b64decode(padded)
    with suppress(ValueError):
        yield "the secret decoded from hexadecimal digits", bytes.fromhex(secret)
    yield "the secret in base64", b64encode(_bytes(secret))
    yield "the secret and a line feed after it", _bytes(f"{secret}\n")
    yield "the secret without its blanks at the ends", _bytes(secret.strip())
    yield "an empty secret", b""
    yield "the key in place of the secret", _bytes(credential.key)


def _bytes(secret: str) -> bytes:
    return secret.encode("utf-8", "surrogatepass")


def _signed_with(token: Token, key: bytes) -> bool:
    digest = hmac.digest(key, token.signed, "sha" + token.algorithm[2:])

    return hmac.compare_digest(digest, token.signature)
