"""
Every scalar key of the configuration as a flag.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from types import NoneType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)

import click

from sunbird_mockserver.cli.secret import METAVAR, read_secret
from sunbird_mockserver.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["settings_options"]

F = TypeVar("F", bound="Callable[..., Any]")

_SCALARS = frozenset({bool, int, str})


@dataclass(frozen=True, slots=True)
class _Key:
    """
    One scalar key of the configuration.
    """

    #: The tables that it is in, and its own name.
    path: tuple[str, ...]
    hint: Any
    default: Any
    is_secret: bool
    description: str


def settings_options(command: F) -> F:
    """
    Give *command* a flag per scalar key: ``--port`` for ``port``, ``--gateway-cors`` for
    ``gateway.cors``. A key that is true or false has a second one, ``--no-control-open``.
    """
    for key in reversed(list(_keys(Settings))):
        name = "-".join(key.path).replace("_", "-")
        flag = f"--{name}/--no-{name}" if key.hint is bool else f"--{name}"
        text = f"{key.description} [default: {_default(key)}]"
        is_choice = get_origin(key.hint) is Literal
        command = click.option(
            flag,
            "__".join(key.path),
            type=click.Choice(get_args(key.hint)) if is_choice else key.hint,
            metavar=METAVAR if key.is_secret else None,
            callback=read_secret if key.is_secret else None,
            default=None,
            help=text,
        )(command)

    return command


def _default(key: _Key) -> str:
    if key.hint is bool:
        return "on" if key.default else "off"

    return "none" if key.default in {None, ""} else str(key.default)


def _keys(kind: type, path: tuple[str, ...] = ()) -> Iterator[_Key]:
    """
    The scalar keys of *kind*, which is found at *path*.
    """
    hints, defaults = get_type_hints(kind, include_extras=True), kind()
    for field in fields(kind):
        hint, description = _described(hints[field.name])
        place = (*path, field.name)
        if is_dataclass(hint) and isinstance(hint, type):
            yield from _keys(hint, place)
        elif get_origin(hint) is Literal or hint in _SCALARS:
            default = getattr(defaults, field.name)
            yield _Key(place, hint, default, not field.repr, description)


def _described(annotation: Any) -> tuple[Any, str]:
    """
    Return the type of a value that is given, and the description beside it in the *annotation*.
    """
    if get_origin(annotation) is not Annotated:
        return annotation, ""
    hint, description = get_args(annotation)
    options = [option for option in get_args(hint) if option is not NoneType]

    return options[0] if NoneType in get_args(hint) else hint, description
