"""
Is this event valid? The validation step of the pipeline alone.

Compiled schemas decide in microseconds. Only what they deny is looked into: where, and why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.specification import TELEMETRY, Specification
from sunbird_telemetry.validation.compiled import accepts
from sunbird_telemetry.validation.errors import SchemaError
from sunbird_telemetry.validation.keyword_errors import find_keyword_errors
from sunbird_telemetry.validation.pipeline_reason import SCHEMA_NOT_FOUND, reason_text
from sunbird_telemetry.validation.safe_values import is_safe, made_safe

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["THROWS", "VALID", "SchemaError", "Validation", "is_valid", "validate"]


@dataclass(frozen=True, slots=True)
class Validation:
    """
    The result of validating one event.

    Attributes:
        valid: The verdict, or `None` where the real step throws instead of giving one.

        reason: What the pipeline stores with an invalid event, in its own words.

        errors: The places that are wrong with an invalid event, in our words: all of them, or about
            the first hundred.
    """

    valid: bool | None
    reason: str | None = None
    errors: tuple[SchemaError, ...] = ()


#: The verdict on every valid event.
VALID = Validation(valid=True)

#: What comes of an event that makes the real step throw.
THROWS = Validation(valid=None)


def validate(event: Mapping[str, Any], specification: Specification = TELEMETRY) -> Validation:
    """
    Judge *event* as it stands: no null is removed and no event type let through.
    """
    if not isinstance(event, dict):
        return THROWS
    eid = event.get("eid")
    # The pipeline takes the eid for a text without asking whether it is one:
    # contract/spec.yaml validators.schema_choice.
    if not (eid is None or isinstance(eid, str)):
        return THROWS

    name = specification.choose_schema(eid)
    if name is None:
        return _without_schema(eid, specification)
    if accepts(event, name, specification):
        return VALID
    found = find_keyword_errors(event, name, specification)
    if not found:
        return VALID
    from sunbird_telemetry.validation.error_facts import facts_of

    return Validation(
        valid=False,
        reason=reason_text(found),
        errors=facts_of(found, event, name, specification),
    )


def is_valid(event: Mapping[str, Any], specification: Specification = TELEMETRY) -> bool:
    """
    Return True if *event* is valid, without a reason: microseconds also for invalid events.
    """
    eid = event.get("eid") if isinstance(event, dict) else 0
    if not (eid is None or isinstance(eid, str)):
        return False
    name = specification.choose_schema(eid)
    if name is None:
        return False
    accepted = accepts(event, name, specification)
    # Taming copies all of it; a no should stay cheap.
    if accepted or (accepted is False and is_safe(event)):
        return accepted

    return bool(accepts(made_safe(event), name, specification))


def _without_schema(eid: str | None, specification: Specification) -> Validation:
    from sunbird_telemetry.validation.error_facts import unknown_eid

    errors = (unknown_eid(eid, specification),)

    return Validation(valid=False, reason=SCHEMA_NOT_FOUND, errors=errors)
