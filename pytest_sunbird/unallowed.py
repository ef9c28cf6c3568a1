"""
Why a test fails that allows less than it caused: per rule the first case, a remedy, a way out.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING

from sunbird_telemetry.printing import printable
from sunbird_telemetry.schema_error import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pytest_sunbird.strictness import Case

__all__ = ["Group", "grouped", "text_of"]

_SHOWN = 10
_NAMED = 3
_MARGIN = "  "


@dataclass(frozen=True, slots=True)
class Group:
    """
    The cases of one rule.

    Attributes:
        first: The first of them.

        count: How many there are.
    """

    first: Case
    count: int

    @property
    def rule(self) -> str:
        """
        The name of the rule.
        """
        return self.first.finding.rule

    def __str__(self) -> str:
        return self.rule if self.count == 1 else f"{self.rule} ({self.count} x)"


def grouped(cases: Iterable[Case]) -> tuple[Group, ...]:
    """
    *cases* by rule, the worst first, and else in the order of arrival.
    """
    groups: dict[str, Group] = {}
    for case in cases:
        before = groups.get(case.finding.rule, Group(case, 0))
        groups[before.rule] = Group(before.first, before.count + 1)

    return tuple(sorted(groups.values(), key=lambda group: -group.first.finding.level))


def text_of(groups: tuple[Group, ...], width: int) -> str:
    """
    What to tell of *groups*, in lines of at most *width* characters where words allow.
    """
    return "\n".join(_lines(groups, width))


def _lines(groups: tuple[Group, ...], width: int) -> Iterator[str]:
    yield _title(groups)
    for group in groups[:_SHOWN]:
        yield ""
        yield from _of_group(group, width)
    if rest := groups[_SHOWN:]:
        yield ""
        yield _filled(f"and {', '.join(map(str, rest))}", width, "")


def _title(groups: tuple[Group, ...]) -> str:
    named = ", ".join(map(str, groups[:_NAMED]))
    more = ", ..." if len(groups) > _NAMED else ""

    return f"telemetry not allowed: {named}{more}"


def _of_group(group: Group, width: int) -> Iterator[str]:
    case, rule = group.first, group.rule
    finding = case.finding
    place = f", at {_short(finding.pointer)}" if finding.pointer else ""
    times = f", {group.count} x, first" if group.count > 1 else ""
    yield f"{rule} ({finding.level.name.lower()}){times}: {_short(case.where)}{place}: {case.fate}"
    yield _filled(printable(finding.message), width)
    yield _filled(f"Remedy: {finding.remedy}", width)
    yield f'{_MARGIN}To allow it: @pytest.mark.sunbird(allow=["{rule}"])'
    yield f'{_MARGIN}         or: with sunbird.allow("{rule}"):'
    yield f"{_MARGIN}More: sunbird-mock explain {rule}"


def _filled(text: str, width: int, margin: str = _MARGIN) -> str:
    return fill(
        text,
        width,
        initial_indent=margin,
        subsequent_indent=margin,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _short(text: str) -> str:
    return shortened(printable(text))
