"""
Event types of a deployment's own, from schemas in files.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sunbird_telemetry.specification import TELEMETRY, Specification
from sunbird_telemetry.validation import is_valid

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["specification_of"]


def specification_of(extra_types: Mapping[str, str]) -> Specification:
    """
    The specification with the schemas in the files *extra_types*, by event type.

    Raises:
        ValueError: A file cannot be read, or holds no schema. Says which.
    """
    schemas = {eid: _schema(eid, Path(path)) for eid, path in extra_types.items()}
    if not schemas:
        return TELEMETRY
    specification = TELEMETRY.with_types(schemas)
    for eid, path in extra_types.items():
        try:  # a reference that leads nowhere shows at the first event
            is_valid({"eid": eid}, specification)
        except Exception as error:  # noqa: BLE001  whatever the engine makes of it
            why = str(error).partition("\n")[0]
            raise ValueError(f"{eid}: {path} cannot be used as a schema: {why}") from None

    return specification


def _schema(eid: str, path: Path) -> dict[str, Any]:
    try:
        schema = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise ValueError(f"{eid}: {path} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise ValueError(f"{eid}: {path} is not JSON: {error}.") from None
    except RecursionError:
        raise ValueError(f"{eid}: {path} has too many levels of nesting for a schema.") from None
    if not isinstance(schema, dict):
        msg = f"{eid}: {path} is not a JSON Schema: a schema must be an object."
        raise ValueError(msg)  # noqa: TRY004  a mistake in a file, not in the program

    return schema
