"""
``sunbird-mock serve``: a server to leave running.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sunbird_mockserver.cli.options import merged, settings_options
from sunbird_mockserver.config import load, settings_from
from sunbird_mockserver.consumers import PARTNER
from sunbird_mockserver.serve import choose_port
from sunbird_mockserver.serve import serve as run

if TYPE_CHECKING:
    from sunbird_mockserver.settings import Settings

__all__ = ["serve"]

_EXAMPLES = """
\b
Examples:
  sunbird-mock serve                          on http://127.0.0.1:9001
  sunbird-mock serve --port 0                 on a free port, which it prints
  sunbird-mock serve --config sunbird-mock.toml
  curl http://127.0.0.1:9001/_mock/events     what arrived, and what becomes of it
"""


@click.command(epilog=_EXAMPLES)
@click.option("--config", type=click.Path(path_type=Path), help="A TOML file with the same keys.")
@settings_options
def serve(config: Path | None, **flags: Any) -> None:
    """
    Serve a Sunbird until Ctrl-C. A flag wins over the same key of the configuration.
    """
    settings = settings_from(merged(load(config) if config else {}, flags))
    settings = replace(settings, port=choose_port(settings.host, settings.port))
    run(settings, ready=partial(_announce, settings))


def _announce(settings: Settings) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    url = f"http://{host}:{settings.port}"
    click.echo(f"Sunbird is at {url} (profile {settings.profile}). Ctrl-C ends it.")
    click.echo(f"  clients send to   {url}/api/data/v1/telemetry, or {url} as their SDK's host")
    click.echo(f"  what arrived      {url}/_mock/events")
    if settings.consumers is None:
        credential = PARTNER.credentials[0]
        click.echo(f"  key and secret    {credential.key} / {credential.secret}")
    else:
        names = ", ".join(consumer.username for consumer in settings.consumers)
        click.echo(f"  consumers         {names}, and the standard ones")
