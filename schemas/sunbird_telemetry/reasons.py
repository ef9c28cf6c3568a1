"""
The text that the pipeline stores with an event that fails validation.

The pipeline cuts it out of its validator's report: it splits the report at commas and takes what
stands in fourth place. That is the instance pointer when the common part has failed, and the schema
pointer when only the event type's own part has: contract/pipeline.md 5.3.
"""

from __future__ import annotations

from functools import reduce
from operator import getitem
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sunbird_telemetry.specification import Specification

__all__ = ["NO_FIELD_NAME", "SCHEMA_NOT_FOUND", "Located", "pointer", "reason_text"]

SCHEMA_NOT_FOUND = "Schema not found: eid looks incorrect, sending to failed"
NO_FIELD_NAME = "Unable to obtain field name for failed validation"


class Located(Protocol):
    """
    Where a schema and an instance disagree: the part of jsonschema's errors that decides here.
    """

    @property
    def absolute_path(self) -> Sequence[str | int]:
        """
        The way from the event to the offending place.
        """
        ...

    @property
    def absolute_schema_path(self) -> Sequence[str | int]:
        """
        The way from the schema to the broken keyword; references are passed without a step.
        """
        ...


def reason_text(errors: Iterable[Located], name: str, specification: Specification) -> str:
    """
    What the pipeline stores for an event with *errors* under the schema called *name*.
    """
    # What stands outside the parts, such as a missing member of the event itself, is reported
    # without the nested report that the text is cut out of.
    nested = [error for error in errors if error.absolute_schema_path[0] in {"allOf", "oneOf"}]
    if not nested:
        return NO_FIELD_NAME
    first = min(nested, key=_place)
    if _part(first) == 0:
        return f'"{pointer(first.absolute_path)}"'

    return f'"{_schema_pointer(first, name, specification)}"'


def pointer(path: Iterable[str | int]) -> str:
    """
    The JSON pointer (RFC 6901) of *path*.
    """
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


def _place(error: Located) -> tuple[int, tuple[str | int, ...]]:
    # The validator goes down part by part, checks a container before its members, and takes
    # members by name and items by index: the order of tuples.
    return _part(error), tuple(error.absolute_path)


def _part(error: Located) -> int:
    # A `oneOf` fails as a whole, and its first alternative stands first in the report.
    _, *part = list(error.absolute_schema_path)[:2]

    return part[0] if part and isinstance(part[0], int) else 0


def _schema_pointer(error: Located, name: str, specification: Specification) -> str:
    # A referenced schema is a document of its own, so pointers start anew in it.
    document: Any = specification.schema(name)
    node = document
    path: list[str | int] = []
    for step in list(error.absolute_schema_path)[:-1]:
        node = node[step]
        path.append(step)
        while "$ref" in node:
            file, _, fragment = node["$ref"].partition("#")
            document = specification.schema(file.removesuffix(".json")) if file else document
            path = [*fragment.split("/")[1:]]
            node = reduce(getitem, path, document)

    return pointer(path)
