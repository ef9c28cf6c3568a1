"""
``sunbird-mock demo``: real traffic, the real answers, and what becomes of each event.
"""

from __future__ import annotations

import click

__all__ = ["demo"]

_HELP = "Send telemetry with mistakes that partners make, and show what becomes of it."
_EXAMPLES = """
\b
Examples:
  sunbird-mock demo                                 with a sender of our own
  sunbird-mock demo --node-modules ./node_modules   with the SDK from npm
"""


@click.command(help=_HELP, epilog=_EXAMPLES)
@click.option(
    "--node-modules",
    envvar="SUNBIRD_NODE_MODULES",
    show_envvar=True,
    type=click.Path(),
    help="A folder of npm packages; if it has the Sunbird SDK and Node.js is there, the SDK sends.",
)
def demo(node_modules: str | None) -> int:
    """
    Run the demo and return the exit code.
    """
    from sunbird_mockserver.demo import run

    return run(node_modules)
