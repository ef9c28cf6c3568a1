"""
``sunbird-mock demo``: real traffic, the real answers, and what becomes of each event.
"""

from __future__ import annotations

import click

__all__ = ["demo"]


@click.command()
@click.option(
    "--node-modules",
    envvar="SUNBIRD_NODE_MODULES",
    type=click.Path(),
    help="A folder of npm packages; if it has the Sunbird SDK and Node.js is there, the SDK sends.",
)
def demo(node_modules: str | None) -> int:
    """
    Send telemetry with mistakes that partners make, and show what becomes of it.
    """
    from sunbird_mockserver.demo import run

    return run(node_modules)
