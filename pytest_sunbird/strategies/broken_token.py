"""
Tokens that the gateway does not let in, each with the answer that it gets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from pytest_sunbird.strategies.token import KEY, SECRET, Signer
from pytest_sunbird.strategies.values import json_objects, numbers, words
from sunbird_mockserver.deployments.profiles import Cause
from sunbird_mockserver.gateway.kong_replies import KongReplies
from sunbird_mockserver.tokens import Refused

if TYPE_CHECKING:
    from pytest_sunbird.strategies.token import ProfileName
    from sunbird_mockserver.deployments.profiles import Profile

__all__ = ["RECIPES", "BrokenToken", "broken_tokens"]

_Recipe: TypeAlias = Callable[[Signer], SearchStrategy[str]]

_CRASH = 500
_UNREADABLE = st.sampled_from(["null", "undefined", "token", "e30.e30"]) | words()
_UNKNOWN = words().map("unknown-{}".format)
# A list or a text would have nothing in it; in these there is nowhere to look.
_WITHOUT_INSIDE: SearchStrategy[Any] = numbers() | st.sampled_from([None, True])


@dataclass(frozen=True, slots=True)
class BrokenToken:
    """
    A token that is refused.

    Attributes:
        token: What follows ``Bearer`` in ``Authorization``.

        status: What the gateway answers.

        body: The body of that answer, to a client that accepts anything.

        cause: What is wrong with it, which the answer does not always tell.
    """

    token: str
    status: int
    body: bytes
    cause: Cause


def _key_is(value: Any) -> _Recipe:
    """
    Tokens that say *value* where the gateway looks for the key.
    """

    def make(signer: Signer) -> SearchStrategy[str]:
        if signer.profile.key_claim == "kid":
            return signer.tokens(header={"kid": value})
        return signer.tokens(claims={"iss": value})

    return make


def _signature_is(signature: str) -> _Recipe:
    return lambda signer: signer.tokens().map(
        lambda token: f"{token.rpartition('.')[0]}.{signature}"
    )


# How to provoke each refusal, the plainest first.
RECIPES: Mapping[Cause, _Recipe] = {
    Cause.BARE_BEARER: lambda _: st.just(""),
    Cause.MISSING_PARTS: lambda _: _UNREADABLE,
    Cause.UNDECODABLE_PART: lambda _: _UNREADABLE.map("!{}.e30.".format),
    Cause.WRONG_TYP: lambda signer: signer.tokens(
        header={"typ": st.sampled_from(["", "JWS", "JW", "at+jwt"])}
    ),
    Cause.UNSUPPORTED_ALGORITHM: lambda signer: signer.tokens(
        header={"alg": st.sampled_from(["none", "None", "hs256", "HS1", "", "RSA"])}
    ),
    Cause.FALSE_CLAIMS: lambda signer: signer.tokens(claims=st.sampled_from([False])),
    Cause.UNDECODABLE_SIGNATURE: _signature_is("!"),
    Cause.MISSING_KEY_CLAIM: _key_is(None),
    Cause.EMPTY_KEY: _key_is(""),
    Cause.UNKNOWN_KEY: _key_is(_UNKNOWN | numbers()),
    Cause.UNKNOWN_KID: lambda signer: signer.tokens(header={"kid": _UNKNOWN}),
    Cause.ALGORITHM_MISMATCH: lambda signer: signer.tokens(
        header={"alg": "HS512"}, algorithm="HS512"
    ),
    Cause.WRONG_SIGNATURE: lambda signer: (
        signer.tokens(secret=f"not {signer.secret}") | _signature_is("")(signer)
    ),
    Cause.HEADER_NOT_AN_OBJECT: lambda signer: signer.tokens(header=_WITHOUT_INSIDE),
    Cause.TYP_NOT_TEXT: lambda signer: signer.tokens(header={"typ": numbers() | json_objects()}),
    Cause.CLAIMS_NOT_AN_OBJECT: lambda signer: signer.tokens(claims=_WITHOUT_INSIDE),
}

# Whether a gateway ever answers so, where not all do.
_ONLY_IF: Mapping[Cause, Callable[[Profile], bool]] = {
    Cause.WRONG_TYP: attrgetter("checks_typ"),
    Cause.TYP_NOT_TEXT: attrgetter("checks_typ"),
    Cause.UNKNOWN_KID: attrgetter("kid_replaces_key"),
}


def broken_tokens(
    profile: ProfileName = "sunbird",
    cause: Cause | str | None = None,
    *,
    key: str = KEY,
    secret: str = SECRET,
) -> SearchStrategy[BrokenToken]:
    """
    Tokens that the gateway refuses, with the answer that it gives.

    Args:
        profile: The gateway.

        cause: What is to be wrong with them; anything unless given.

        key: A key that the gateway knows.

        secret: The secret that goes with it.

    Raises:
        UnknownProfileError: No gateway has that profile.

        ValueError: No token is refused for that *cause* there.
    """
    signer = Signer.of(profile, key, secret)
    causes = [each for each in RECIPES if _occurs(each, signer.profile)]
    if cause is None:
        return st.one_of([_refused(signer, each) for each in causes])
    if cause not in causes:
        raise ValueError(f"No token is {cause!r} to {profile}. Use one of {', '.join(causes)}.")

    return _refused(signer, Cause(cause))


def _occurs(cause: Cause, profile: Profile) -> bool:
    # What has a number of its own in it, nobody can expect.
    is_numbered = profile.kong_version.numbers_requests and profile.verdicts[cause].status == _CRASH

    return not is_numbered and _ONLY_IF.get(cause, bool)(profile)


def _refused(signer: Signer, cause: Cause) -> SearchStrategy[BrokenToken]:
    profile = signer.profile
    verdict = profile.verdicts[cause]
    message = verdict.message.format(key_claim=profile.key_claim)
    refused = Refused(verdict.status, message, verdict.challenge, cause)
    reply = KongReplies(profile.kong_version, {}).token_refusal(refused)

    return st.builds(
        BrokenToken,
        RECIPES[cause](signer),
        st.just(reply.status),
        st.just(reply.body),
        st.just(cause),
    )
