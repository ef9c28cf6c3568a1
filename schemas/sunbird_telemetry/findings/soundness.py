"""
Assertions about rules: what the finders and the shortcut rely on.
"""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.findings.derived import derived
from sunbird_telemetry.specification import EVENT_TYPES
from sunbird_telemetry.specification.samples import whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sunbird_telemetry.findings.rule import Check, ErrorsAt, Rule

__all__ = ["UnsoundRuleError", "sound_rules"]

_ITSELF = "#"
_KINDS = frozenset({*EVENT_TYPES, ""})
_FACTS = frozenset({"pointer", "value"})
_FACTS_OF_ERRORS = _FACTS | {"allowed", "keyword"}

# Where a keyword holds schemas: in a member each, in a list, or one.
_BY_NAME = frozenset({"properties"})
_LISTED = frozenset({"allOf", "anyOf", "oneOf"})
_SINGLE = frozenset({"additionalProperties", "items", "not", "propertyNames"})
# Schema algebra joins these keyword by keyword. Others, such as if and patternProperties, change
# what their neighbours mean.
_KEYWORDS = (
    _BY_NAME
    | _LISTED
    | _SINGLE
    | {"$ref", "const", "enum", "pattern", "required", "type"}
    | {"exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"}
    | {"maxItems", "maxLength", "maxProperties", "minItems", "minLength", "minProperties"}
    | {"uniqueItems"}
)


class UnsoundRuleError(AssertionError):
    """
    A rule that cannot be compiled. The message names the rule and what to correct.
    """

    def __init__(self, rule: Rule, problem: str) -> None:
        super().__init__(f"The rule {rule.name!r} ({rule.id}) cannot be compiled: {problem}")


def _checked(rules: Mapping[str, Rule]) -> Mapping[str, Rule]:
    for rule in rules.values():
        for problem in _problems(rule):
            raise UnsoundRuleError(rule, problem)

    return rules


#: The table of rules, once each has been checked. Raises an `UnsoundRuleError` for the first one
#: that finders or the shortcut would trip over.
sound_rules = derived(_checked)


def _problems(rule: Rule) -> Iterator[str]:
    for check in rule.checks:
        yield from _about_places(check)
        yield from _about_eids(check)
        yield from _about_schema(check.clean_schema)
    for errors in rule.explains_schema_errors:
        yield from _about_eids(errors)
    if rule.checks:
        yield from _about_facts(rule, _FACTS)
    elif rule.explains_schema_errors:
        yield from _about_facts(rule, _FACTS_OF_ERRORS)
    yield from _about_predicates(rule)


def _about_places(check: Check) -> Iterator[str]:
    if not check.places:
        yield "a check needs a place; '' is the whole event."
    for place in check.places:
        if place and not place.startswith("/"):
            yield f"the place {place!r} is no JSON pointer: it must begin with '/'."


def _about_eids(part: Check | ErrorsAt) -> Iterator[str]:
    for eid in part.eids:
        if eid not in _KINDS:
            yield f"{eid!r} is no event type."


def _about_schema(schema: Any) -> Iterator[str]:
    import jsonschema_rs

    unknown = sorted({*_keywords(schema)} - _KEYWORDS)
    if unknown:
        yield f"clean_schema may not have the keyword {unknown[0]!r}."
    if any(target != _ITSELF for target in _references(schema)):
        yield "clean_schema may refer to itself only, with {'$ref': '#'}."
    if not jsonschema_rs.meta.is_valid(schema):
        yield "clean_schema is no JSON Schema."


def _about_facts(rule: Rule, known: frozenset[str]) -> Iterator[str]:
    for name in _facts(rule.message):
        if name not in known:
            yield f"the message needs {{{name}}}; known are {', '.join(sorted(known))}."


def _about_predicates(rule: Rule) -> Iterator[str]:
    # The shortcut makes the finding once, and calls the predicate in place of looking at the place.
    checks = [check for check in rule.checks if check.predicate is not None]
    if len(checks) > 1:
        yield "only one check may have a predicate."
    for check in checks:
        if len(check.places) > 1:
            yield "a check with a predicate has one place."
        if check.confirm is not None:
            yield "a check with a predicate needs no confirm: the predicate decides."
        if "value" in _facts(rule.message):
            yield "with a predicate, the message may not need {value}."
        if check.predicate is not None and not (
            check.predicate(whole(rule.wrong)) and not check.predicate(whole(rule.right))
        ):
            yield "its predicate contradicts its wrong and right examples."


def _facts(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name is not None}


def _keywords(schema: Any) -> Iterator[str]:
    for each in _schemas(schema):
        yield from each


def _references(schema: Any) -> Iterator[Any]:
    return (each["$ref"] for each in _schemas(schema) if "$ref" in each)


def _schemas(schema: Any) -> Iterator[Mapping[str, Any]]:
    """
    Yield *schema* and the schemas within it, but for True and False.
    """
    if not isinstance(schema, dict):
        return
    yield schema
    for keyword, value in schema.items():
        inner: Iterable[Any] = ()
        if keyword in _BY_NAME and isinstance(value, dict):
            inner = value.values()
        elif keyword in _LISTED and isinstance(value, list):
            inner = value
        elif keyword in _SINGLE:
            inner = (value,)
        for each in inner:
            yield from _schemas(each)
