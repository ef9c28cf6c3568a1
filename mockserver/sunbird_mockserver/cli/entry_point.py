"""
Entry point of the command. Light, so that Ctrl-C is handled almost from the start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sunbird_mockserver.cli.exit_codes import CLEAN, COULD_NOT_RUN, INTERRUPTED
from sunbird_mockserver.cli.streams import OutputError, StandardStreams

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """
    Run the command with the arguments *argv*, or those of the process.

    Returns:
        The exit code: 0 clean, 1 findings, 2 could not run, 130 after Ctrl-C, 141 if the reader of
        standard output leaves.
    """
    try:
        with StandardStreams() as streams:
            return streams.settle(_run(argv))
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(argv: Sequence[str] | None) -> int:
    import click

    from sunbird_mockserver.cli.command import command

    try:
        code = command.main(argv, prog_name="sunbird-mock", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return COULD_NOT_RUN
    except click.Abort:  # Ctrl-C, once click is in charge
        return INTERRUPTED
    except OutputError:
        return COULD_NOT_RUN
    except SystemExit as ended:  # of the completion of a shell
        code = ended.code

    return code if isinstance(code, int) else CLEAN
