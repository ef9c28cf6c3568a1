"""
Findings, made of a rule and the facts of a case.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.display import described, shortened
from sunbird_telemetry.finding import Finding
from sunbird_telemetry.findings import catalogue
from sunbird_telemetry.findings.derived import derived
from sunbird_telemetry.findings.redaction import is_phone_number, redacted, without_names
from sunbird_telemetry.jsonvalues.size import MAX_ERRORS

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MAX_ERRORS", "capped", "findings_by", "kind_of", "make_finding", "shown"]


def make_finding(name: str, pointer: str = "", **facts: object) -> Finding:
    """
    The finding of the rule called *name* at *pointer*; *facts* complete its message.

    Raises:
        KeyError: There is no such rule.
    """
    return _complete(name, pointer, **facts) if facts else _plain()(name, pointer)


def findings_by(name: str, pointer: str = "", **facts: object) -> tuple[Finding, ...]:
    """
    Return the finding of the rule called *name*, as `make_finding` makes it; none without the rule.
    """
    return (make_finding(name, pointer, **facts),) if name in catalogue.RULES else ()


def _complete(name: str, pointer: str, **facts: object) -> Finding:
    rule = catalogue.RULES[name]
    pointer = without_names(pointer)
    message = rule.message.format(pointer=shortened(pointer) or "the event", **facts)

    return Finding(rule.name, rule.level, pointer, message, rule.remedy)


# A finding without facts is made once: some producers cause it with most of their events.
_plain = derived(lambda _: lru_cache(maxsize=1024)(_complete))


def capped(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """
    The first of the *findings*, and `more-findings` if there are more, which are not made.
    """
    first = tuple(islice(findings, MAX_ERRORS + 1))
    if len(first) <= MAX_ERRORS:
        return first

    return (*first[:MAX_ERRORS], *findings_by("more-findings"))


def shown(value: Any) -> str:
    """
    *value* in a few words, without anything personal or secret.
    """
    if is_phone_number(value):
        return "a number of ten digits"

    return described(redacted(value))


def kind_of(value: Any) -> str:
    """
    Describe the type of *value* without its content: for places with free text.
    """
    if isinstance(value, str):
        return "a string"

    return "a number" if type(value) in {int, float} else described(value)
