"""
Diagnosis of refused tokens, with the fix.

Source: contract/clients.md 1 and 2, contract/gateway-and-auth.md 1, 7 and 8.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from sunbird_mockserver.deployments.profiles import Cause
from sunbird_mockserver.diagnosis.signatures import wrong_signature
from sunbird_mockserver.diagnosis.token_case import Case, shown
from sunbird_telemetry.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

    from sunbird_mockserver.consumers import Consumers
    from sunbird_mockserver.delivery import Delivery
    from sunbird_mockserver.deployments.profiles import Profile
    from sunbird_mockserver.tokens import Refused

__all__ = ["of_token"]

_HOLDS_SECRET = "{} holds a secret. The key belongs there; the secret only signs"  # noqa: S105  a sentence
_SCHEMES = frozenset({"basic", "digest", "jwt", "token"})
# Comparing two keys takes a time that grows with the square of their length, and a client chooses
# both of them. Those that people write are shorter and fewer.
_LONGEST_KEY = 64
_MOST_KEYS = 200


def of_token(delivery: Delivery, refused: Refused, profile: Profile, consumers: Consumers) -> str:
    """
    Explain why the token of *delivery* was *refused*, and what to do.
    """
    told = _TOLD[refused.cause]

    return told if isinstance(told, str) else told(Case(delivery, refused, profile, consumers))


def _no_bearer(case: Case) -> str:
    scheme = case.authorization.strip().partition(" ")[0]
    if scheme.lower() == "bearer":
        return f"the gateway reads Bearer or bearer, not {scheme!r}"
    # Any other word may be the token itself, which is not to be shown.
    said = f"; it has {scheme!r} there" if scheme.lower() in _SCHEMES else ""

    return f"Authorization has no 'Bearer ' in front of its token{said}"


def _missing_parts(case: Case) -> str:
    text = case.text
    if text in ("null", "undefined", ""):
        return (
            f"the token is {text or 'empty'!r}: the client's token was not set yet when it sent. "
            "Set it before the first event"
        )
    if case.is_key(text) or case.is_secret(text):
        return (
            "that is a key or a secret itself. Sign a token with it: sunbird-mock token --key KEY"
        )

    return "a token has three parts with dots between them, this one has not: was it cut?"


def _undecodable(case: Case) -> str:
    told = "the token's header or claims are no JSON in base64: was it changed on its way?"
    if not case.profile.standard_base64 and ("+" in case.text or "/" in case.text):
        told += " This gateway reads URL-safe base64 only: - and _ in place of + and /"

    return told


def _wrong_typ(case: Case) -> str:
    return f"typ is {shown(case.header.get('typ'))}: write JWT there, or leave it out"


def _unsupported_algorithm(case: Case) -> str:
    said = case.header.get("alg")
    known = ", ".join(sorted(case.profile.algorithms))
    if said is None:
        return f"the token's header names no alg. This gateway knows {known}"
    if isinstance(said, str) and said.strip().lower() == "none":
        return f"alg is {said!r}: a token without a signature is never let in. Sign it with HS256"
    if isinstance(said, str) and said.upper() in case.profile.algorithms:
        return f"alg is {shown(said)}, and the gateway minds case: write {said.upper()}"

    return f"alg is {shown(said)}. This gateway knows {known}"


def _missing_key_claim(case: Case) -> str:
    issuer, kid = case.claims.get("iss"), case.header.get("kid")
    if case.profile.key_claim == "kid":
        told = "this gateway looks a credential up by kid, and the token has none. "
        if case.is_key(issuer):
            told += f"Its iss {shown(issuer)} is known, as in a token of the SDK, but is not read. "
        return told + "Put the key into the token's header as kid"
    if kid is not None:
        return (
            f"the token has the kid {shown(kid)} but no iss, and this gateway wants an iss even "
            "where it looks up the kid"
        )

    return "the token does not say whose it is: put the key into the claim iss"


def _unknown_key(case: Case) -> str:
    name, key = case.profile.key_claim, case.refused.key
    if key is None:
        return f"{name} is not text, and every key is: put the key between quotes"
    if case.is_secret(key):
        return _HOLDS_SECRET.format(name)
    told = f"no credential has the key {shown(key)} that {name} names"
    consumer = case.consumers.named(key)
    if consumer and consumer.credentials:
        return f"{told}: that is a consumer's name. Its key is {consumer.credentials[0].key!r}"
    if name == "kid" and case.is_key(case.claims.get("iss")):
        return f"{told}. Its iss is known, but this gateway looks only at kid"

    return told + _nearest(case, key)


def _unknown_kid(case: Case) -> str:
    kid, issuer = case.header.get("kid"), case.claims.get("iss")
    if case.is_secret(kid):
        return _HOLDS_SECRET.format("kid")
    told = f"no credential has the key {shown(kid)}, and a kid in the header outranks iss"
    if case.is_key(issuer):
        return f"{told}: iss {shown(issuer)} is known. Leave the kid out"

    return told + _nearest(case, case.refused.key or "")


def _nearest(case: Case, key: str) -> str:
    keys = [each.key for each in islice(case.credentials(), _MOST_KEYS)]
    short = [each for each in keys if len(each) <= _LONGEST_KEY]

    return "." + did_you_mean(key[:_LONGEST_KEY], short, otherwise="Declare it under [[consumers]]")


def _algorithm_mismatch(case: Case) -> str:
    said = case.header.get("alg")
    found = case.consumers.find(case.refused.key or "")
    wanted = found[1].algorithm if found else ""
    told = f"alg is {said}, the credential is {wanted}: "
    if wanted.startswith("HS"):
        told += f"sign with {wanted} and the credential's secret"
        no_kid = case.profile.kid_replaces_key and "kid" not in case.header
        return told + (
            ". A token with a key pair names that by kid in its header"
            if no_kid and str(said)[:2] != "HS"
            else ""
        )

    return told + f"sign with {wanted} and the private key that belongs to the credential"


_BREAKS = "{}, which breaks the gateway's plugin"

# What the gateway cannot know: which mistake leads there.
_TOLD: dict[Cause, str | Callable[[Case], str]] = {
    Cause.NO_AUTHORIZATION: (
        "no Authorization header was sent. Telemetry SDK 2 leaves it out while "
        "config.authtoken is empty"
    ),
    Cause.BARE_BEARER: (
        'bare "Bearer": the SDK reads config.authtoken; did your configuration set authToken?'
    ),
    Cause.NO_BEARER: _no_bearer,
    Cause.MULTIPLE_TOKENS: (
        "several tokens were sent, e.g. one in ?jwt= and one in Authorization. Send one"
    ),
    Cause.VALUELESS_PARAMETER: (
        "?jwt has no value, and a token in the query outranks the header. Leave the parameter out"
    ),
    Cause.MISSING_PARTS: _missing_parts,
    Cause.UNDECODABLE_PART: _undecodable,
    Cause.WRONG_TYP: _wrong_typ,
    Cause.UNSUPPORTED_ALGORITHM: _unsupported_algorithm,
    Cause.FALSE_CLAIMS: "the token's claims are false where an object belongs",
    Cause.UNDECODABLE_SIGNATURE: (
        "the token's third part is no base64: was something put after it, or a part lost?"
    ),
    Cause.MISSING_KEY_CLAIM: _missing_key_claim,
    Cause.EMPTY_KEY: "the token names an empty key: was the client's key set when it signed?",
    Cause.UNKNOWN_KEY: _unknown_key,
    Cause.UNKNOWN_KID: _unknown_kid,
    Cause.ALGORITHM_MISMATCH: _algorithm_mismatch,
    Cause.NO_KEY_MATERIAL: (
        "the credential has nothing to check a signature with: give it a secret, or a public key"
    ),
    Cause.WRONG_SIGNATURE: wrong_signature,
    Cause.HEADER_NOT_AN_OBJECT: _BREAKS.format("the token's header is no JSON object"),
    Cause.TYP_NOT_TEXT: _BREAKS.format("typ is not text") + ": write JWT there",
    Cause.CLAIMS_NOT_AN_OBJECT: _BREAKS.format("the token's claims are no JSON object"),
    Cause.SIGNATURE_LENGTH: (
        _BREAKS.format("the signature is not as long as those of its algorithm are")
        + ": an ES256 signature is two numbers side by side, not DER"
    ),
    Cause.UNREADABLE_KEY: (
        _BREAKS.format("the credential's public key cannot be read")
        + ": declare its PEM text whole, from -----BEGIN to -----END"
    ),
}
