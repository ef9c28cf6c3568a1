"""
``sunbird-mock serve``: a server to leave running.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from sunbird_mockserver.cli.banner import banner
from sunbird_mockserver.cli.configured import CannotRunError, settings_of
from sunbird_mockserver.cli.options import settings_options
from sunbird_mockserver.servers.standalone import PortError, listen
from sunbird_mockserver.servers.standalone import serve as run

__all__ = ["serve"]

_HELP = "Serve a Sunbird until Ctrl-C. A flag wins over the same key of the configuration."
_EXAMPLES = """
\b
Examples:
  sunbird-mock serve                       on http://127.0.0.1:9001
  sunbird-mock serve --port 0              on a free port, which it prints
  sunbird-mock serve --host 0.0.0.0        for devices in the same network
  sunbird-mock serve --host 0.0.0.0 --control-token @FILE  /_mock for them too
  sunbird-mock serve --profile spark       as a Spark deployment answers
  sunbird-mock serve --config FILE         with consumers of your own
  curl http://127.0.0.1:9001/_mock/events  what arrived, what becomes of it
"""


@click.command(help=_HELP, epilog=_EXAMPLES)
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    help="A TOML file with these keys, and with consumers.",
)
@settings_options
def serve(config: Path | None, **flags: Any) -> None:
    """
    Serve until Ctrl-C or SIGTERM.
    """
    settings = settings_of(config, flags)
    try:
        listener = listen(settings.host, settings.port)
    except PortError as error:
        raise CannotRunError(str(error)) from None
    with listener:
        settings = replace(settings, port=listener.getsockname()[1])
        run(settings, listener, ready=partial(click.echo, banner(settings)), warn=_warn)


def _warn(sentence: str) -> None:
    click.echo(f"sunbird-mock: {sentence}", err=True)
