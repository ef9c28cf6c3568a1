"""
The deployments that can be copied, as tables: reading of tokens, verdicts and their messages.

`SUNBIRD` is Kong 0.14.1 with Sunbird's change to the JWT plugin, `SPARK` is the stock Kong 3.9.1
that looks credentials up by ``kid``. One mechanism (`sunbird_mockserver.tokens`) reads both.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sunbird_mockserver.deployments.kong_versions import KONG_0_14, KONG_3_9
from sunbird_telemetry.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sunbird_mockserver.deployments.kong_versions import KongVersion

__all__ = ["PROFILES", "SPARK", "SUNBIRD", "Cause", "Profile", "UnknownAlgorithmError", "Verdict"]


class Cause(StrEnum):
    """
    The cause of a refused token. Finer than the gateway's own messages.
    """

    NO_AUTHORIZATION = "no-authorization"
    BARE_BEARER = "bare-bearer"
    NO_BEARER = "no-bearer"
    MULTIPLE_TOKENS = "multiple-tokens"
    VALUELESS_PARAMETER = "valueless-parameter"
    MISSING_PARTS = "missing-parts"
    UNDECODABLE_PART = "undecodable-part"
    WRONG_TYP = "wrong-typ"
    UNSUPPORTED_ALGORITHM = "unsupported-algorithm"
    FALSE_CLAIMS = "false-claims"
    UNDECODABLE_SIGNATURE = "undecodable-signature"
    MISSING_KEY_CLAIM = "missing-key-claim"
    EMPTY_KEY = "empty-key"
    UNKNOWN_KEY = "unknown-key"
    UNKNOWN_KID = "unknown-kid"
    ALGORITHM_MISMATCH = "algorithm-mismatch"
    NO_KEY_MATERIAL = "no-key-material"
    WRONG_SIGNATURE = "wrong-signature"
    HEADER_NOT_AN_OBJECT = "header-not-an-object"
    TYP_NOT_TEXT = "typ-not-text"
    CLAIMS_NOT_AN_OBJECT = "claims-not-an-object"
    SIGNATURE_LENGTH = "signature-length"
    UNREADABLE_KEY = "unreadable-key"


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    The gateway's answer for one `Cause`.

    Attributes:
        status: The HTTP status code.

        message: The one member of the JSON body, with ``{key_claim}`` where the gateway names that.
            At 500 the whole page depends on ``Accept``.

        challenge: The value of ``WWW-Authenticate``, if the gateway sends one.
    """

    status: int
    message: str
    challenge: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """
    One deployment, described so that one mechanism can play it.

    Attributes:
        name: What people call it on the command line.

        kong_version: How its Kong speaks HTTP.

        bearer_argument: The query parameter that the ingress turns into a bearer, if it does.

        key_claim: The claim that names the credential.

        kid_replaces_key: Whether a ``kid`` in the header is looked up instead of the key claim
            (which must be there all the same), and limits are counted by ``iss`` then.

        first_source_wins: Whether a token in the query hides the header; else all tokens are
            gathered, empty ones ignored, and there may be only one.

        standard_base64: Whether ``+`` and ``/`` are taken for ``-`` and ``_``.

        checks_typ: Whether a ``typ`` other than JWT is refused.

        algorithms: What the header's ``alg`` may say, whatever the credential wants.

        verdicts: What it answers, for every cause.
    """

    name: str
    kong_version: KongVersion
    bearer_argument: str | None
    key_claim: str
    kid_replaces_key: bool
    first_source_wins: bool
    standard_base64: bool
    checks_typ: bool
    algorithms: frozenset[str]
    verdicts: Mapping[Cause, Verdict]


# An error in the plugin's own code, not a refusal: contract/gateway-and-auth.md 1, failure table.
_CRASHES = dict.fromkeys(
    (
        Cause.HEADER_NOT_AN_OBJECT,
        Cause.TYP_NOT_TEXT,
        Cause.CLAIMS_NOT_AN_OBJECT,
        Cause.SIGNATURE_LENGTH,
        Cause.UNREADABLE_KEY,
    ),
    Verdict(500, "An unexpected error occurred"),
)

# Sunbird hides why a token could not be read; its mobile client waits for this very word before it
# registers again: contract/gateway-and-auth.md 7 and 8.
_UNAUTHORIZED = Verdict(401, "Unauthorized")

# The text names the key claim even where a kid was looked up: contract/gateway-and-auth.md 1.
_NO_CREDENTIALS = Verdict(403, "No credentials found for given '{key_claim}'")

