"""
Write the tables of docs/rules.md from the table of rules: ``make docs``.

The sentences around the tables are the page's own.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sunbird_telemetry.findings import THEMES, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sunbird_telemetry.findings import Rule

_PAGE = Path(__file__).with_name("rules.md")
_HEADING = re.compile(r"^## (SB[0-9]): ", re.MULTILINE)
_HEAD = ("| id | rule | level | scope | message |", "| --- | --- | --- | --- | --- |")


def main() -> None:
    """
    Bring the page up to date.
    """
    _PAGE.write_text(current(_PAGE.read_text("utf-8")), "utf-8")


def current(page: str) -> str:
    """
    Return *page* with a table per theme of rules, in the order of the themes.
    """
    introduction, *parts = _HEADING.split(page)
    texts = dict(zip(parts[::2], parts[1::2], strict=True))

    return introduction + "\n".join(
        _section(theme, rules, texts.get(theme[:3], "")) for theme, rules in THEMES.items()
    )


def _section(theme: str, rules: Iterable[Rule], text: str) -> str:
    number, _, name = theme.partition(" ")
    _, _, below = text.partition("\n")
    prose = below.partition("\n|")[0].strip("\n")
    parts = [f"## {number}: {name.capitalize()}", *filter(None, [prose])]

    return "\n\n".join((*parts, "\n".join((*_HEAD, *map(_row, rules))))) + "\n"


def _row(rule: Rule) -> str:
    says = sentence(rule).replace("<", r"\<").replace("|", r"\|")

    return f"| {rule.id} | `{rule.name}` | {rule.level.name.lower()} | {rule.scope} | {says} |"


if __name__ == "__main__":
    main()
