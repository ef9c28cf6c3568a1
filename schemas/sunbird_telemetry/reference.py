"""
The reference implementation of JSON Schema, which explains what no compiled schema can.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.extent import MOST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from jsonschema import Draft202012Validator, ValidationError

    from sunbird_telemetry.specification import Specification

__all__ = ["reference"]

_MEMBERS = frozenset({"properties", "patternProperties"})
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

    all_items = Draft202012Validator.VALIDATORS["items"]
    validator: type[Draft202012Validator] = extend(  # type: ignore[no-untyped-call] # by its stubs
        Draft202012Validator, {"items": partial(_first_items, all_items)}
    )

    return validator(_readable(specification.schema(name)), registry=registry.crawl())


def _readable(schema: Mapping[str, Any]) -> dict[str, Any]:
    # From a schema that names its version on, jsonschema goes on with a validator of its own.
    return {name: _placed(name, value) for name, value in schema.items() if name != "$schema"}


def _placed(keyword: str, value: Any) -> Any:
    """
    The *value* of a *keyword*, without members that are false: jsonschema does not say where.
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
    What *all_items* finds, up to an item behind which it would be too much.
    """
    count, last = 0, None
    for error in all_items(*case):
        # Where a schema allows no further items at all, the list itself is wrong.
        index = error.path[0] if error.path else None
        # The first wrong item decides the pipeline's reason, so it is told of in full.
        if count > MOST and index != last:
            return
        count, last = count + 1, index
        yield error
