"""
Findings about an event by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.findings import catalogue
from sunbird_telemetry.findings.checks import check_groups, kind_of, levels, reference
from sunbird_telemetry.findings.derived import derived
from sunbird_telemetry.findings.finders.invalid_event import error_findings
from sunbird_telemetry.findings.make import capped, findings_by, make_finding, shown
from sunbird_telemetry.findings.redaction import without_names
from sunbird_telemetry.findings.shortcut import shortcut_findings
from sunbird_telemetry.jsonvalues.gson import as_gson_reads
from sunbird_telemetry.jsonvalues.pointer import pointer
from sunbird_telemetry.jsonvalues.size import cut
from sunbird_telemetry.specification import TELEMETRY, Specification
from sunbird_telemetry.validation import is_valid, validate
from sunbird_telemetry.validation.safe_values import made_safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from jsonschema_rs import ValidationError

    from sunbird_telemetry.finding import Finding
    from sunbird_telemetry.findings.checks import CheckGroup
    from sunbird_telemetry.validation import Validation

__all__ = ["event_findings"]

_REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class _Match:
    """
    A place of an event with a finding of a rule.

    Attributes:
        rule: The name of the rule.

        pointer: JSON pointer to the place.

        value: What is there; None for a member that is missing.
    """

    rule: str
    pointer: str
    value: Any


def event_findings(
    event: Any, validation: Validation | None = None, specification: Specification = TELEMETRY
) -> tuple[Finding, ...]:
    """
    Return the findings about *event* by itself.

    Args:
        event: As it was sent.

        validation: The result of validation without nulls, if it is known already.

        specification: The schemas that the deployment judges by.
    """
    findings = shortcut_findings(event, specification)

    return closer_look(event, validation, specification) if findings is None else findings


def closer_look(
    event: Any, validation: Validation | None = None, specification: Specification = TELEMETRY
) -> tuple[Finding, ...]:
    """
    The same as `event_findings`, without the shortcut for ordinary events.
    """
    if not isinstance(event, dict):
        return findings_by("event-not-object", value=shown(event))
    if validation or not is_valid(event, specification):
        event = as_gson_reads(event)
        validation = validation or validate(event, specification)
    errors = validation.errors if validation else ()
    eid = event.get("eid")
    if isinstance(eid, str | None):
        first = error_findings(errors, eid)
    else:
        first = findings_by("eid-not-text", "/eid", value=shown(eid))
    # One finding per place: what is wrong there already needs no advice on top.
    places = {finding.pointer for finding in first}
    short = cut(event)
    more = (
        make_finding(each.rule, each.pointer, value=shown(each.value))
        for each in _matches(short)
        if without_names(each.pointer) not in places
        and not (errors and catalogue.RULES[each.rule].valid_events_only)
    )
    rest = () if short is event else findings_by("more-findings")

    return capped(chain(first, more, rest))


def _matches(event: dict[str, Any]) -> Iterator[_Match]:
    """
    Yield the findings of the event rules about *event*, valid or not, in the order of the rules.
    """
    kind = kind_of(event.get("eid"))
    groups = check_groups(kind)
    seen = set()
    judged, errors = _check_errors(kind, event)
    for error in sorted(errors, key=_number):
        group = groups[_number(error)]
        place, value = _place(error, judged)
        if value is None and not _is_missing(error):
            continue  # null: the extractor leaves the member out, contract/pipeline.md 4.2
        for rule, check in group.members:
            if (rule, place) not in seen and (check.confirm is None or check.confirm(value)):
                seen.add((rule, place))
                yield _Match(rule, place, value)


def _check_errors(kind: str, event: Any) -> tuple[Any, list[ValidationError]]:
    rules = _slow()(kind)
    try:
        return event, list(rules(event))
    except ValueError:  # hard to convert; the safe event is not
        safe = made_safe(event)
        return safe, list(rules(safe))


def _place(error: ValidationError, event: Any) -> tuple[str, Any]:
    value = error.instance
    ways = (way for way, end in _ways(event, error.instance_path) if end == value)
    way = next(ways, tuple(error.instance_path))
    if _is_missing(error):
        return pointer([*way, error.kind.as_dict()["property"]]), None

    return pointer(way), value


def _ways(value: Any, steps: Sequence[str | int]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """
    The ways into *value* that *steps* may mean, with what is at their ends.

    jsonschema-rs 0.60 leaves members without a name out of a path, and takes a name of digits for a
    place in a list: 7 for "7", "007" and "+7".
    """
    if not steps:
        yield (), value
    if isinstance(value, dict):
        named = [(name, steps[1:]) for step in steps[:1] for name in _names(value, step)]
        unnamed = [("", steps)] if "" in value else []
        for name, rest in (*named, *unnamed):
            yield from (((name, *way), end) for way, end in _ways(value[name], rest))
    elif isinstance(value, list) and steps and steps[0] in range(len(value)):
        index = int(steps[0])
        yield from (((index, *way), end) for way, end in _ways(value[index], steps[1:]))


def _names(members: dict[str, Any], step: str | int) -> Iterator[str]:
    if str(step) in members:
        yield str(step)
    elif isinstance(step, int):
        digits = str(step or "")
        yield from (name for name in members if name.removeprefix("+").lstrip("0") == digits)


def _number(error: ValidationError) -> int:
    return int(str(error.schema_path[1]).partition(".")[0])


def _is_missing(error: ValidationError) -> bool:
    return error.kind.name == _REQUIRED


def _compiled(kind: str) -> Callable[[Any], Iterator[ValidationError]]:
    from jsonschema_rs import Draft202012Validator

    return Draft202012Validator(_clean_schema(check_groups(kind))).iter_errors


_slow = derived(lambda _: cache(_compiled))


def _clean_schema(groups: tuple[CheckGroup, ...]) -> dict[str, Any]:
    """
    The schema of events without findings of *groups*.
    """
    # One tree for all places: looking each one up from the top takes a fifth longer.
    schema: dict[str, Any] = {}
    for number, group in enumerate(groups):
        for place in group.places:
            node = schema
            for step in place.split("/")[1:]:
                node = node.setdefault("properties", {}).setdefault(step, {})
            node.setdefault("allOf", []).append(reference(number, 0))
    schema["$defs"] = {}
    for number, group in enumerate(groups):
        schema["$defs"] |= levels(group.clean_schema, number)

    return schema
