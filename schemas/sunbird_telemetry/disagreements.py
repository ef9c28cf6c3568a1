"""
Where an event and its schema disagree.

The compiled schema names the places fifty times as fast as the reference implementation. It is not
trusted with what is hard to convert or to convince it of, nor with events that may hold more errors
than anybody wants to read: it cannot be stopped after the first ones.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sunbird_telemetry.compiling import accepts, compiled
from sunbird_telemetry.extent import holds_fewer
from sunbird_telemetry.taming import is_tame, tamed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jsonschema_rs import ValidationError

    from sunbird_telemetry.specification import Specification

__all__ = ["Disagreement", "by_reference", "disagreements", "quick_disagreements"]

# More values than the events of any SDK have, and few enough to look into every one of them.
_MOST_VALUES = 200


class Disagreement(NamedTuple):
    """
    One keyword of a schema that one place of an event does not satisfy.

    Attributes:
        path: The way from the event to the place.

        schema_path: The way from the schema to the keyword; references are passed without a step.

        keyword: Its name.

        wanted: Its value.

        known: The names of the properties that stand beside it, sorted.
    """

    path: tuple[str | int, ...]
    schema_path: tuple[str | int, ...]
    keyword: str
    wanted: Any
    known: tuple[str, ...]


def disagreements(
    event: Mapping[str, Any], name: str, specification: Specification
) -> Sequence[Disagreement]:
    """
    What the schema called *name* has against *event*: nothing if it is valid.

    Each keyword is named once per place, in the order of the places. That is everything, but for
    long lists: of many wrong items, the first ones are enough.
    """
    found = quick_disagreements(event, name, specification)
    if found is not None:
        return found
    tame = tamed(event)
    if accepts(tame, name, specification):
        return ()

    return by_reference(tame, name, specification)


def quick_disagreements(
    event: Mapping[str, Any], name: str, specification: Specification
) -> Sequence[Disagreement] | None:
    """
    The same by the compiled schema; None where that may be wrong.
    """
    # Who knows which keywords a deployment uses in schemas of its own, and which names.
    if specification.extra or not (is_tame(event) and holds_fewer(event, _MOST_VALUES)):
        return None
    schema = compiled(specification, name)
    try:
        errors = schema.iter_errors(event)
    except ValueError:  # it is no JSON at all, such as a date
        return None

    return _in_order(_compiled(each, name, specification) for each in errors)


def by_reference(
    event: Mapping[str, Any], name: str, specification: Specification
) -> Sequence[Disagreement]:
    """
    The same by jsonschema. It prints what it has something against, so *event* should be tamed.
    """
    from sunbird_telemetry.reference import reference

    return _in_order(
        Disagreement(
            tuple(error.absolute_path),
            tuple(error.absolute_schema_path),
            str(error.validator),
            error.validator_value,
            _known(error.schema),
        )
        for error in reference(specification, name).iter_errors(event)
    )


def _compiled(error: ValidationError, name: str, specification: Specification) -> Disagreement:
    way = tuple(error.evaluation_path)
    passed = tuple(step for step in way if step != "$ref")

    return Disagreement(
        tuple(error.instance_path), passed, error.kind.name, *_said(specification, name, way)
    )


@cache
def _said(
    specification: Specification, name: str, way: tuple[str | int, ...]
) -> tuple[Any, tuple[str, ...]]:
    """
    What stands at the end of *way* in the schema called *name*, and the properties known beside it.
    """
    # A specification of our own has few ways.
    node: Any = specification.schema(name)
    for step in way[:-1]:
        node = node[step]
        if step == "$ref":
            node = specification.schema(node.removesuffix(".json"))

    return node[way[-1]], _known(node)


def _known(schema: Any) -> tuple[str, ...]:
    return tuple(sorted(schema.get("properties", ())))


def _in_order(found: Iterable[Disagreement]) -> Sequence[Disagreement]:
    # Missing members are reported one by one, but for reference without saying which one it is.
    by_place = {(each.path, each.schema_path): each for each in found}

    return sorted(by_place.values(), key=_order)


def _order(found: Disagreement) -> tuple[tuple[str | int, ...], bool, tuple[str | int, ...]]:
    # At one place, what is missing comes first.
    return found.path, found.keyword != "required", found.schema_path
