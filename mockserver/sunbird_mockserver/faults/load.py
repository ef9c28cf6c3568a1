"""
Faults as JSON, as the control API takes them.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import orjson

from sunbird_mockserver.faults.fault import FaultError, hint, shown
from sunbird_mockserver.faults.kinds import KINDS

if TYPE_CHECKING:
    from sunbird_mockserver.faults.fault import Fault

__all__ = ["read_faults"]

_NAMES: dict[type, str] = {
    int: "a whole number",
    float: "a number",
    str: "text",
    type(None): "null",
}


def read_faults(body: bytes) -> tuple[Fault, ...]:
    """
    The faults that *body* asks for: a list of objects, each with the name of its ``fault``.

    Raises:
        FaultError: It asks for something else.
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
    hints = get_type_hints(kind)
    values = {key: _checked(each, hints[key], f"{where}.{key}") for key, each in given.items()}
    try:
        return kind(**values)
    except FaultError as error:
        raise FaultError(f"{where}: {error}") from None


def _checked(value: Any, wanted: Any, where: str) -> Any:
    kinds = get_args(wanted) or (wanted,)
    names = " or ".join(_NAMES[kind] for kind in kinds)
    # What is a whole number is a number too; true and false are neither.
    taken = (*kinds, int) if float in kinds else kinds
    if isinstance(value, taken) and not isinstance(value, bool):
        return value

    raise FaultError(f"{where} is {shown(value)}; it should be {names}.")
