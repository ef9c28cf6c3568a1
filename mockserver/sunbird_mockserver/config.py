"""
The configuration file: TOML, with the keys of `Settings`.
"""

from __future__ import annotations

import tomllib
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from sunbird_mockserver.settings import SettingError, Settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from _typeshed import DataclassInstance

__all__ = ["ConfigurationError", "load", "settings_from"]

T = TypeVar("T", bound="DataclassInstance")

_NAMES: dict[Any, str] = {str: "text", int: "a whole number", bool: "true or false"}


class ConfigurationError(ValueError):
    """
    A configuration that cannot be used. Its text says where and what to do.
    """


def load(path: Path) -> dict[str, Any]:
    """
    The tables of the file at *path*.

    Raises:
        ConfigurationError: It cannot be read, or is not TOML.
    """
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}."
        raise ConfigurationError(msg) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        msg = f"{path} is not TOML: {error}."
        raise ConfigurationError(msg) from None


def settings_from(table: Mapping[str, Any]) -> Settings:
    """
    The settings that *table* asks for; the defaults for all that it leaves out.

    Raises:
        ConfigurationError: A key is unknown, or has a value that it cannot have.
    """
    return _build(table, Settings, "")


def _build(table: Mapping[str, Any], kind: type[T], where: str) -> T:
    known = [field.name for field in fields(kind)]
    hints = get_type_hints(kind)
    for key in table:
        if key not in known:
            raise ConfigurationError(_unknown(where + key, where, key, known))
    values = {key: _value(value, hints[key], where + key) for key, value in table.items()}
    try:
        return kind(**values)
    except SettingError as error:
        raise ConfigurationError(where + str(error)) from None
    except (TypeError, ValueError) as error:
        msg = f"{where.removesuffix('.') or 'the configuration'} is not complete: {error}"
        raise ConfigurationError(msg) from None


def _unknown(path: str, where: str, key: str, known: list[str]) -> str:
    close = get_close_matches(key, known, n=1)
    hint = f"Did you mean {where}{close[0]}?" if close else f"Known are: {', '.join(known)}."

    return f"{path} is not a key of the configuration. {hint}"


def _value(value: Any, hint: Any, where: str) -> Any:
    """
    *value* as the type *hint* wants it.
    """
    if get_origin(hint) is UnionType:
        hint = next(option for option in get_args(hint) if option is not NoneType)
    if is_dataclass(hint) and isinstance(hint, type):
        return _build(_checked(value, dict, "a table", where), hint, where + ".")
    origin = get_origin(hint)
    if origin is Literal:
        return _one_of(value, get_args(hint), where)
    if origin is dict:
        kind = get_args(hint)[1]
        members = _checked(value, dict, "a table", where).items()
        return {key: _value(each, kind, f"{where}.{key}") for key, each in members}
    if origin in {tuple, frozenset}:
        items = _checked(value, list, "a list", where)
        kind = get_args(hint)[0]
        return origin(_value(item, kind, f"{where}[{n}]") for n, item in enumerate(items))

    return _checked(value, hint, _NAMES[hint], where)


def _one_of(value: Any, options: tuple[Any, ...], where: str) -> Any:
    if value not in options:
        close = get_close_matches(str(value), options, n=1)
        hint = f" Did you mean {close[0]!r}?" if close else ""
        msg = f"{where} is {value!r}; it is one of {', '.join(map(repr, options))}.{hint}"
        raise ConfigurationError(msg)

    return value


def _checked(value: Any, kind: type[Any], name: str, where: str) -> Any:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        msg = f"{where} is {value!r}; it should be {name}."
        raise ConfigurationError(msg)

    return value
