"""
All rules, by name and by theme.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from sunbird_telemetry.findings.catalogue import (
    actors_objects,
    answers,
    batches,
    deliveries,
    documents,
    dropped,
    edata,
    envelope,
    fates,
    plan,
    privacy,
    sessions,
    shape,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sunbird_telemetry.findings.rule import Rule

__all__ = ["RULES", "THEMES", "rule_called"]

#: What the first digit of an id stands for.
THEMES: Mapping[str, tuple[Rule, ...]] = MappingProxyType(
    {
        "SB0 answers": answers.RULES,
        "SB1 shape": shape.RULES,
        "SB2 envelope": (*envelope.RULES, *actors_objects.RULES),
        "SB3 edata": edata.RULES,
        "SB4 documents": documents.RULES,
        "SB5 fates": (*dropped.RULES, *fates.RULES),
        "SB6 batches": batches.RULES,
        "SB7 sessions": (*sessions.RULES, *plan.RULES),
        "SB8 deliveries": deliveries.RULES,
        "SB9 privacy": privacy.RULES,
    }
)

#: Every rule by its name.
RULES: Mapping[str, Rule] = MappingProxyType(
    {rule.name: rule for rules in THEMES.values() for rule in rules}
)


def rule_called(name: str) -> Rule | None:
    """
    The rule with that *name* or id, in any case.
    """
    by_id = {rule.id.lower(): rule for rule in RULES.values()}

    return RULES.get(name.lower()) or by_id.get(name.lower())
