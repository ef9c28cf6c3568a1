"""
The slow half of validation: the reference implementation says in which places an event is wrong.
"""

from __future__ import annotations

from functools import cache, partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.event_types import SHARED_PARTS
from sunbird_telemetry.reasons import pointer
from sunbird_telemetry.schema_error import UNKNOWN_EID, SchemaError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from jsonschema import Draft202012Validator, ValidationError

    from sunbird_telemetry.specification import Specification

__all__ = ["MOST", "disagreements", "explained", "unknown_eid"]

#: So many errors of an event are told apart, and about so many of each of its lists.
MOST = 100


def disagreements(
    event: Mapping[str, Any], name: str, specification: Specification
) -> list[ValidationError]:
    """
    What jsonschema has against *event* under the schema called *name*.

    That is everything, but for lists: of one with many wrong items, the first ones are enough. It
    prints what it has something against, so the event should be a tamed one.
    """
    return list(_reference(specification, name).iter_errors(event))


def explained(
    found: Iterable[ValidationError],
    event: Mapping[str, Any],
    name: str,
    specification: Specification,
) -> tuple[SchemaError, ...]:
    """
    What jsonschema *found* in *event*, as facts, in the order of the places; not many more than
    `MOST` of them.
    """
    facts = (error for each in _distinct(found) for error in _facts(each, event))
    errors = list(islice(facts, MOST + 1))
    if name in SHARED_PARTS and event.get("eid") is not None:
        # A shared part has judged the whole event: what it misses is not what the client forgot.
        errors.insert(0, unknown_eid(event["eid"], specification))

    return tuple(errors)


def unknown_eid(eid: str | None, specification: Specification) -> SchemaError:
    """
    The error of an *eid* that names no event type.
    """
    return SchemaError("/eid", UNKNOWN_EID, eid, specification.event_types)


@cache
def _reference(specification: Specification, name: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    registry: Registry[Any] = Registry().with_resources(
        (uri, DRAFT202012.create_resource(_unversioned(schema)))
        for uri, schema in specification.resources()
    )

    all_items = Draft202012Validator.VALIDATORS["items"]
    validator: type[Draft202012Validator] = extend(  # type: ignore[no-untyped-call] # by its stubs
        Draft202012Validator, {"items": partial(_first_items, all_items)}
    )

    return validator(_unversioned(specification.schema(name)), registry=registry.crawl())


def _unversioned(schema: Mapping[str, Any]) -> dict[str, Any]:
    # From a schema that names its version on, jsonschema goes on with a validator of its own.
    return {name: value for name, value in schema.items() if name != "$schema"}


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


def _distinct(found: Iterable[ValidationError]) -> Iterable[ValidationError]:
    # jsonschema reports each missing member by itself, but does not say which one it is.
    by_place = {
        (tuple(error.absolute_path), tuple(error.absolute_schema_path)): error for error in found
    }

    return [by_place[place] for place in sorted(by_place, key=lambda place: place[0])]


def _facts(error: ValidationError, event: Mapping[str, Any]) -> Iterator[SchemaError]:
    place, keyword = pointer(error.absolute_path), str(error.validator)
    rule: Any = error.validator_value
    schema: Any = error.schema
    actual: Any = event
    for step in error.absolute_path:
        actual = actual[step]

    match keyword:
        case "required":
            for name in rule:
                if name not in actual:
                    yield SchemaError(f"{place}{pointer([name])}", keyword)
        case "additionalProperties":
            known = tuple(sorted(schema.get("properties", ())))
            for name, value in actual.items():
                if name not in known:
                    yield SchemaError(f"{place}{pointer([name])}", keyword, value, known)
        case "oneOf":
            return  # only an eid EVENT gets here, and that is an error of its own
        case _:
            allowed = tuple(rule) if isinstance(rule, list) else (rule,)
            yield SchemaError(place, keyword, actual, allowed)
