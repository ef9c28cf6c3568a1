"""
Settings for a command: the file, with the flags on top.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from sunbird_mockserver.config import ConfigurationError, load, settings_from

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sunbird_mockserver.settings import Settings

__all__ = ["CannotRunError", "merged", "settings_of"]


class CannotRunError(click.ClickException):
    """
    Error that keeps a correctly called command from running.
    """

    exit_code = 2

    def show(self, file: Any = None) -> None:
        """
        Say so in one line.
        """
        click.echo(f"sunbird-mock: {self.message}", file=file, err=file is None)


def settings_of(config: Path | None, flags: Mapping[str, Any]) -> Settings:
    """
    Return the settings in the file *config*, overridden by the *flags* that were given.

    Raises:
        CannotRunError: The file or a flag has a mistake, even one that a flag would hide.
    """
    try:
        return settings_from(merged(_table(config) if config else {}, flags))
    except ConfigurationError as error:
        raise CannotRunError(str(error)) from None


def merged(table: dict[str, Any], flags: Mapping[str, Any]) -> dict[str, Any]:
    """
    *table*, with the *flags* that were given on top.
    """
    for name, value in flags.items():
        if value is not None:
            *outer, key = name.split("__")
            inner = table
            for step in outer:
                inner = inner.setdefault(step, {})
            inner[key] = value

    return table


def _table(config: Path) -> dict[str, Any]:
    table = load(config)
    try:
        settings_from(table)
    except ConfigurationError as error:
        msg = f"{config}: {error}"
        raise ConfigurationError(msg) from None

    return table
