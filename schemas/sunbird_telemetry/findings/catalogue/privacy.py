"""
Personal data and secrets in free text. Findings name the place, never the value.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, unquote_plus

from sunbird_telemetry.finding import Level
from sunbird_telemetry.findings.redaction import EMAIL, PHONE, TOKEN
from sunbird_telemetry.findings.rule import Check, Rule, Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["RULES", "is_free_text"]

# Fields with free text. Ids are not checked: Sunbird's are long numbers.
_FREE_TEXT = {
    ("INTERACT",): ("/edata/extra",),
    ("SEARCH",): ("/edata/query",),
    ("ERROR",): ("/edata/stacktrace",),
    ("FEEDBACK",): ("/edata/comments", "/edata/commenttxt"),
    ("LOG",): ("/edata/message", "/edata/params"),
    ("EXDATA",): ("/edata/data",),
    ("ASSESS",): ("/edata/resvalues",),
    ("RESPONSE",): ("/edata/values",),
    ("END",): ("/edata/summary",),
    ("SUMMARY",): ("/edata/extra",),
}

# Patterns that are cheap and mean the same to every engine, for a first suspicion in a schema.
_SUSPECTS = {"e-mail": "@", "phone": "[0-9][0-9 ()-]{7}", "token": "eyJ|[Bb]earer "}

# Addresses of pages. Only the query is checked, because a path consists of ids.
_QUERIES = ("/edata/uri",)
_WITH_QUERIES = ("IMPRESSION",)
_QUERY_SUSPECTS = {
    "e-mail": "[?#].*(?:@|%40)",
    "phone": "[?#].*(?:[^0-9A-Za-z_.-]|%[0-9A-Fa-f]{2})[0-9][0-9 +()%-]{7}",
    "token": "[?#].*(?:eyJ|[Bb]earer)",
}


def is_free_text(pointer: str, eid: str | None) -> bool:
    """
    Return True if *pointer* of an event of type *eid* holds free text.
    """
    kind = (eid or "").upper()  # a LOG is one in any case
    places = next((places for eids, places in _FREE_TEXT.items() if kind in eids), ())

    return any(pointer == place or pointer.startswith(f"{place}/") for place in places)


def _checks(suspect: str, found: re.Pattern[str]) -> tuple[Check, ...]:
    clean = {
        "not": {"type": "string", "pattern": _SUSPECTS[suspect]},
        "additionalProperties": {"$ref": "#"},
        "items": {"$ref": "#"},
    }
    of_query = {"not": {"type": "string", "pattern": _QUERY_SUSPECTS[suspect]}}

    return (
        *(Check(places, clean, eids, _has(found)) for eids, places in _FREE_TEXT.items()),
        Check(_QUERIES, of_query, _WITH_QUERIES, _asks_for(found)),
    )


def _has(found: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: any(map(found.search, _texts(value)))


def _asks_for(found: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda uri: any(map(found.search, _queries(uri)))


def _queries(uri: str) -> tuple[str, str]:
    """
    Return the query of *uri*, with a plus read as itself and as a blank.
    """
    query = re.split("[?#]", uri, maxsplit=1)[-1]

    return unquote(query), unquote_plus(query)


def _texts(value: Any) -> Iterator[str]:
    """
    Every text within *value*, however deep.
    """
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            waiting.extend(value.values() if isinstance(value, dict) else value)


_ARCHIVED = "Events are archived unchanged; only answers to registration questions are emptied."

RULES = (
    Rule(
        id="SB901",
        name="email-in-text",
        level=Level.NOTE,
        scope=Scope.EVENT,
        message="{pointer} seems to contain an e-mail address.",
        why=_ARCHIVED,
        remedy="Remove it, or send an id instead.",
        wrong={"eid": "SEARCH", "edata": {"query": "someone@example.org"}},
        right={"eid": "SEARCH", "edata": {"query": "capitals"}},
        evidence="contract/pipeline.md 10 row 35",
        certain=False,
        checks=_checks("e-mail", EMAIL),
    ),
    Rule(
        id="SB902",
        name="phone-in-text",
        level=Level.NOTE,
        scope=Scope.EVENT,
        message="{pointer} seems to contain a phone number.",
        why=_ARCHIVED,
        remedy="Remove it, or send an id instead.",
        wrong={"eid": "INTERACT", "edata": {"extra": {"values": ["+91 98765 43210"]}}},
        right={"eid": "INTERACT", "edata": {"extra": {"values": ["submitted"]}}},
        evidence="contract/pipeline.md 10 row 35",
        certain=False,
        checks=_checks("phone", PHONE),
    ),
    Rule(
        id="SB903",
        name="token-in-text",
        level=Level.NOTE,
        scope=Scope.EVENT,
        message="{pointer} seems to contain a token.",
        why=f"{_ARCHIVED} A reader of the token can act for the user.",
        remedy="Remove it, and have the token revoked.",
        wrong={"eid": "ERROR", "edata": {"stacktrace": "401 for Bearer abcdefghijklmnop"}},
        right={"eid": "ERROR", "edata": {"stacktrace": "401 Unauthorized"}},
        evidence="contract/pipeline.md 10 row 35",
        certain=False,
        checks=_checks("token", TOKEN),
    ),
)
