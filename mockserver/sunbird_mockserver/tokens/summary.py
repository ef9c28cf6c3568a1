"""
Summary of a token: the parts that may be kept and shown.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

import orjson

from sunbird_mockserver.bodies import masked
from sunbird_mockserver.tokens import lua_cjson, nginx_base64
from sunbird_mockserver.tokens.locate import in_header, in_query

__all__ = ["TokenView", "describe", "seen"]

MAX_PART_BYTES = 4096

_FINGERPRINT_DIGITS = 16


@dataclass(frozen=True, slots=True)
class TokenView:
    """
    A token without its signature: everybody may see what it says, nobody can call with it.

    Nor with what it carries: tokens and secrets in it are not kept.

    Attributes:
        header: What its first part says, as JSON; None where that cannot be read.

        claims: What its second part says, likewise.

        fingerprint: The same for the same token, and tells nothing about it.

        truncated: Whether a part was too large to keep whole.
    """

    header: Any
    claims: Any
    fingerprint: str
    truncated: bool = False

    def to_dict(self) -> dict[str, Any]:
        """
        The view as the control API shows it.
        """
        return asdict(self)


def describe(token: str) -> TokenView:
    """
    Return the summary of *token*, even of one that no gateway could read.
    """
    data = token.encode("utf-8", "surrogatepass")
    parts = data.split(b".", 2)
    header, claims = _decode(parts[0]), _decode(parts[1] if len(parts) > 1 else b"")
    kept_header, kept_claims = _cap(header), _cap(claims)

    return TokenView(
        masked(kept_header),
        masked(kept_claims),
        sha256(data).hexdigest()[:_FINGERPRINT_DIGITS],
        truncated=kept_header is not header or kept_claims is not claims,
    )


def seen(authorization: str | None, query: str) -> TokenView | None:
    """
    Return the summary of a request's token: of the first one, if there are several.
    """
    tokens = [token for token in (*in_query(query), *in_header(authorization)) if token]

    return describe(tokens[0]) if tokens else None


def _decode(part: bytes) -> Any:
    text = nginx_base64.decode(part, standard=True)
    try:
        return None if text is None else lua_cjson.loads(text)
    except ValueError:
        return None


def _cap(value: Any) -> Any:
    """
    As many members of *value*, in order, as there is room for; None if it has no members.
    """
    if _size(value) <= MAX_PART_BYTES:
        return value
    if not isinstance(value, dict):
        return None
    kept, room = {}, MAX_PART_BYTES
    for name, member in value.items():
        room -= _size({name: member})
        if room < 0:
            break
        kept[name] = member

    return kept


def _size(value: Any) -> int:
    try:
        return len(orjson.dumps(value))
    except orjson.JSONEncodeError:
        # Nested so deeply that nobody could write it into an answer.
        return MAX_PART_BYTES + 1
