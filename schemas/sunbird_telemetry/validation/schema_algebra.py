"""
Schema algebra: several schemas as one that looks at each place once, and numbers kept in bounds.

A compiled schema takes a moment for every place that it looks up, so what is written for people,
part by part and rule by rule, takes nearly twice as long as the same written for machines. Only
the verdict is kept: a flattened schema cannot say which of its sources denied it.

An integer beyond 2^53 loses digits before the pipeline sees it. To look for one in the whole event
takes as long as the event's own schema, which comes by all of its places anyway.
"""

from __future__ import annotations

from functools import reduce
from operator import gt, lt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["Schema", "bounded", "flattened", "intersect"]

#: An object of keywords, True or False.
Schema = Any

_PROSE = frozenset({"$id", "$schema", "$comment", "title", "description", "examples"})
_TEXT = {"type": "string"}
# The first makes the second superfluous if it is the tighter one.
_TIGHTER: tuple[tuple[str, str, Callable[[Any, Any], bool]], ...] = (
    ("minimum", "exclusiveMinimum", gt),
    ("maximum", "exclusiveMaximum", lt),
)
_MEMBERS = ("properties", "additionalProperties")

_BOUNDS = {"exclusiveMinimum": -(2**53), "exclusiveMaximum": 2**53}
_SCALARS = ("string", "number", "boolean", "null")
_TYPES = (*_SCALARS, "integer", "object", "array")
# Deeper values are refused. A schema that refers to itself would overflow the stack.
_LEVELS = 6


def flattened(schema: Schema, resolve: Callable[[str], Schema]) -> Schema:
    """
    *schema* without references, but to itself, and with all that it says of a place in one.

    Args:
        schema: Knows no keywords but those of telemetry's own schemas and of the rules.

        resolve: Gives the schema that a reference leads to.
    """
    if isinstance(schema, bool):
        return schema
    own = {
        keyword: _within(keyword, value, resolve)
        for keyword, value in schema.items()
        if keyword not in _PROSE | {"$ref", "allOf"}
    }
    others = [*schema.get("allOf", ())]
    if "$ref" in schema:
        others.append(resolve(schema["$ref"]))

    return reduce(intersect, [flattened(other, resolve) for other in others], own)


def intersect(one: Schema, other: Schema) -> Schema:
    """
    The schema of what both *one* and *other* accept.
    """
    if one is False or other is False:
        return False
    if one is True or other is True:
        return other if one is True else one
    joined = _members(one, other)
    left: dict[str, Any] = {}
    for keyword, value in other.items():
        if keyword in _MEMBERS:
            continue
        # By their texts, because 1, 1.0 and True are equal in Python.
        if keyword not in one or repr(one[keyword]) == repr(value):
            joined[keyword] = value
        elif keyword in _JOINED:
            joined[keyword] = _JOINED[keyword](one[keyword], value)
        else:
            left[keyword] = value
    if left:
        joined["allOf"] = [*joined.get("allOf", ()), left]

    return _settled(joined)


def _settled(schema: dict[str, Any]) -> dict[str, Any]:
    """
    *schema* without what another of its keywords says anyway.
    """
    settled = dict(schema)
    match schema:
        case {"const": str(only), "not": {"enum": refused, **more}} if not more:
            if only not in refused:
                del settled["not"]
        case {"type": "number", "minimum": low, "not": {"exclusiveMaximum": high}} if high <= low:
            del settled["not"]
        case {"properties": members, "additionalProperties": False}:
            allowed = {name: each for name, each in members.items() if each is not False}
            settled["properties"] = allowed
    for inner, outer, is_tighter in _TIGHTER:
        if inner in settled and outer in settled and is_tighter(settled[inner], settled[outer]):
            del settled[outer]

    return settled


def _within(keyword: str, value: Any, resolve: Callable[[str], Schema]) -> Any:
    if keyword == "properties":
        return {name: flattened(each, resolve) for name, each in value.items()}
    if keyword in {"items", "additionalProperties", "not", "propertyNames"}:
        return flattened(value, resolve)
    if keyword in {"anyOf", "oneOf"}:
        return [flattened(each, resolve) for each in value]

    return value


def _members(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """
    The keywords of *one*, with what *other*, too, says of members.
    """
    ours, theirs = one.get("properties", {}), other.get("properties", {})
    our_rest, their_rest = (each.get("additionalProperties", True) for each in (one, other))
    joined = {keyword: value for keyword, value in one.items() if keyword not in _MEMBERS}
    if names := _union(ours, theirs):
        joined["properties"] = {
            name: intersect(ours.get(name, our_rest), theirs.get(name, their_rest))
            for name in names
        }
    rest = intersect(our_rest, their_rest)
    if rest is not True:
        joined["additionalProperties"] = rest

    return joined


def _union(one: Iterable[Any], other: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys([*one, *other]))


def _neither(one: Schema, other: Schema) -> Schema:
    """
    Return the schema for ``not`` that refuses what either refuses.
    """
    match one, other:
        case {"enum": ours, **more}, {"enum": theirs, **too} if not more and not too:
            return {"enum": [*ours, *theirs]}
        case {"pattern": ours, **more}, {"pattern": theirs, **too} if more == too == _TEXT:
            return {**_TEXT, "pattern": f"(?:{ours})|(?:{theirs})"}
        case _:
            return {"anyOf": [one, other]}


_JOINED: Mapping[str, Callable[[Any, Any], Any]] = {
    "required": _union,
    "items": intersect,
    "propertyNames": intersect,
    "not": _neither,
    "allOf": lambda one, other: [*one, *other],
    **dict.fromkeys(("minLength", "minItems", "minimum", "exclusiveMinimum"), max),
    **dict.fromkeys(("maximum", "exclusiveMaximum"), min),
}


def bounded(schema: Schema) -> Schema:
    """
    *schema*, of an event, for events whose numbers are all within 2^53, wherever they are.

    It refuses others as well: 2^53 and more where that is a double, and values that are nested deep
    where anything may be.

    Args:
        schema: As `intersect` makes it. Its local references lead to its ``$defs``.
    """
    local = {name: _bounded(each) for name, each in schema.get("$defs", {}).items()}

    return {**_bounded(schema), "$defs": local | _ANYTHING}


def _bounded(schema: Schema) -> Schema:
    if isinstance(schema, bool):
        return _anything(0) if schema else False
    # The definition is bounded, and with it this place.
    if schema.get("$ref", "").startswith("#/$defs/") or _is_text(schema):
        return schema
    kinds = schema.get("type", _TYPES)
    kinds = {kinds} if isinstance(kinds, str) else {*kinds}
    holding = dict(schema)
    if kinds & {"number", "integer"}:
        holding = intersect(holding, _BOUNDS)
    if "array" in kinds:
        holding["items"] = _bounded(schema.get("items", True))
    if "object" in kinds:
        members = schema.get("properties", {})
        holding["properties"] = {name: _bounded(each) for name, each in members.items()}
        holding["additionalProperties"] = _bounded(schema.get("additionalProperties", True))

    return holding


def _is_text(schema: dict[str, Any]) -> bool:
    values = [schema["const"]] if "const" in schema else schema.get("enum", [None])

    return all(isinstance(value, str) for value in values)


def _anything(level: int) -> Schema:
    return {"$ref": f"#/$defs/anything.{level}"}


_ANYTHING = {
    f"anything.{level}": {
        **_BOUNDS,
        "items": _anything(level + 1),
        "additionalProperties": _anything(level + 1),
    }
    for level in range(_LEVELS)
} | {f"anything.{_LEVELS}": {**_BOUNDS, "type": [*_SCALARS]}}
