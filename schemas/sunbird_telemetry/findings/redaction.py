"""
Detection and redaction of personal data and secrets in texts.
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["EMAIL", "PHONE", "TOKEN", "is_phone_number", "redacted", "without_names"]

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")

#: A number with + and country code, or ten digits as Indian mobiles have. Never a part of a longer
#: run of digits: Sunbird's ids are long numbers.
PHONE = re.compile(
    r"(?<![\w.+-])(?:\+[1-9][0-9]{0,2}[ -]?(?:[0-9][ -]?){6,11}[0-9]|[6-9][0-9]{4}[ -]?[0-9]{5})"
    r"(?![\w-])"
)

#: A JSON Web Token, whose object always begins so in base64, or what follows the word Bearer. The
#: group is what precedes the token in the same word: a word is searched from its beginning only,
#: not once for each "eyJ" in it.
TOKEN = re.compile(r"(?<![\w-])(?=([\w-]*?)eyJ)\1eyJ[\w-]{5,}+\.[\w.-]+|[Bb]earer [\w.~+/=-]{12,}")

_HIDDEN = "[hidden]"
_HIDDEN_STEP = "<…>"
# A mobile number as a JSON number.
_PHONE_FROM, _PHONE_BELOW = 6 * 10**9, 10**10


def redacted(value: Any) -> Any:
    """
    *value*; if it is a text, without anything in it that looks personal or secret.
    """
    if isinstance(value, str):
        if "eyJ" in value or "earer " in value:
            value = TOKEN.sub(rf"\1{_HIDDEN}", value)
        for pattern in (EMAIL, PHONE):
            value = pattern.sub(_HIDDEN, value)

    return value


def is_phone_number(value: Any) -> bool:
    """
    Return True if *value* is a number that looks like a phone number.
    """
    return type(value) in {int, float} and _PHONE_FROM <= value < _PHONE_BELOW


def without_names(pointer: str) -> str:
    """
    The JSON *pointer*, with ``<…>`` for names of members that look personal or secret.
    """
    if redacted(pointer) == pointer:
        return pointer
    steps = pointer.split("/")

    return "/".join(step if redacted(step) == step else _HIDDEN_STEP for step in steps)
