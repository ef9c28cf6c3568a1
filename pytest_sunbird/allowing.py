"""
What a test allows to be lost or refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from sunbird_telemetry.pipeline import Fate
from sunbird_telemetry.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["Allowance", "allowed"]

_FATES = frozenset(Fate)


class Allowance:
    """
    Rules and fates that are no reason to fail, for what arrives from now on until it ends.

    A context manager ends with its block; without a block it ends with the test.

    Args:
        names: Rules by name or id, and fates.

        newest: Tells the id of the newest delivery.

    Raises:
        ValueError: There is no such rule or fate.
    """

    def __init__(self, names: Iterable[str], newest: Callable[[], int]) -> None:
        self.names = allowed(names)
        self._newest = newest
        self._after = newest()
        self._until: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._until = self._newest()

    def covers(self, delivery: int) -> bool:
        """
        Whether the delivery with the id *delivery* arrived while it lasted.
        """
        return self._after < delivery and (self._until is None or delivery <= self._until)


def allowed(names: Iterable[str]) -> frozenset[str]:
    """
    *names* of rules and fates, with the names of rules that are given by id.

    Raises:
        ValueError: There is no such rule or fate.
    """
    return frozenset(map(_known, names))


def _known(name: str) -> str:
    if name in _FATES:
        return name
    from sunbird_telemetry.rules import RULES, rule_called  # the server does without, at first

    rule = rule_called(name)
    if rule is None:
        hint = did_you_mean(name.lower(), [*RULES, *Fate])
        raise ValueError(
            f"There is no rule or fate {name!r} to allow.{hint} The fates are {', '.join(Fate)}; "
            "`sunbird-mock explain --all` shows the rules."
        )

    return rule.name
