"""
The text that the pipeline stores with an event that fails validation.

The pipeline cuts it out of its validator's report: it splits the report at commas and takes what
stands in fourth place. That is the instance pointer when the common part has failed, and the schema
pointer when only the event type's own part has: contract/pipeline.md 5.3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sunbird_telemetry.jsonvalues.pointer import pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sunbird_telemetry.validation.keyword_errors import KeywordError, Way

__all__ = ["NO_FIELD_NAME", "SCHEMA_NOT_FOUND", "reason_text", "stored"]

SCHEMA_NOT_FOUND = "Schema not found: eid looks incorrect, sending to failed"
NO_FIELD_NAME = "Unable to obtain field name for failed validation"


def reason_text(found: Iterable[KeywordError]) -> str:
    """
    The reason that the pipeline stores for an event with the errors that were *found*.
    """
    # What stands outside the parts, such as a missing member of the event itself, is reported
    # without the nested report that the text is cut out of.
    nested = [each for each in found if each.schema_path[0] in {"allOf", "oneOf"}]
    if not nested:
        return NO_FIELD_NAME
    first = min(nested, key=_place)
    if _part(first) == 0:
        return f'"{pointer(first.path)}"'

    # A referenced schema is a document of its own, so pointers start anew in it.
    return f'"{pointer(first.document_path[:-1])}"'


def stored(reason: str | None, event: Mapping[str, Any]) -> str | None:
    """
    The *reason* as stored with *event*: None if the client's ``metadata`` is no object to hold it.
    """
    return reason if isinstance(event.get("metadata"), dict | None) else None


def _place(found: KeywordError) -> tuple[int, Way, int]:
    # The validator goes down part by part, checks a container before its members, and takes
    # members by name and items by index: the order of tuples. Of schemas about one place it reports
    # the outermost first.
    return _part(found), found.path, len(found.schema_path)


def _part(found: KeywordError) -> int:
    # A `oneOf` fails as a whole, and its first alternative stands first in the report.
    _, *part = found.schema_path[:2]

    return part[0] if part and isinstance(part[0], int) else 0
