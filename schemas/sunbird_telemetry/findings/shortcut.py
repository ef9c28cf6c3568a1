"""
The shortcut for ordinary events: one compiled schema per event type says in microseconds that an
event is valid and that no rule has a finding, and rules with a predicate are called directly.

It is made of the checks that the event finder uses.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sunbird_telemetry.findings.checks import ITSELF, check_groups, kind_of, levels, reference
from sunbird_telemetry.findings.derived import derived
from sunbird_telemetry.findings.make import make_finding
from sunbird_telemetry.specification import TELEMETRY, Specification, uri
from sunbird_telemetry.specification.names import SHARED_PARTS
from sunbird_telemetry.validation.compiled import registry
from sunbird_telemetry.validation.schema_algebra import bounded, flattened, intersect

if TYPE_CHECKING:
    from collections.abc import Callable

    from sunbird_telemetry.finding import Finding
    from sunbird_telemetry.findings.checks import CheckGroup
    from sunbird_telemetry.validation.schema_algebra import Schema

    Accepts = Callable[[Any], bool]
    Predicates = tuple[tuple[Callable[[dict[str, Any]], bool], Finding], ...]

__all__ = [
    "CompiledShortcut",
    "compiled_shortcut",
    "is_clean",
    "predicate_findings",
    "shortcut_findings",
]

_PARTS = frozenset(SHARED_PARTS)


class CompiledShortcut(NamedTuple):
    """
    The shortcut of one event type.

    Attributes:
        accepts: Returns True for an event that is valid and that no rule without a predicate has a
            finding about. What is hard to convert, such as a lone surrogate in a name, raises a
            `ValueError`.

        predicates: The rules about accepted events, each as predicate and finding, in the order in
            which the event finder looks at them.
    """

    accepts: Accepts
    predicates: Predicates


def shortcut_findings(
    event: Any, specification: Specification = TELEMETRY
) -> tuple[Finding, ...] | None:
    """
    Return the findings about *event* if the shortcut proves it valid; None if it cannot.
    """
    try:
        shortcut = _shortcuts()(specification)[event["eid"]]
        if shortcut is None or not shortcut.accepts(event):
            return None
    # No event, or one without a type, or hard to convert, such as a lone surrogate in a name.
    except (KeyError, TypeError, ValueError):
        return None

    return predicate_findings(event, shortcut.predicates)


def predicate_findings(event: dict[str, Any], predicates: Predicates) -> tuple[Finding, ...]:
    """
    Return the findings about *event*, which a shortcut with these *predicates* accepts.
    """
    findings: tuple[Finding, ...] = ()
    for predicate, finding in predicates:
        if predicate(event):
            findings += (finding,)

    return findings


def compiled_shortcut(
    specification: Specification, eid: str, also: Schema
) -> CompiledShortcut | None:
    """
    Return the shortcut of events of type *eid* that *also* accepts; None for a type that has none.

    What it accepts has no number that loses digits. Compiling takes milliseconds.

    Raises:
        UnsoundRuleError: A rule cannot be compiled.
    """
    name = specification.choose_schema(eid)
    if name is None or name in _PARTS:
        return None
    schema = intersect(_clean()(specification, name), also)
    if schema is False:  # a rule takes a closer look at every event
        return None

    return CompiledShortcut(_compiled(bounded(schema), specification), _predicates(name))


def is_clean(event: Any, specification: Specification = TELEMETRY) -> bool:
    """
    Return True if *event* is valid and has no finding by itself.

    A no may only mean that it takes a closer look.
    """
    return shortcut_findings(event, specification) == ()


class _Shortcuts(dict[str, CompiledShortcut | None]):
    """
    The shortcuts of a specification by event type; None for a type that has none.
    """

    def __init__(self, specification: Specification) -> None:
        self._specification = specification

    def __missing__(self, eid: Any) -> CompiledShortcut | None:
        name = self._specification.choose_schema(eid) if isinstance(eid, str) else None
        if name is None or name in _PARTS:
            return None  # and not cached: the number of such types is not limited
        shortcut = self[eid] = _shortcut()(self._specification, name)

        return shortcut


def _shortcut_of(specification: Specification, name: str) -> CompiledShortcut:
    accepts = _compiled(_clean()(specification, name), specification)

    return CompiledShortcut(accepts, _predicates(name))


def _predicates(name: str) -> Predicates:
    return tuple(
        (check.predicate, make_finding(rule, check.places[0]))
        for group in check_groups(kind_of(name))
        for rule, check in group.members
        if check.predicate is not None
    )


def _compiled(schema: Schema, specification: Specification) -> Accepts:
    from jsonschema_rs import Draft202012Validator, RegexOptions

    # The plain engine takes a third of the time, but knows no patterns that look around. Ours have
    # none; those of a deployment's own schemas may.
    engine = None if specification.extra else RegexOptions()
    accepts: Accepts = Draft202012Validator(
        schema, registry=registry(specification), pattern_options=engine
    ).is_valid

    return accepts


def _clean_events(specification: Specification, name: str) -> Any:
    groups = check_groups(kind_of(name), with_predicates=False)

    return intersect(_valid(specification, name), _clean_schema(groups))


_shortcuts = derived(lambda _: cache(_Shortcuts))
_shortcut = derived(lambda _: cache(_shortcut_of))
_clean = derived(lambda _: cache(_clean_events))


def _valid(specification: Specification, name: str) -> Any:
    # Who knows which keywords a deployment uses in schemas of its own.
    if name in specification.extra or not _PARTS.isdisjoint(specification.extra):
        return {"$ref": uri(name)}

    return flattened(
        specification.schema(name),
        lambda target: specification.schema(target.removesuffix(".json")),
    )


def _clean_schema(groups: tuple[CheckGroup, ...]) -> Any:
    """
    The schema of events that no check of *groups* objects to, with one look at each place.
    """
    schema: Any = {}
    deep: dict[str, Any] = {}
    for group in groups:
        clean = json.loads(group.clean_schema)
        for place in group.places:
            if ITSELF in group.clean_schema:
                deep[place] = intersect(deep.get(place, True), clean)
            else:
                schema = intersect(schema, _at(place, clean))
    for number, (place, clean) in enumerate(deep.items()):
        schema = intersect(schema, _at(place, reference(number, 0)))
        if schema is False:
            return False
        schema["$defs"] = schema.get("$defs", {}) | levels(json.dumps(clean), number)

    return schema


def _at(place: str, schema: Any) -> Any:
    for step in reversed(place.split("/")[1:]):
        schema = {"properties": {step: schema}}

    return schema
