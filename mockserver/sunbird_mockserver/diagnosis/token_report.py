"""
Would this token be let in? For each deployment: the answer, and what to do about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sunbird_mockserver.delivery import Delivery
from sunbird_mockserver.deployments.profiles import PROFILES
from sunbird_mockserver.diagnosis.tokens import of_token
from sunbird_mockserver.tokens import Admitted, Refused, describe, verify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sunbird_mockserver.consumers import Consumers
    from sunbird_mockserver.deployments.profiles import Profile

__all__ = ["TokenReport", "explain", "remarks", "reports"]

_TELEMETRY = "telemetryCreate"
_NO_GROUP = (
    "it may not send telemetry: its groups are {groups}. Use a key whose consumer is in "
    f"{_TELEMETRY}"
)


@dataclass(frozen=True, slots=True)
class TokenReport:
    """
    The result of one token in one deployment.

    Attributes:
        profile: Which deployment.

        admitted: Whether telemetry that brings it is let in.

        answer: What the gateway says, in short.

        why: What was wrong and what to do; None if nothing was.
    """

    profile: str
    admitted: bool
    answer: str
    why: str | None = None


def explain(token: str, profile: Profile, consumers: Consumers) -> TokenReport:
    """
    Return the report on *token*, sent with telemetry to the deployment *profile*.
    """
    header = f"Bearer {token}"
    verdict = verify(header, "", consumers=consumers, profile=profile)
    if isinstance(verdict, Admitted):
        return _of_admitted(verdict, profile)
    delivery = Delivery("POST", "/data/v1/telemetry", "", {"authorization": header}, b"")
    why = of_token(delivery, verdict, profile, consumers)

    return TokenReport(profile.name, admitted=False, answer=_said(verdict), why=why)


def reports(token: str, consumers: Consumers) -> list[TokenReport]:
    """
    Return a report on *token* for every deployment.
    """
    return [explain(token, profile, consumers) for profile in PROFILES.values()]


def remarks(token: str, now_s: int) -> Iterator[str]:
    """
    Yield remarks on *token* that hold in every deployment, at *now_s* seconds since the epoch.
    """
    claims = describe(token).claims
    claims = claims if isinstance(claims, dict) else {}
    expires, starts = claims.get("exp"), claims.get("nbf")
    # An offline token does not end, which its realm writes as 0: contract/gateway-and-auth.md 4c.
    ends = claims.get("typ") != "Offline" or expires != 0
    if isinstance(expires, (int, float)) and ends and expires < now_s:
        yield "exp is in the past: no gateway looks at that, so this changes nothing"
    if isinstance(starts, (int, float)) and starts > now_s:
        yield "nbf is in the future: no gateway looks at that, so this changes nothing"
    if claims.get("typ") in ("Offline", "Refresh"):
        yield (
            "this is a refresh token: POST it as refresh_token=... to /auth/v1/refresh/token, "
            "with a bearer token beside it"
        )


def _of_admitted(verdict: Admitted, profile: Profile) -> TokenReport:
    groups = verdict.consumer.groups
    if _TELEMETRY in groups:
        said = f"let in as {verdict.consumer.username}"
        return TokenReport(profile.name, admitted=True, answer=said)
    why = _NO_GROUP.format(groups=", ".join(sorted(groups)) or "none")

    return TokenReport(
        profile.name, admitted=False, answer="403 You cannot consume this service", why=why
    )


def _said(refused: Refused) -> str:
    return f"{refused.status} {refused.message}"
