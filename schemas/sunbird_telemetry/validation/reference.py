"""
The reference implementation of JSON Schema, which explains what no compiled schema can.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from sunbird_telemetry.jsonvalues.pointer import steps_of
from sunbird_telemetry.jsonvalues.size import MAX_ERRORS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from jsonschema import Draft202012Validator, ValidationError

    from sunbird_telemetry.specification import Specification

__all__ = ["place_of", "reference"]

_PLACE = "sunbird_place"
# Whose members are schemas, whatever they are called.
_MEMBERS = frozenset(
    {"$defs", "definitions", "dependentSchemas", "patternProperties", "properties"}
)
_VALUES = frozenset({"const", "default", "enum", "examples"})
_NOTHING: dict[str, Any] = {"not": {}}


@cache
def reference(name: str, specification: Specification) -> Draft202012Validator:
    """
    The schema called *name*, read by jsonschema. Of many wrong items of a list, the first are said.
    """
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    registry: Registry[Any] = Registry().with_resources(
        (uri, DRAFT202012.create_resource(_readable(schema)))
        for uri, schema in specification.resources()
    )

    known = Draft202012Validator.VALIDATORS
    validator: type[Draft202012Validator] = extend(  # type: ignore[no-untyped-call] # by its stubs
        Draft202012Validator,
        {
            "items": partial(_first_items, known["items"]),
            "$ref": partial(_within_document, known["$ref"]),
        },
    )

    return validator(_readable(specification.schema(name)), registry=registry.crawl())


def place_of(error: ValidationError) -> tuple[str | int, ...]:
    """
    The way to the keyword of *error* from the top of the document that it stands in.
    """
    place: tuple[str | int, ...] | None = getattr(error, _PLACE, None)

    return tuple(error.absolute_schema_path) if place is None else place


def _within_document(
    reference: Callable[..., Iterator[ValidationError]], *case: Any
) -> Iterator[ValidationError]:
    """
    Yield the violations of the *reference*, with each keyword's place in the referenced document.
    """
    _, target, *_ = case
    _, _, fragment = target.partition("#")
    steps = steps_of(unquote(fragment))
    for error in reference(*case):
        # The innermost reference comes first, and has brought it into its document.
        if not hasattr(error, _PLACE):
            setattr(error, _PLACE, (*steps, *error.relative_schema_path))
        yield error


def _readable(schema: Mapping[str, Any]) -> dict[str, Any]:
    # From a schema that names its version on, jsonschema goes on with a validator of its own.
    return {name: _placed(name, value) for name, value in schema.items() if name != "$schema"}


def _placed(keyword: str, value: Any) -> Any:
    """
    The *value* of a *keyword*, with members that are false replaced by schemas that say the same:
    of false, jsonschema does not tell the place.
    """
    if keyword in _VALUES:
        return value
    if isinstance(value, list):
        return [_placed("", item) for item in value]
    if not isinstance(value, dict):
        return value
    if keyword in _MEMBERS:
        return {
            name: _NOTHING if each is False else _placed("", each) for name, each in value.items()
        }

    return {name: _placed(name, each) for name, each in value.items()}


def _first_items(
    all_items: Callable[..., Iterator[ValidationError]], *case: Any
) -> Iterator[ValidationError]:
    """
    Yield the violations of *all_items* up to the item at which the limit is reached.
    """
    count, last = 0, None
    for error in all_items(*case):
        # Where a schema allows no further items at all, the list itself is wrong.
        index = error.path[0] if error.path else None
        # The first wrong item decides the pipeline's reason, so it is told of in full.
        if count > MAX_ERRORS and index != last:
            return
        count, last = count + 1, index
        yield error
