"""
The table of commands. Each is in the module of its name, which loads when it is called.

Help texts are no docstrings, since ``-OO`` removes those.
"""

from __future__ import annotations

from importlib import import_module

import click

__all__ = ["command"]

# What ``sunbird-mock --help`` says of each, so that it need not load them.
_COMMANDS = {
    "check": "Say what the pipeline would do with the events in files.",
    "demo": "See what becomes of the telemetry of an app.",
    "explain": "Explain a rule: why it matters, and what to do.",
    "serve": "Serve a Sunbird until Ctrl-C.",
    "show": "Show what a test sent that failed, or any journal in a file.",
    "token": "Print a token, or have one explained.",
}
_HELP = """
A Sunbird on your own machine: it answers like the real one, and says what the real pipeline would
do with every event. Exit codes: 0 clean, 1 findings, 2 could not run.
"""
_EXAMPLES = """
\b
Examples:
  sunbird-mock demo             what it does, on traffic of its own
  sunbird-mock serve            a Sunbird on http://127.0.0.1:9001
  sunbird-mock token            a token that it lets in
  sunbird-mock serve --help     what can be set
"""


class _Commands(click.Group):
    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        del context  # the same everywhere
        if name not in self.commands:
            return None
        loaded: click.Command = getattr(import_module(f"sunbird_mockserver.cli.{name}"), name)

        return loaded

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        del context  # the same everywhere
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(
    cls=_Commands,
    help=_HELP,
    commands={name: click.Command(name) for name in _COMMANDS},
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=_EXAMPLES,
)
@click.version_option(package_name="pytest-sunbird")
def command() -> None:
    """
    Group the commands.
    """
