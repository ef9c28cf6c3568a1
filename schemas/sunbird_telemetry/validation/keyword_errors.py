"""
Keyword errors: the places of an event that its schema does not accept.

The compiled schema is twenty times as fast as the reference implementation. It is not used for
values that are hard to convert, or for events that may have very many errors, because it cannot
stop after the first ones.
"""

from __future__ import annotations

from functools import cache, reduce
from operator import getitem
from typing import TYPE_CHECKING, Any, NamedTuple

from sunbird_telemetry.jsonvalues.size import holds_fewer
from sunbird_telemetry.validation.compiled import accepts, compiled
from sunbird_telemetry.validation.errors import FORBIDDEN
from sunbird_telemetry.validation.safe_values import is_safe, made_safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jsonschema import ValidationError as Reported
    from jsonschema_rs import ValidationError

    from sunbird_telemetry.specification import Specification

__all__ = [
    "KeywordError",
    "Way",
    "compiled_keyword_errors",
    "find_keyword_errors",
    "reference_keyword_errors",
]

# More values than the events of any SDK have, and few enough to look into every one of them.
_MOST_VALUES = 200


Way = tuple[str | int, ...]


class KeywordError(NamedTuple):
    """
    One keyword of a schema that one place of an event does not satisfy.

    Attributes:
        path: The way from the event to the place.

        schema_path: The way from the schema to the keyword; references are passed without a step.

        document_path: The way to the keyword from the top of the document that it stands in.

        keyword: Its name; `FORBIDDEN` for a schema that allows nothing there.

        wanted: Its value.

        known: The names of the properties that stand beside it, sorted.
    """

    path: Way
    schema_path: Way
    document_path: Way
    keyword: str
    wanted: Any
    known: tuple[str, ...]


def find_keyword_errors(
    event: Mapping[str, Any], name: str, specification: Specification
) -> Sequence[KeywordError]:
    """
    Yield the violations of the schema *name* in *event*: none if it is valid.

    Each keyword of each schema is named once per place, in the order of the places. That is
    everything, but for long lists: of many wrong items, the first ones are enough.
    """
    found = compiled_keyword_errors(event, name, specification)
    if found is not None:
        return found
    safe = made_safe(event)
    if accepts(safe, name, specification):
        return ()

    return reference_keyword_errors(safe, name, specification)


def compiled_keyword_errors(
    event: Mapping[str, Any], name: str, specification: Specification
) -> Sequence[KeywordError] | None:
    """
    The errors that the compiled schema called *name* finds in *event*, in the form of
    `find_keyword_errors`; None if they may be wrong.
    """
    # Only for our own schemas it is known that the reference gives the same result.
    if specification.extra or not (is_safe(event) and holds_fewer(event, _MOST_VALUES)):
        return None
    schema = compiled(name, specification)
    try:
        errors = schema.iter_errors(event)
    except ValueError:  # it is no JSON at all, such as a date
        return None

    return _in_order(_from_error(each, specification) for each in errors)


def reference_keyword_errors(
    event: Mapping[str, Any], name: str, specification: Specification
) -> Sequence[KeywordError]:
    """
    The errors that jsonschema finds in *event*, in the form of `find_keyword_errors`. It prints the
    values that it reports, so *event* should be safe.
    """
    from sunbird_telemetry.validation.reference import place_of, reference

    errors = reference(name, specification).iter_errors(event)
    try:
        return _in_order(_from_reference(each, place_of(each)) for each in errors)
    except RecursionError:
        return [
            KeywordError((), ("$ref",), ("$ref",), "$ref", "an endless reference to itself", ())
        ]


def _from_error(error: ValidationError, specification: Specification) -> KeywordError:
    way = tuple(step for step in error.evaluation_path if step != "$ref")
    place = tuple(error.schema_path)
    wanted, known = _keyword_value(error.absolute_keyword_location or "", place, specification)

    return KeywordError(tuple(error.instance_path), way, place, error.kind.name, wanted, known)


@cache
def _keyword_value(
    location: str, place: Way, specification: Specification
) -> tuple[Any, tuple[str, ...]]:
    """
    The value of the keyword at *place* in the document of *location*, and the properties beside it.
    """
    # Our own schemas have few keywords, and each is a file.
    name = location.partition("#")[0].rpartition("/")[2].removesuffix(".json")
    *way, keyword = place
    document: Any = specification.schema(name)
    schema = reduce(getitem, way, document)

    return schema[keyword], _known(schema)


def _from_reference(error: Reported, place: Way) -> KeywordError:
    keyword, wanted = error.validator, error.validator_value
    # A schema that is false has no keyword to break.
    end = (FORBIDDEN,) if keyword is None else ()
    is_forbidden = keyword is None or (keyword, wanted) == ("not", {})

    return KeywordError(
        tuple(error.absolute_path),
        (*error.absolute_schema_path, *end),
        (*place, *end),
        FORBIDDEN if is_forbidden else str(keyword),
        wanted,
        _known(error.schema),
    )


def _known(schema: Any) -> tuple[str, ...]:
    return tuple(sorted(schema.get("properties", ()))) if isinstance(schema, dict) else ()


def _in_order(found: Iterable[KeywordError]) -> Sequence[KeywordError]:
    # Missing members are reported one by one, but for reference without saying which one it is.
    by_place = {(each.path, each.schema_path): each for each in found}

    return sorted(by_place.values(), key=_order)


def _order(found: KeywordError) -> tuple[Way, bool, Way]:
    # At one place, what is missing comes first: it is what most clients do wrong.
    return found.path, found.keyword != "required", found.schema_path
