"""
Errors in the arguments of strategies, as one tree.

* LookupError
  - UnknownEventTypeError
  - UnknownProfileError
  - UnknownRuleError
  - UnbreakableRuleError
"""

from __future__ import annotations

from sunbird_mockserver.deployments.profiles import PROFILES
from sunbird_telemetry.findings import RULES
from sunbird_telemetry.specification.names import EVENT_TYPES
from sunbird_telemetry.suggestion import did_you_mean

__all__ = [
    "UnbreakableRuleError",
    "UnknownEventTypeError",
    "UnknownProfileError",
    "UnknownRuleError",
]


class UnknownEventTypeError(LookupError):
    """
    An eid that telemetry does not know.

    Attributes:
        eid: The eid in question.
    """

    def __init__(self, eid: str) -> None:
        super().__init__(eid)
        self.eid = eid

    def __str__(self) -> str:
        use = f"Use one of {', '.join(EVENT_TYPES)}."
        hint = did_you_mean(self.eid.upper(), EVENT_TYPES, otherwise=use)

        return f"{self.eid!r} is not an event type of telemetry.{hint}"


class UnknownProfileError(LookupError):
    """
    A profile that no gateway has.

    Attributes:
        profile: The name in question.
    """

    def __init__(self, profile: str) -> None:
        super().__init__(profile)
        self.profile = profile

    def __str__(self) -> str:
        hint = did_you_mean(self.profile, PROFILES, otherwise=f"Use one of {', '.join(PROFILES)}.")

        return f"{self.profile!r} is not a profile of a gateway.{hint}"


class UnknownRuleError(LookupError):
    """
    A rule that there is none of.

    Attributes:
        rule: The name or id in question.
    """

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule

    def __str__(self) -> str:
        hint = did_you_mean(self.rule.lower(), RULES, otherwise="docs/rules.md lists all.")

        return f"There is no rule {self.rule!r}.{hint}"


class UnbreakableRuleError(LookupError):
    """
    A rule that no event breaks by itself.

    Attributes:
        rule: Its name.

        why: What it takes.
    """

    def __init__(self, rule: str, why: str) -> None:
        super().__init__(rule, why)
        self.rule = rule
        self.why = why

    def __str__(self) -> str:
        return (
            f"No event by itself breaks the rule {self.rule!r}: {self.why}. Break it with what you "
            f"do with good events; `sunbird-mock explain {self.rule}` shows an example."
        )
