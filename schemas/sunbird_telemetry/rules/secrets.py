"""
What personal data and secrets look like in a text, and a text without them.
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["EMAIL", "PHONE", "TOKEN", "redacted"]

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")

#: A number with + and country code, or ten digits as Indian mobiles have. Never a part of a longer
#: run of digits: Sunbird's ids are long numbers.
PHONE = re.compile(
    r"(?<![\w.+-])(?:\+[1-9][0-9]{0,2}[ -]?(?:[0-9][ -]?){6,11}[0-9]|[6-9][0-9]{4}[ -]?[0-9]{5})"
    r"(?![\w-])"
)

#: A JSON Web Token, whose object always begins so in base64, or what follows the word Bearer.
TOKEN = re.compile(r"eyJ[\w-]{5,}\.[\w.-]+|[Bb]earer [\w.~+/=-]{12,}")

_HIDDEN = "[hidden]"


def redacted(value: Any) -> Any:
    """
    *value*; if it is a text, without anything in it that looks personal or secret.
    """
    if isinstance(value, str):
        for pattern in (TOKEN, EMAIL, PHONE):
            value = pattern.sub(_HIDDEN, value)

    return value
