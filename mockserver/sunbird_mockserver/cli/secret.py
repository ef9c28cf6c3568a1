"""
A secret on the command line, where other users of the machine can read it, or in a file.
"""

from __future__ import annotations

import re
from pathlib import Path

import click

__all__ = ["METAVAR", "read_secret"]

#: The forms that `read_secret` takes, for the help of an option.
METAVAR = "TEXT|@FILE"

_LINE_END = re.compile(r"(?:\r\n|\r|\n)\Z")


def read_secret(_context: click.Context, _option: click.Parameter, given: str | None) -> str | None:
    """
    Return the secret that was *given*: for ``@FILE`` the text of the file, without one line end and
    without a byte order mark, which editors add.

    Raises:
        click.BadParameter: The file cannot be read. The error does not show its name, since that
            may be a secret that begins with ``@``.
    """
    if given is None or not given.startswith("@"):
        return given
    try:
        text = Path(given[1:]).read_bytes().decode("utf-8-sig")
    except OSError as error:
        why = f"The file behind @ cannot be read: {error.strerror}."
        raise click.BadParameter(why) from None
    except UnicodeDecodeError:
        raise click.BadParameter("The file behind @ is not text in UTF-8.") from None

    return _LINE_END.sub("", text, count=1)
