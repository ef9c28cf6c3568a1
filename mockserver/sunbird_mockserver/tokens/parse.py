"""
Taking a token apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sunbird_mockserver.deployments.profiles import Cause
from sunbird_mockserver.tokens import lua_cjson, nginx_base64
from sunbird_mockserver.tokens.errors import Stop

if TYPE_CHECKING:
    from sunbird_mockserver.deployments.profiles import Profile

__all__ = ["Token", "member", "parse"]


@dataclass(frozen=True, slots=True)
class Token:
    """
    A token that could be read. Whether it is true is another question.

    Attributes:
        header: The first part: an object, or a list or text with nothing in it for us.

        claims: The second part; may be anything but false.

        algorithm: The header's ``alg``, one that the gateway knows.

        signed: The text that the signature is over.

        signature: The third part.
    """

    header: Any
    claims: Any
    algorithm: str
    signed: bytes
    signature: bytes


def parse(text: str, profile: Profile) -> Token:
    """
    Take a token apart, in the gateway's order, so that the first fault found is the one told.

    Raises:
        Stop: It cannot be read.
    """
    # Bytes as WSGI has them; what it cannot have belongs into no token, whatever it becomes.
    first, _, rest = text.encode("latin-1", "replace").partition(b".")
    second, dot, third = rest.partition(b".")
    if not dot:
        raise Stop(Cause.MISSING_PARTS)
    header, claims = _json(first, profile), _json(second, profile)
    algorithm = _check_header(header, profile)
    if claims is False:
        raise Stop(Cause.FALSE_CLAIMS)
    signature = nginx_base64.decode(third, standard=profile.standard_base64)
    if signature is None:
        raise Stop(Cause.UNDECODABLE_SIGNATURE)

    return Token(header, claims, algorithm, first + b"." + second, signature)


def member(value: Any, name: str, *, otherwise: Cause) -> Any:
    """
    Return the member *name* of *value*; False if absent (Lua's nil and false are both falsy).

    Args:
        value: A list or a text has no members; a number, true, false or null has no inside.

        name: Whose value is wanted. Null counts as a value.

        otherwise: The cause to stop with where there is no inside.
    """
    if isinstance(value, dict):
        return value.get(name, False)
    if isinstance(value, (str, list)):
        return False
    raise Stop(otherwise)


def _json(part: bytes, profile: Profile) -> Any:
    text = nginx_base64.decode(part, standard=profile.standard_base64)
    if text is None:
        raise Stop(Cause.UNDECODABLE_PART)
    try:
        return lua_cjson.loads(text)
    except ValueError:
        raise Stop(Cause.UNDECODABLE_PART) from None


def _check_header(header: Any, profile: Profile) -> str:
    """
    The algorithm that the *header* names, if the gateway likes the rest of it.
    """
    if profile.checks_typ:
        _check_typ(member(header, "typ", otherwise=Cause.HEADER_NOT_AN_OBJECT))
    algorithm = member(header, "alg", otherwise=Cause.HEADER_NOT_AN_OBJECT)
    if not isinstance(algorithm, str) or algorithm not in profile.algorithms:
        raise Stop(Cause.UNSUPPORTED_ALGORITHM)

    return algorithm


def _check_typ(typ: Any) -> None:
    if typ is False:
        return
    if not isinstance(typ, str):
        raise Stop(Cause.TYP_NOT_TEXT)
    if typ.upper() != "JWT":
        raise Stop(Cause.WRONG_TYP)
