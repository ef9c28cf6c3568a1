"""
Findings about schema errors: for each error, the most specific rule.
"""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from sunbird_telemetry.findings.catalogue import RULES
from sunbird_telemetry.findings.catalogue.privacy import is_free_text
from sunbird_telemetry.findings.make import kind_of, make_finding, shown
from sunbird_telemetry.specification.names import EVENT_TYPES
from sunbird_telemetry.validation.errors import SchemaError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sunbird_telemetry.finding import Finding
    from sunbird_telemetry.findings.rule import ErrorsAt

__all__ = ["error_findings"]

_ANYWHERE = "*"
_NAMES = ("unknown-field", "unknown-eid")


def error_findings(errors: Iterable[SchemaError], eid: str | None = None) -> tuple[Finding, ...]:
    """
    One finding for each of the *errors* that validation found in an event of type *eid*.
    """
    return tuple(_finding(error, eid) for error in errors)


def _finding(error: SchemaError, eid: str | None) -> Finding:
    if error.keyword == "required":
        return _missing(error.pointer, eid)

    return _made(error, eid)


@lru_cache(maxsize=1024)
def _missing(pointer: str, eid: str | None) -> Finding:
    # A client forgets the same in every event, and there is no value to show.
    return _made(SchemaError(pointer, "required"), eid)


def _made(error: SchemaError, eid: str | None) -> Finding:
    # The extractor routes LOG of any case around the validator: contract/pipeline.md 4.2.
    unvalidated = eid is not None and eid.upper() == "LOG"
    name = "log-malformed" if unvalidated else _rule_of(error, eid)
    finding = make_finding(
        name,
        error.pointer,
        keyword=error.keyword,
        allowed=", ".join(map(str, error.allowed)) or "none",
        value=_value(error, eid),
    )
    if name in _NAMES and (nearest := error.nearest):
        return replace(finding, message=f"{finding.message} Did you mean {nearest!r}?")

    return finding


def _value(error: SchemaError, eid: str | None) -> str:
    if error.keyword == "required":
        return "missing"

    return kind_of(error.actual) if is_free_text(error.pointer, eid) else shown(error.actual)


def _rule_of(error: SchemaError, eid: str | None) -> str:
    # Clients make up any number of types, and none of the rules knows them.
    candidates = _candidates(error.keyword, eid if eid in EVENT_TYPES else None)

    return next(name for pattern, name in candidates if _is_at(error, pattern))


def _is_at(error: SchemaError, pattern: ErrorsAt) -> bool:
    return any(fnmatchcase(error.pointer, place) for place in pattern.places)


@cache
def _candidates(keyword: str, eid: str | None) -> tuple[tuple[ErrorsAt, str], ...]:
    return tuple(
        (pattern, name)
        for pattern, name in _table()
        if (not pattern.keywords or keyword in pattern.keywords)
        and (not pattern.eids or eid in pattern.eids)
    )


@cache
def _table() -> tuple[tuple[ErrorsAt, str], ...]:
    rows = [
        (pattern, rule.name) for rule in RULES.values() for pattern in rule.explains_schema_errors
    ]

    return tuple(sorted(rows, key=lambda row: _generality(row[0])))


def _generality(pattern: ErrorsAt) -> tuple[bool, bool, bool]:
    # Rules about one event type come first, rules about any place last.
    return _ANYWHERE in pattern.places, not pattern.keywords, not pattern.eids
