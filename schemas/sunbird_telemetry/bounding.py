"""
Schemas that also refuse every number that may have lost digits.

An integer beyond 2^53 loses digits before the pipeline sees it. To look for one in the whole event
takes as long as the event's own schema, which comes by all of its places anyway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sunbird_telemetry.folding import both

if TYPE_CHECKING:
    from sunbird_telemetry.folding import Schema

__all__ = ["bounded"]

_BOUNDS = {"exclusiveMinimum": -(2**53), "exclusiveMaximum": 2**53}
_SCALARS = ("string", "number", "boolean", "null")
_TYPES = (*_SCALARS, "integer", "object", "array")
# Deeper values are refused. A schema that refers to itself would overflow the stack.
_LEVELS = 6


def bounded(schema: Schema) -> Schema:
    """
    *schema*, of an event, for events whose numbers are all within 2^53, wherever they are.

    It refuses others as well: 2^53 and more where that is a double, and values that are nested deep
    where anything may be.

    Args:
        schema: As `both` makes it. Its local references lead to its ``$defs``.
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
        holding = both(holding, _BOUNDS)
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
