"""
Values that are computed from the table of rules once, and anew for another table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sunbird_telemetry.findings import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sunbird_telemetry.findings.rule import Rule

__all__ = ["derived"]

_Value = TypeVar("_Value")


def derived(make: Callable[[Mapping[str, Rule]], _Value]) -> Callable[[], _Value]:
    """
    Return a function that returns what *make* makes of `catalogue.RULES`.

    Nothing that is computed from the table may be kept in any other way: it would outlive the
    table.
    """
    last: tuple[Mapping[str, Rule], _Value] | None = None

    def current() -> _Value:
        nonlocal last
        rules = catalogue.RULES
        if last is None or last[0] is not rules:
            last = rules, make(rules)

        return last[1]

    return current
