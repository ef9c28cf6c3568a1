"""
What can be said about an event by itself.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.gson import as_gson_reads
from sunbird_telemetry.jsonvalues.size import cut
from sunbird_telemetry.rules.found import first_of, found, shown
from sunbird_telemetry.rules.invalid import error_findings
from sunbird_telemetry.rules.lanes import quickly, spoken
from sunbird_telemetry.rules.secrets import without_names
from sunbird_telemetry.specification import TELEMETRY, Specification
from sunbird_telemetry.validation import is_valid, validate

if TYPE_CHECKING:
    from sunbird_telemetry.findings import Finding
    from sunbird_telemetry.validation import Validation

__all__ = ["event_findings"]

# An invalid event does not get as far as these rules say.
_OF_VALID = frozenset({"error-has-its-own-stream"})


def event_findings(
    event: Any, validation: Validation | None = None, specification: Specification = TELEMETRY
) -> tuple[Finding, ...]:
    """
    What is worth telling about *event* by itself, without knowing any other.

    Args:
        event: As it was sent.

        validation: What validation said of it without its nulls, if that is known already.

        specification: The schemas that the deployment judges by.
    """
    findings = quickly(event, specification)

    return closer_look(event, validation, specification) if findings is None else findings


def closer_look(
    event: Any, validation: Validation | None = None, specification: Specification = TELEMETRY
) -> tuple[Finding, ...]:
    """
    The same as `event_findings`, without the fast lane for ordinary events.
    """
    if not isinstance(event, dict):
        return (found("event-not-object", value=shown(event)),)
    if validation or not is_valid(event, specification):
        event = as_gson_reads(event)
        validation = validation or validate(event, specification)
    errors = validation.errors if validation else ()
    eid = event.get("eid")
    if isinstance(eid, str | None):
        first = error_findings(errors, eid)
    else:
        first = (found("eid-not-text", "/eid", value=shown(eid)),)
    # One finding per place: what is wrong there already needs no advice on top.
    places = {finding.pointer for finding in first}
    short = cut(event)
    more = (
        found(each.rule, each.pointer, value=shown(each.value))
        for each in spoken(short)
        if without_names(each.pointer) not in places and not (first and each.rule in _OF_VALID)
    )
    rest = () if short is event else (found("more-findings"),)

    return first_of(chain(first, more, rest))
