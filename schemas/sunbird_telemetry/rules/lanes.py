"""
The stateless rules as compiled schemas, one pair per event type.

One says in microseconds that an event is valid and that no rule speaks: the fast lane. The other
says which rules speak, and where. Both are made of the rules' own checks, so they cannot disagree.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.bounding import bounded
from sunbird_telemetry.compiling import registry
from sunbird_telemetry.event_types import EVENT_TYPES, SHARED_PARTS
from sunbird_telemetry.folding import both, folded
from sunbird_telemetry.jsonvalues.pointer import pointer
from sunbird_telemetry.rules.found import found
from sunbird_telemetry.rules.table import RULES
from sunbird_telemetry.specification import TELEMETRY, Specification, uri
from sunbird_telemetry.taming import tamed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from jsonschema_rs import ValidationError

    from sunbird_telemetry.findings import Finding
    from sunbird_telemetry.folding import Schema
    from sunbird_telemetry.rules.rule import Check

    Accepts = Callable[[Any], bool]

__all__ = ["Spoken", "is_clean", "lane", "quick_findings", "quickly", "spoken"]

_REQUIRED = "required"
_PARTS = frozenset(SHARED_PARTS)
_ITSELF = json.dumps({"$ref": "#"})
_LEVELS = 6
_FLAT = {"not": {"type": ["object", "array"]}}
_QUICK = tuple(
    (check.quick, found(rule.name, check.places[0]))
    for rule in RULES.values()
    for check in rule.checks
    if check.quick is not None
)
_ANY = ""  # an event type that only the rules for all types speak about


@dataclass(frozen=True, slots=True)
class Spoken:
    """
    A place of an event that a rule has something to say about.

    Attributes:
        rule: The name of the rule.

        pointer: JSON pointer to the place.

        value: What is there; None for a member that is missing.
    """

    rule: str
    pointer: str
    value: Any


@dataclass(frozen=True, slots=True)
class _Group:
    """
    Checks that share their places and their schema, so that one look serves all.
    """

    places: tuple[str, ...]
    silent: str
    members: tuple[tuple[str, Check], ...]


def quickly(event: Any, specification: Specification = TELEMETRY) -> tuple[Finding, ...] | None:
    """
    What there is to tell about *event*, which is then valid; None where it takes a closer look.
    """
    try:
        accepts = _lanes(specification)[event["eid"]]
        if accepts is None or not accepts(event):
            return None
    # No event, or one without a type, or hard to convert, such as a lone surrogate in a name.
    except (KeyError, TypeError, ValueError):
        return None

    return quick_findings(event)


def quick_findings(event: dict[str, Any]) -> tuple[Finding, ...]:
    """
    What there is to tell about *event* if a lane accepts it.
    """
    findings: tuple[Finding, ...] = ()
    for speaks, finding in _QUICK:
        if speaks(event):
            findings += (finding,)

    return findings


def lane(specification: Specification, eid: str, also: Schema) -> Accepts | None:
    """
    Whether an event of type *eid* is valid, no rule but quick ones speaks, and *also* accepts it.

    What it accepts has no number that loses digits. None for a type that has no lane. Compiling
    takes milliseconds. What is hard to convert, such as a lone surrogate in a name, raises a
    `ValueError`.
    """
    name = specification.choose_schema(eid)
    if name is None or name in _PARTS:
        return None

    return _compiled(bounded(both(_clean(specification, name), also)), specification)


def is_clean(event: Any, specification: Specification = TELEMETRY) -> bool:
    """
    Whether *event* is valid and no stateless rule speaks about it.

    A no may only mean that it takes a closer look.
    """
    return quickly(event, specification) == ()


def spoken(event: dict[str, Any]) -> Iterator[Spoken]:
    """
    What the stateless rules say about *event*, valid or not, in the order of the rules.
    """
    kind = _kind(event.get("eid"))
    groups = _groups(kind)
    seen = set()
    judged, errors = _disagreements(kind, event)
    for error in sorted(errors, key=_number):
        group = groups[_number(error)]
        place, value = _place(error, judged)
        if value is None and not _is_missing(error):
            continue  # null: the extractor leaves the member out, contract/pipeline.md 4.2
        for rule, check in group.members:
            if (rule, place) not in seen and (check.speaks is None or check.speaks(value)):
                seen.add((rule, place))
                yield Spoken(rule, place, value)


def _kind(eid: Any) -> str:
    kind = eid.upper() if isinstance(eid, str) else ""

    return kind if kind in EVENT_TYPES else _ANY


def _disagreements(kind: str, event: Any) -> tuple[Any, list[ValidationError]]:
    rules = _slow(kind)
    try:
        return event, list(rules(event))
    except ValueError:  # hard to convert; the tamed event is not
        tame = tamed(event)
        return tame, list(rules(tame))


def _place(error: ValidationError, event: Any) -> tuple[str, Any]:
    value = error.instance
    ways = (way for way, found in _ways(event, error.instance_path) if found == value)
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


class _Lanes(dict[str, "Accepts | None"]):
    """
    The fast lanes of a specification by event type; None for a type that has none.
    """

    def __init__(self, specification: Specification) -> None:
        self._specification = specification

    def __missing__(self, eid: Any) -> Accepts | None:
        name = self._specification.choose_schema(eid) if isinstance(eid, str) else None
        if name is None or name in _PARTS:
            return None  # and not remembered: nobody knows how many there are
        accepts = self[eid] = _fast(self._specification, name)

        return accepts


_lanes = cache(_Lanes)


@cache
def _fast(specification: Specification, name: str) -> Accepts:
    return _compiled(_clean(specification, name), specification)


def _compiled(schema: Schema, specification: Specification) -> Accepts:
    from jsonschema_rs import Draft202012Validator, RegexOptions

    # The plain engine takes a third of the time, but knows no patterns that look around. Ours have
    # none; those of a deployment's own schemas may.
    engine = None if specification.extra else RegexOptions()
    accepts: Accepts = Draft202012Validator(
        schema, registry=registry(specification), pattern_options=engine
    ).is_valid

    return accepts


@cache
def _clean(specification: Specification, name: str) -> Any:
    return both(_valid(specification, name), _silent(_groups(_kind(name), quick=False)))


def _valid(specification: Specification, name: str) -> Any:
    # Who knows which keywords a deployment uses in schemas of its own.
    if name in specification.extra or not _PARTS.isdisjoint(specification.extra):
        return {"$ref": uri(name)}

    return folded(
        specification.schema(name),
        lambda target: specification.schema(target.removesuffix(".json")),
    )


def _silent(groups: tuple[_Group, ...]) -> Any:
    """
    The same as `_silence`, with one look at each place.
    """
    schema: Any = {}
    deep: dict[str, Any] = {}
    for group in groups:
        silent = json.loads(group.silent)
        for place in group.places:
            if _ITSELF in group.silent:
                deep[place] = both(deep.get(place, True), silent)
            else:
                schema = both(schema, _at(place, silent))
    for number, (place, silent) in enumerate(deep.items()):
        schema = both(schema, _at(place, _reference(number, 0)))
        schema["$defs"] = schema.get("$defs", {}) | _levels(json.dumps(silent), number)

    return schema


def _at(place: str, schema: Any) -> Any:
    for step in reversed(place.split("/")[1:]):
        schema = {"properties": {step: schema}}

    return schema


@cache
def _slow(kind: str) -> Callable[[Any], Iterator[ValidationError]]:
    from jsonschema_rs import Draft202012Validator

    return Draft202012Validator(_silence(_groups(kind))).iter_errors


def _silence(groups: tuple[_Group, ...]) -> dict[str, Any]:
    """
    The schema of events about which none of *groups* has anything to say.
    """
    # One tree for all places: looking each one up from the top takes a fifth longer.
    schema: dict[str, Any] = {}
    for number, group in enumerate(groups):
        for place in group.places:
            node = schema
            for step in place.split("/")[1:]:
                node = node.setdefault("properties", {}).setdefault(step, {})
            node.setdefault("allOf", []).append(_reference(number, 0))
    schema["$defs"] = {}
    for number, group in enumerate(groups):
        schema["$defs"] |= _levels(group.silent, number)

    return schema


def _levels(silent: str, number: int) -> dict[str, Any]:
    # A schema that refers to itself is written out level by level: following a value of any depth,
    # jsonschema-rs would overflow the stack and take the process with it.
    below = [*(_reference(number, level) for level in range(1, _LEVELS)), _FLAT]

    return {
        f"{number}.{level}": json.loads(silent.replace(_ITSELF, json.dumps(each)))
        for level, each in enumerate(below if _ITSELF in silent else below[:1])
    }


def _reference(number: int, level: int) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{number}.{level}"}


@cache
def _groups(kind: str, *, quick: bool = True) -> tuple[_Group, ...]:
    """
    The checks of events of that *kind*, with or without those that are *quick*.
    """
    members: dict[tuple[tuple[str, ...], str], list[tuple[str, Check]]] = {}
    for rule in RULES.values():
        for check in rule.checks:
            if (not check.eids or kind in check.eids) and (quick or check.quick is None):
                key = check.places, json.dumps(check.silent)
                members.setdefault(key, []).append((rule.name, check))

    return tuple(
        _Group(places, silent, tuple(checks)) for (places, silent), checks in members.items()
    )
