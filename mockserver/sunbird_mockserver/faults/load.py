"""
Faults as JSON, as the control API takes them.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any

import orjson

from sunbird_mockserver.faults.fault import FaultError, hint, shown
from sunbird_mockserver.faults.kinds import KINDS

if TYPE_CHECKING:
    from sunbird_mockserver.faults.fault import Fault

__all__ = ["read_faults"]


def read_faults(body: bytes) -> tuple[Fault, ...]:
    """
    Return the faults in *body*: a list of objects, each with the name of its ``fault``.

    Raises:
        FaultError: The body is something else, or no fault can have these values.
    """
    try:
        # Not as Node reads JSON: a number too large for it would be null, and so mean for ever.
        value = orjson.loads(body.removeprefix(BOM_UTF8))
    except orjson.JSONDecodeError as error:
        raise FaultError(f"The body is no JSON: {error}") from None
    if not isinstance(value, list):
        raise FaultError('Faults are a list, as in [{"fault": "status", "status": 503}].')

    return tuple(_read(each, f"[{n}]") for n, each in enumerate(value))


def _read(value: Any, where: str) -> Fault:
    name = value.get("fault") if isinstance(value, dict) else None
    if not isinstance(name, str):
        raise FaultError(f'{where} has no name. Give it one: {{"fault": "drop"}}.')
    kind = KINDS.get(name)
    if kind is None:
        raise FaultError(f"{where}: {shown(name)} is not a fault.{hint(name, KINDS)}")
    given = {key: each for key, each in value.items() if key != "fault"}
    known = {field.name: field for field in fields(kind)}
    for key in given:
        if key not in known:
            raise FaultError(f"{where}: {name} has no {shown(key)}.{hint(key, known)}")
    for key, field in known.items():
        if field.default is MISSING and key not in given:
            raise FaultError(f"{where}: {name} needs {key!r}.")
    try:
        return kind(**given)  # which checks the types too
    except FaultError as error:
        raise FaultError(f"{where}: {error}") from None
