"""
Report about violations: per rule the first violation, a fix, and how to allow it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pytest_sunbird.formatting import fold
from sunbird_telemetry.display import printable, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pytest_sunbird.strictness.judge import Violation

__all__ = ["Group", "grouped", "text_of"]

_SHOWN = 10
_NAMED = 3
_MARGIN = "  "


@dataclass(frozen=True, slots=True)
class Group:
    """
    The violations of one rule.

    Attributes:
        first: The first of them.

        count: How many there are.
    """

    first: Violation
    count: int

    @property
    def rule(self) -> str:
        """
        The name of the rule.
        """
        return self.first.finding.rule

    def __str__(self) -> str:
        return self.rule if self.count == 1 else f"{self.rule} ({self.count} x)"


def grouped(violations: Iterable[Violation]) -> tuple[Group, ...]:
    """
    *violations* by rule, the worst first, and else in the order of arrival.
    """
    groups: dict[str, Group] = {}
    for violation in violations:
        before = groups.get(violation.finding.rule, Group(violation, 0))
        groups[before.rule] = Group(before.first, before.count + 1)

    return tuple(sorted(groups.values(), key=lambda group: -group.first.finding.level))


def text_of(groups: tuple[Group, ...], whose: str = "") -> str:
    """
    Return the text about *groups*, in lines as wide as the terminal where words allow.

    Args:
        groups: What was found.

        whose: Where that was; empty if it is the test's own.
    """
    return "\n".join(_lines(groups, whose))


def _lines(groups: tuple[Group, ...], whose: str) -> Iterator[str]:
    yield _title(groups)
    if whose:
        yield from fold(whose)
    for group in groups[:_SHOWN]:
        yield ""
        yield from _of_group(group)
    if rest := groups[_SHOWN:]:
        yield ""
        yield from fold(f"and {', '.join(map(str, rest))}")


def _title(groups: tuple[Group, ...]) -> str:
    named = ", ".join(map(str, groups[:_NAMED]))
    more = ", ..." if len(groups) > _NAMED else ""

    return f"telemetry not allowed: {named}{more}"


def _of_group(group: Group) -> Iterator[str]:
    violation, rule = group.first, group.rule
    finding = violation.finding
    place = f", at {_short(finding.pointer)}" if finding.pointer else ""
    times = f", {group.count} x, first" if group.count > 1 else ""
    where = f"{_short(violation.where)}{place}"
    yield f"{rule} ({finding.level.name.lower()}){times}: {where}: {violation.fate}"
    yield from fold(f"{_MARGIN}{finding.message}")
    if violation.because:
        yield from fold(f"{_MARGIN}Refused because {violation.because}")
    yield from fold(f"{_MARGIN}Remedy: {finding.remedy}")
    yield f'{_MARGIN}To allow it: @pytest.mark.sunbird(allow=["{rule}"])'
    yield f'{_MARGIN}         or: with sunbird.allow("{rule}"):'
    yield f"{_MARGIN}More: sunbird-mock explain {rule}"


def _short(text: str) -> str:
    return shortened(printable(text))
