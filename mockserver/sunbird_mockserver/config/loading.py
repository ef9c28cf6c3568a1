"""
Conversion of a TOML file to tables, and of tables to `Settings` by the types of its fields.
"""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from sunbird_mockserver.config.checks import ConfigurationError, check, hint
from sunbird_mockserver.settings import SettingError, Settings
from sunbird_telemetry.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from _typeshed import DataclassInstance

__all__ = ["load", "settings_from"]

T = TypeVar("T", bound="DataclassInstance")

_NAMES: dict[Any, str] = {str: "text", int: "a whole number", bool: "true or false"}


def load(path: Path) -> dict[str, Any]:
    """
    Return the tables of the file at *path*. Relative paths in it are resolved from its folder.

    Raises:
        ConfigurationError: The file cannot be read, or is not TOML.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}."
        raise ConfigurationError(msg) from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"{path} is not TOML: it is not text in UTF-8.") from None
    # A number of 5000 digits and a list in a list in a list ... are no error of tomllib's own.
    except (ValueError, RecursionError) as error:
        msg = f"{path} is not TOML: {error}."
        raise ConfigurationError(msg) from None
    _resolve_paths(table, path.parent)
    _write_out_now(table)

    return table


def _write_out_now(table: dict[str, Any]) -> None:
    """
    Replace a ``now`` that is a number or a time of TOML by its text.
    """
    match table:
        case {"now": bool()}:
            pass  # a whole number to Python
        case {"now": int() as ms}:
            table["now"] = str(ms)
        case {"now": datetime() as time}:
            table["now"] = time.isoformat()


def _resolve_paths(table: dict[str, Any], folder: Path) -> None:
    # The working directory may be any other. Values that are no paths are refused by their types.
    match table:
        case {"pipeline": {"extra_types": dict() as files}}:
            for eid, file in files.items():
                if isinstance(file, str):
                    files[eid] = str(folder / file)


def settings_from(table: Mapping[str, Any]) -> Settings:
    """
    Return the settings in *table*, with the defaults of all keys that it leaves out.

    Raises:
        ConfigurationError: A key is unknown or missing, or its value is not possible or of no
            use.
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
    secret = {field.name for field in fields(kind) if not field.repr}
    values = {
        key: _value(value, hints[key], where + key, is_secret=key in secret)
        for key, value in table.items()
    }
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


def _value(value: Any, wanted: Any, where: str, *, is_secret: bool = False) -> Any:
    """
    Return *value* converted to the type *wanted*. No error shows a secret, or a value in the place
    of tables with secrets.
    """
    is_secret = is_secret or _has_secrets(wanted)
    if get_origin(wanted) is UnionType:
        wanted = next(option for option in get_args(wanted) if option is not NoneType)
    if is_dataclass(wanted) and isinstance(wanted, type):
        table = _checked(value, dict, "a table", where, is_secret=is_secret)
        return _build(table, wanted, where + ".")
    origin = get_origin(wanted)
    if origin is Literal:
        return _one_of(value, get_args(wanted), where)
    if origin is dict:
        kind = get_args(wanted)[1]
        members = _checked(value, dict, "a table", where, is_secret=is_secret).items()
        return {key: _value(each, kind, f"{where}.{key}") for key, each in members}
    if origin in {tuple, frozenset}:
        items = _checked(value, list, "a list", where, is_secret=is_secret)
        kind = get_args(wanted)[0]
        return origin(_value(item, kind, f"{where}[{n}]") for n, item in enumerate(items))

    return _checked(value, wanted, _NAMES[wanted], where, is_secret=is_secret)


@cache
def _has_secrets(wanted: Any) -> bool:
    """
    Return whether a value of the type *wanted* has secrets in it: fields that no ``repr`` shows.
    """
    if is_dataclass(wanted) and isinstance(wanted, type):
        hints = get_type_hints(wanted)
        return any(not each.repr or _has_secrets(hints[each.name]) for each in fields(wanted))

    return any(map(_has_secrets, get_args(wanted)))


def _one_of(value: Any, options: tuple[Any, ...], where: str) -> Any:
    if value not in options:
        meant = did_you_mean(str(value), options)
        msg = f"{where} is {_shown(value)}; it is one of {', '.join(map(repr, options))}.{meant}"
        raise ConfigurationError(msg)

    return value


def _checked(value: Any, kind: type[Any], name: str, where: str, *, is_secret: bool) -> Any:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        found = "" if is_secret else f"is {_shown(value)}; it "
        raise ConfigurationError(f"{where} {found}should be {name}.")

    return value


def _shown(value: Any) -> str:
    """
    Return *value* for an error. Members of a table or list are left out: they may be secrets.
    """
    if isinstance(value, dict):
        return "a table"

    return "a list" if isinstance(value, list) else repr(value)
