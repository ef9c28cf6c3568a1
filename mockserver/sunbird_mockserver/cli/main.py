"""
Where the command begins. Light, so that hardly anything comes before Ctrl-C is heard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["COULD_NOT_RUN", "main"]

COULD_NOT_RUN = 2
INTERRUPTED = 130  # 128 and the number of SIGINT, as shells have it


def main(argv: Sequence[str] | None = None) -> int:
    """
    Run the command with the arguments *argv*, or those of the process.

    Returns:
        The exit code: 0 clean, 1 findings, 2 could not run, 130 after Ctrl-C.
    """
    try:
        import click

        from sunbird_mockserver.cli.command import command

        try:
            code = command.main(argv, prog_name="sunbird-mock", standalone_mode=False)
        except click.ClickException as error:
            error.show()
            return COULD_NOT_RUN
        except click.Abort:  # Ctrl-C, once click is in charge
            return INTERRUPTED
    except KeyboardInterrupt:
        return INTERRUPTED

    return code if isinstance(code, int) else 0
