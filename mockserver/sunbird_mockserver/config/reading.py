"""
From a file to tables.
"""

from __future__ import annotations

import tomllib
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sunbird_mockserver.config.mistakes import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["load"]


def load(path: Path) -> dict[str, Any]:
    """
    The tables of the file at *path*. Paths in it begin at its folder.

    Raises:
        ConfigurationError: It cannot be read, or is not TOML.
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
    _place(table, path.parent)
    _spell_out(table)

    return table


def _spell_out(table: dict[str, Any]) -> None:
    """
    Make a text of a time that *table* has as a number or as a time of TOML.
    """
    match table:
        case {"now": bool()}:
            pass  # a whole number to Python
        case {"now": int() as ms}:
            table["now"] = str(ms)
        case {"now": datetime() as time}:
            table["now"] = time.isoformat()


def _place(table: dict[str, Any], folder: Path) -> None:
    # Whoever starts the server may stand anywhere. What is no path is left to the types.
    match table:
        case {"pipeline": {"extra_types": dict() as files}}:
            for eid, file in files.items():
                if isinstance(file, str):
                    files[eid] = str(folder / file)