SUNBIRD = Profile(
    name="sunbird",
    kong_version=KONG_0_14,
    bearer_argument="eHVyhwSdt",
    key_claim="iss",
    kid_replaces_key=True,
    first_source_wins=True,
    standard_base64=True,
    checks_typ=True,
    algorithms=frozenset({"HS256", "HS384", "HS512", "RS256", "RS512", "ES256"}),
    verdicts={
        Cause.NO_AUTHORIZATION: _UNAUTHORIZED,
        Cause.BARE_BEARER: _UNAUTHORIZED,
        Cause.NO_BEARER: _UNAUTHORIZED,
        Cause.MULTIPLE_TOKENS: Verdict(401, "Multiple tokens provided"),
        Cause.VALUELESS_PARAMETER: Verdict(401, "Unrecognizable token"),
        Cause.MISSING_PARTS: _UNAUTHORIZED,
        Cause.UNDECODABLE_PART: _UNAUTHORIZED,
        Cause.WRONG_TYP: _UNAUTHORIZED,
        Cause.UNSUPPORTED_ALGORITHM: _UNAUTHORIZED,
        Cause.FALSE_CLAIMS: _UNAUTHORIZED,
        Cause.UNDECODABLE_SIGNATURE: _UNAUTHORIZED,
        Cause.MISSING_KEY_CLAIM: Verdict(401, "No mandatory '{key_claim}' in claims"),
        Cause.EMPTY_KEY: _NO_CREDENTIALS,
        Cause.UNKNOWN_KEY: _NO_CREDENTIALS,
        Cause.UNKNOWN_KID: _NO_CREDENTIALS,
        Cause.ALGORITHM_MISMATCH: Verdict(403, "Invalid algorithm"),
        Cause.NO_KEY_MATERIAL: Verdict(403, "Invalid key/secret"),
        Cause.WRONG_SIGNATURE: Verdict(403, "Invalid signature"),
        **_CRASHES,
    },
)

_NO_TOKEN = Verdict(401, "Unauthorized", "Bearer")


def _invalid(message: str) -> Verdict:
    return Verdict(401, message, 'Bearer error="invalid_token"')


SPARK = Profile(
    name="spark",
    kong_version=KONG_3_9,
    bearer_argument=None,
    key_claim="kid",
    kid_replaces_key=False,
    first_source_wins=False,
    standard_base64=False,
    checks_typ=False,
    algorithms=SUNBIRD.algorithms | {"RS384", "ES384", "ES512", "PS256", "PS384", "PS512", "EdDSA"},
    verdicts={
        Cause.NO_AUTHORIZATION: _NO_TOKEN,
        Cause.BARE_BEARER: _NO_TOKEN,
        Cause.NO_BEARER: _NO_TOKEN,
        Cause.MULTIPLE_TOKENS: _invalid("Multiple tokens provided"),
        Cause.VALUELESS_PARAMETER: _invalid("Unrecognizable token"),
        Cause.MISSING_PARTS: _invalid("Bad token; invalid JSON"),
        Cause.UNDECODABLE_PART: _invalid("Bad token; invalid JSON"),
        Cause.WRONG_TYP: _invalid("Bad token; invalid typ"),
        Cause.UNSUPPORTED_ALGORITHM: _invalid("Bad token; invalid alg"),
        Cause.FALSE_CLAIMS: _invalid("Bad token; invalid claims"),
        Cause.UNDECODABLE_SIGNATURE: _invalid("Bad token; invalid signature"),
        Cause.MISSING_KEY_CLAIM: _invalid("No mandatory '{key_claim}' in claims"),
        Cause.EMPTY_KEY: _invalid("Invalid '{key_claim}' in claims"),
        Cause.UNKNOWN_KEY: _invalid("No credentials found for given '{key_claim}'"),
        Cause.UNKNOWN_KID: _invalid("No credentials found for given '{key_claim}'"),
        Cause.ALGORITHM_MISMATCH: _invalid("Invalid algorithm"),
        Cause.NO_KEY_MATERIAL: _invalid("Invalid key/secret"),
        Cause.WRONG_SIGNATURE: _invalid("Invalid signature"),
        **_CRASHES,
    },
)

PROFILES: dict[str, Profile] = {profile.name: profile for profile in (SUNBIRD, SPARK)}


class UnknownAlgorithmError(ValueError):
    """
    A name that no gateway has an algorithm for.

    Attributes:
        name: The name in question.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        known = sorted(SPARK.algorithms)
        hint = did_you_mean(self.name.upper(), known, otherwise=f"Use one of {', '.join(known)}.")
        return f"{self.name!r} is not an algorithm of the gateway.{hint}"
