"""
Redaction of bodies that carry secrets: those of register, refresh, sign and devices.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import orjson

from sunbird_mockserver.delivery import unzipped

if TYPE_CHECKING:
    from sunbird_mockserver.delivery import Delivery, Reply

__all__ = ["HIDDEN", "SECRET_NAMES", "kept_body", "kept_reply", "masked", "without_tokens"]

HIDDEN = "[not kept]"

# Both words are in the path, wherever: a request that missed its route by a slash holds the same
# secrets, and Kong 3 finds the route behind "//", "/./" and "/x/../".
_ENDPOINTS = (
    ("credential", "register"),
    ("device", "register"),
    ("refresh", "token"),
    ("sign", "payload"),
    ("/", "/token"),
)
SECRET_NAMES = frozenset(
    {
        "access_token",
        "client_secret",
        "fcmtoken",
        "id_token",
        "password",
        "refresh_token",
        "secret",
        "token",
    }
)
_SECRET_BYTES = tuple(name.encode() for name in SECRET_NAMES)
# A token where none belongs: a JSON object always begins so in base64. The first part is matched
# whole even if no other follows, so that no text is scanned once for each "ey" in it.
_DOT = r"(?:\.|%2[eE])"
_TOKEN = re.compile(rf"ey[A-Za-z0-9_-]++({_DOT}[A-Za-z0-9_+/=-]++(?:{_DOT}[A-Za-z0-9_+/=-]*+)*)?")
_FORM_NAME = re.compile(r"[\w.\[\]+-]+")


def kept_body(delivery: Delivery) -> bytes:
    """
    The body of *delivery* without its secrets. One that cannot be read is left out as a whole.
    """
    if not delivery.body or not _has_secrets(delivery.path):
        return delivery.body
    text = unzipped(delivery.body) or b""

    return _json(text) or _form(text) or HIDDEN.encode()


def kept_reply(delivery: Delivery, reply: Reply) -> Reply:
    """
    The *reply* to *delivery* without its secrets. Pages are kept: they hold none.

    A stub may hand out a token at any path.
    """
    if not _has_secrets(delivery.path) and not _names_secrets(reply.body):
        return reply

    return replace(reply, body=_json(reply.body) or reply.body)


def masked(value: Any) -> Any:
    """
    *value*, which was JSON, without tokens and without members that are called as secrets are.
    """
    if isinstance(value, dict):
        return {
            without_tokens(name): HIDDEN if _is_secret(name, inner) else masked(inner)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [masked(inner) for inner in value]

    return without_tokens(value) if isinstance(value, str) else value


def without_tokens(text: str) -> str:
    """
    *text* with `HIDDEN` in place of all that looks like a token.
    """
    return _TOKEN.sub(_hidden, text) if "ey" in text else text


def _hidden(found: re.Match[str]) -> str:
    return HIDDEN if found[1] else found[0]


def _has_secrets(path: str) -> bool:
    path = (unquote(path) if "%" in path else path).lower()

    return any(last in path and first in path for first, last in _ENDPOINTS)


def _names_secrets(text: bytes) -> bool:
    text = text.lower()

    return any(name in text for name in _SECRET_BYTES)


def _json(text: bytes) -> bytes | None:
    """
    *text*, to the byte if there is nothing to hide in it; None if it is no JSON.
    """
    try:
        value = orjson.loads(text)
        kept = masked(value)
        return text if kept == value else orjson.dumps(kept)
    except orjson.JSONDecodeError:
        return None
    except (orjson.JSONEncodeError, RecursionError):
        # Nested so deeply that nobody could look into all of it.
        return HIDDEN.encode()


def _is_secret(name: str, value: Any) -> bool:
    # Nothing and the empty text say something, and are no secret.
    return name.lower() in SECRET_NAMES and value not in (None, "")


def _form(text: bytes) -> bytes | None:
    pairs = [pair.partition("=") for pair in text.decode("utf-8", "replace").split("&")]
    if not all(_FORM_NAME.fullmatch(unquote(name)) for name, _, _ in pairs):
        return None
    kept = (f"{name}{sign}{_parameter(name, value)}" for name, sign, value in pairs)

    return "&".join(kept).encode()


def _parameter(name: str, value: str) -> str:
    return HIDDEN if value and unquote(name).lower() in SECRET_NAMES else without_tokens(value)
