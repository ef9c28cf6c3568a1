"""
Every scalar key of the configuration as a flag.
"""

from __future__ import annotations

import inspect
import re
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import click

from sunbird_mockserver.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["settings_options"]

F = TypeVar("F", bound="Callable[..., Any]")

_SCALARS: dict[Any, type] = {int: int, str: str}


def settings_options(command: F) -> F:
    """
    Give *command* a flag per scalar key: ``--port`` for ``port``, ``--gateway-cors`` for
    ``gateway.cors``.
    """
    for path, hint, default, words in reversed(list(_keys(Settings))):
        flag = "--" + "-".join(path).replace("_", "-")
        kind = click.Choice(get_args(hint)) if get_origin(hint) is Literal else _SCALARS[hint]
        text = f"{words} [default: {default if default != '' else 'none'}]"
        command = click.option(flag, ".".join(path).replace(".", "__"), type=kind, help=text)(
            command
        )

    return command


def _keys(
    kind: type, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Any, Any, str]]:
    """
    Path, type, default and description of every scalar key of *kind*.
    """
    hints, described, defaults = get_type_hints(kind), _attributes(kind), kind()
    for field in fields(kind):
        hint = hints[field.name]
        if is_dataclass(hint) and isinstance(hint, type):
            yield from _keys(hint, (*path, field.name))
        elif get_origin(hint) is Literal or hint in _SCALARS:
            default = getattr(defaults, field.name)
            yield (*path, field.name), hint, default, described[field.name]


def _attributes(kind: type) -> dict[str, str]:
    """
    What the docstring of *kind* says about each attribute.
    """
    section = inspect.cleandoc(kind.__doc__ or "").partition("Attributes:\n")[2]
    entries = re.findall(r"^    (\w+): (.+(?:\n {8}.+)*)", section, re.MULTILINE)

    return {name: " ".join(text.replace("``", "").split()) for name, text in entries}
