"""
Whether there is anything to tell about what arrived.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pytest_sunbird.explain import Failure
from sunbird_telemetry.findings import Level
from sunbird_telemetry.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pytest_sunbird.inbox import Inbox
    from sunbird_telemetry.findings import Finding
    from sunbird_telemetry.rules import Rule

__all__ = ["nonconforming"]


def nonconforming(inbox: Inbox, level: str, allow: Collection[str]) -> Failure | None:
    """
    What is wrong if there is a finding at *level* or above whose rule is none of *allow*.

    Raises:
        ValueError: There is no such level or rule.

        TypeError: *allow* is a single name.
    """
    least = _level(level)
    if isinstance(allow, str):
        raise TypeError(f"allow is {allow!r}: give a list of rules, as in allow=[{allow!r}].")
    allowed = {_rule(name).name for name in allow}
    told = Counter(
        (finding, where)
        for finding, where in _findings(inbox)
        if finding.level >= least and finding.rule not in allowed
    )
    if not told:
        return None
    rules = dict.fromkeys(finding.rule for finding, _ in told)

    return Failure.of(
        inbox,
        f"wanted no finding of level {level} or above, got {told.total()}",
        nearest=(
            "found:",
            *(
                f"  ✗ {finding.level.name.lower()} {where}: {finding}{_times(times)}"
                for (finding, where), times in told.items()
            ),
        ),
        remedy=(
            *dict.fromkeys(finding.remedy for finding, _ in told),
            f"More: sunbird-mock explain {next(iter(rules))}.",
        ),
    )


def _findings(inbox: Inbox) -> Iterator[tuple[Finding, str]]:
    for delivery in inbox.deliveries:
        for finding in delivery.findings:
            yield finding, f"delivery {delivery.id}"
    for event in inbox.events:
        for finding in event.findings:
            yield finding, str(event.eid)


def _times(times: int) -> str:
    return f" ({times} times)" if times > 1 else ""


def _level(name: str) -> Level:
    try:
        return Level[name.upper()]
    except KeyError:
        known = ", ".join(level.name.lower() for level in Level)
        msg = f"level is {name!r}, which is none of {known}."
        raise ValueError(msg) from None


def _rule(name: str) -> Rule:
    from sunbird_telemetry.rules import RULES, rule_called

    if rule := rule_called(name):
        return rule
    msg = f"There is no rule {name!r}.{did_you_mean(name.lower(), RULES)}"
    raise ValueError(msg)
