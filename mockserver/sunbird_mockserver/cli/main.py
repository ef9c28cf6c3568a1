"""
The command and its subcommands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sunbird_mockserver.cli.demo import demo
from sunbird_mockserver.cli.serve import serve
from sunbird_mockserver.cli.token import token
from sunbird_mockserver.config import ConfigurationError
from sunbird_mockserver.serve import PortError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["COULD_NOT_RUN", "main"]

COULD_NOT_RUN = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="pytest-sunbird")
def command() -> None:
    """
    A Sunbird on your own machine: it answers like the real one, and says what the real pipeline
    would do with every event.
    """


command.add_command(serve)
command.add_command(demo)
command.add_command(token)


def main(argv: Sequence[str] | None = None) -> int:
    """
    Run the command with the arguments *argv*, or those of the process.

    Returns:
        The exit code: 0 clean, 1 findings, 2 could not run.
    """
    try:
        code = command.main(argv, prog_name="sunbird-mock", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return COULD_NOT_RUN
    except (ConfigurationError, PortError) as error:
        click.echo(f"sunbird-mock: {error}", err=True)
        return COULD_NOT_RUN
    except click.Abort:  # Ctrl-C
        return 130

    return code if isinstance(code, int) else 0
