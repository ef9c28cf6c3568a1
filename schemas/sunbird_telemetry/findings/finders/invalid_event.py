"""
Findings about schema errors: for each error, the most specific rule.
"""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from sunbird_telemetry.findings import catalogue
from sunbird_telemetry.findings.catalogue.privacy import is_free_text
from sunbird_telemetry.findings.derived import derived
from sunbird_telemetry.findings.make import kind_of, make_finding, shown
from sunbird_telemetry.findings.soundness import sound_rules
from sunbird_telemetry.specification.names import EVENT_TYPES
from sunbird_telemetry.validation.errors import SchemaError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sunbird_telemetry.finding import Finding
    from sunbird_telemetry.findings.rule import ErrorsAt

__all__ = ["error_findings"]

_ANYWHERE = "*"
_OF_LOG = "log-malformed"


def error_findings(errors: Iterable[SchemaError], eid: str | None = None) -> tuple[Finding, ...]:
    """
    One finding for each of the *errors* that validation found in an event of type *eid*.

    None for an error that no rule explains.
    """
    return tuple(finding for error in errors for finding in _findings(error, eid))


def _findings(error: SchemaError, eid: str | None) -> tuple[Finding, ...]:
    if error.keyword == "required":
        return _missing()(error.pointer, eid)

    return _made(error, eid)


def _made_missing(pointer: str, eid: str | None) -> tuple[Finding, ...]:
    return _made(SchemaError(pointer, "required"), eid)


# A client forgets the same in every event, and there is no value to show.
_missing = derived(lambda _: lru_cache(maxsize=1024)(_made_missing))


def _made(error: SchemaError, eid: str | None) -> tuple[Finding, ...]:
    # The extractor routes LOG of any case around the validator: contract/pipeline.md 4.2.
    unvalidated = eid is not None and eid.upper() == "LOG"
    name = _OF_LOG if unvalidated else _rule_of(error, eid)
    if name is None or name not in catalogue.RULES:
        return ()
    finding = make_finding(
        name,
        error.pointer,
        keyword=error.keyword,
        allowed=", ".join(map(str, error.allowed)) or "none",
        value=_value(error, eid),
    )
    if catalogue.RULES[name].suggests_nearest_name and (nearest := error.nearest):
        finding = replace(finding, message=f"{finding.message} Did you mean {nearest!r}?")

    return (finding,)


def _value(error: SchemaError, eid: str | None) -> str:
    if error.keyword == "required":
        return "missing"

    return kind_of(error.actual) if is_free_text(error.pointer, eid) else shown(error.actual)


def _rule_of(error: SchemaError, eid: str | None) -> str | None:
    # Clients make up any number of types, and none of the rules knows them.
    candidates = _candidates()(error.keyword, eid if eid in EVENT_TYPES else None)

    return next((name for pattern, name in candidates if _is_at(error, pattern)), None)


def _is_at(error: SchemaError, pattern: ErrorsAt) -> bool:
    return any(fnmatchcase(error.pointer, place) for place in pattern.places)


def _candidates_for(keyword: str, eid: str | None) -> tuple[tuple[ErrorsAt, str], ...]:
    return tuple(
        (pattern, name)
        for pattern, name in _by_generality()
        if (not pattern.keywords or keyword in pattern.keywords)
        and (not pattern.eids or eid in pattern.eids)
    )


_candidates = derived(lambda _: cache(_candidates_for))


def _by_generality() -> tuple[tuple[ErrorsAt, str], ...]:
    rows = [
        (pattern, rule.name)
        for rule in sound_rules().values()
        for pattern in rule.explains_schema_errors
    ]

    return tuple(sorted(rows, key=lambda row: _generality(row[0])))


def _generality(pattern: ErrorsAt) -> tuple[bool, bool, bool]:
    # Rules about one event type come first, rules about any place last.
    return _ANYWHERE in pattern.places, not pattern.keywords, not pattern.eids
