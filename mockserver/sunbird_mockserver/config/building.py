"""
From tables to `Settings`, by the types that these declare.
"""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from sunbird_mockserver.config.checking import check
from sunbird_mockserver.config.mistakes import ConfigurationError, hint
from sunbird_mockserver.settings import SettingError, Settings
from sunbird_telemetry.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from _typeshed import DataclassInstance

__all__ = ["settings_from"]

T = TypeVar("T", bound="DataclassInstance")

_NAMES: dict[Any, str] = {str: "text", int: "a whole number", bool: "true or false"}


def settings_from(table: Mapping[str, Any]) -> Settings:
    """
    The settings that *table* asks for; the defaults for all that it leaves out.

    Raises:
        ConfigurationError: A key is unknown or missing, has a value that it cannot have, or one
            with which nobody could do anything.
    """
    settings = _build(table, Settings, "")
    check(settings)

    return settings


def _build(table: Mapping[str, Any], kind: type[T], where: str) -> T:
    known = [field.name for field in fields(kind)]
    hints = get_type_hints(kind)
    for key in table:
        if key not in known:
            what = f"{where}{key} is not a key of the configuration."
            raise ConfigurationError(f"{what}{hint(key, known, where)}")
    for key in _required(kind):
        if key not in table:
            raise ConfigurationError(f"{where}{key} is missing.")
    for field in fields(kind):
        if not field.repr and not isinstance(table.get(field.name, ""), str):
            raise ConfigurationError(f"{where}{field.name} should be text.")  # no secret is shown
    values = {key: _value(value, hints[key], where + key) for key, value in table.items()}
    try:
        return kind(**values)
    except SettingError as error:
        raise ConfigurationError(where + str(error)) from None
    except ValueError as error:
        raise ConfigurationError(f"{where.removesuffix('.')}: {error}") from None


def _required(kind: type[DataclassInstance]) -> list[str]:
    return [
        field.name
        for field in fields(kind)
        if field.default is MISSING and field.default_factory is MISSING
    ]


def _value(value: Any, wanted: Any, where: str) -> Any:
    """
    *value* as the type *wanted* has it.
    """
    if get_origin(wanted) is UnionType:
        wanted = next(option for option in get_args(wanted) if option is not NoneType)
    if is_dataclass(wanted) and isinstance(wanted, type):
        return _build(_checked(value, dict, "a table", where), wanted, where + ".")
    origin = get_origin(wanted)
    if origin is Literal:
        return _one_of(value, get_args(wanted), where)
    if origin is dict:
        kind = get_args(wanted)[1]
        members = _checked(value, dict, "a table", where).items()
        return {key: _value(each, kind, f"{where}.{key}") for key, each in members}
    if origin in {tuple, frozenset}:
        items = _checked(value, list, "a list", where)
        kind = get_args(wanted)[0]
        return origin(_value(item, kind, f"{where}[{n}]") for n, item in enumerate(items))

    return _checked(value, wanted, _NAMES[wanted], where)


def _one_of(value: Any, options: tuple[Any, ...], where: str) -> Any:
    if value not in options:
        meant = did_you_mean(str(value), options)
        msg = f"{where} is {value!r}; it is one of {', '.join(map(repr, options))}.{meant}"
        raise ConfigurationError(msg)

    return value


def _checked(value: Any, kind: type[Any], name: str, where: str) -> Any:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        msg = f"{where} is {value!r}; it should be {name}."
        raise ConfigurationError(msg)

    return value
