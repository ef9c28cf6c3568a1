"""
``sunbird-mock explain``: what a rule means, why it matters and what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sunbird_telemetry.findings import Rule

__all__ = ["explain"]

_HELP = "Explain rules: why they matter, an example, a remedy, and how we know."
_EXAMPLES = """
\b
Examples:
  sunbird-mock explain ets-in-seconds         by name, as findings give it
  sunbird-mock explain SB201                  by id
  sunbird-mock explain --all                  every rule, theme by theme
"""


def _names(_context: Any, _argument: Any, begun: str) -> list[str]:
    """
    The names of rules that complete the one that was *begun*.
    """
    from sunbird_telemetry.findings import RULES

    return [name for name in RULES if name.startswith(begun)]


@click.command(help=_HELP, epilog=_EXAMPLES)
@click.argument("rules", metavar="[RULE]...", nargs=-1, shell_complete=_names)
@click.option("--all", "every", is_flag=True, help="Explain every rule.")
def explain(rules: tuple[str, ...], *, every: bool) -> None:
    """
    Print the pages of *rules*, or of every rule.
    """
    from sunbird_telemetry.findings import RULES, page

    if not rules and not every:
        raise click.UsageError("Name a rule, as findings do, or give --all.")
    chosen = RULES.values() if every else [_rule(name) for name in rules]
    click.echo("\n\n".join(map(page, chosen)))


def _rule(name: str) -> Rule:
    from sunbird_telemetry.findings import RULES, rule_called
    from sunbird_telemetry.suggestion import did_you_mean

    rule = rule_called(name)
    if rule is None:
        hint = did_you_mean(name.lower(), RULES)
        msg = f"There is no rule {name!r}.{hint} `sunbird-mock explain --all` shows all of them."
        raise click.BadParameter(msg, param_hint="RULE")

    return rule
