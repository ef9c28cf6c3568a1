"""
Explanation of an invalid event, as facts.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.jsonvalues.pointer import pointer
from sunbird_telemetry.jsonvalues.size import MAX_ERRORS
from sunbird_telemetry.specification.names import SHARED_PARTS
from sunbird_telemetry.validation.errors import UNKNOWN_EID, SchemaError
from sunbird_telemetry.validation.safe_values import member

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sunbird_telemetry.specification import Specification
    from sunbird_telemetry.validation.keyword_errors import KeywordError

__all__ = ["facts_of", "unknown_eid"]


def facts_of(
    found: Iterable[KeywordError],
    event: Mapping[str, Any],
    name: str,
    specification: Specification,
) -> tuple[SchemaError, ...]:
    """
    The facts about what was *found* in *event*, in the order of the places; not many more than
    `MAX_ERRORS`.
    """
    # The eid EVENT gets its own error, see below.
    reported = [each for each in found if (name, each.keyword) != ("event", "oneOf")]
    facts = (error for each in reported for error in _facts(each, event))
    errors = list(islice(facts, MAX_ERRORS + 1))
    if name in SHARED_PARTS and event.get("eid") is not None:
        # A shared part was the schema of the whole event: its missing members are not the mistake.
        errors.insert(0, unknown_eid(event["eid"], specification))

    return tuple(errors)


def unknown_eid(eid: str | None, specification: Specification) -> SchemaError:
    """
    The error of an *eid* that names no event type.
    """
    return SchemaError("/eid", UNKNOWN_EID, eid, specification.event_types)


def _facts(found: KeywordError, event: Mapping[str, Any]) -> Iterator[SchemaError]:
    place, keyword, wanted = pointer(found.path), found.keyword, found.wanted
    actual: Any = event
    for step in found.path:
        actual = member(actual, step)

    match keyword:
        case "required":
            for name in wanted:
                if name not in actual:
                    yield SchemaError(f"{place}{pointer([name])}", keyword)
        case "additionalProperties":
            known = found.known
            for name, value in actual.items():
                if name not in known:
                    yield SchemaError(f"{place}{pointer([name])}", keyword, value, known)
        case _:
            allowed = tuple(wanted) if isinstance(wanted, list) else (wanted,)
            # Schemas within schemas are too long to be shown.
            shown = () if any(isinstance(each, dict) for each in allowed) else allowed
            yield SchemaError(place, keyword, actual, shown)
