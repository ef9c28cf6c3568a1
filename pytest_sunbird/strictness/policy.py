"""
The policy of a test's strictness: ``@pytest.mark.sunbird(allow=[...], fail_on="...")``.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from pytest_sunbird.fixture.allowance import allowed
from pytest_sunbird.options import LEVELS
from sunbird_telemetry.finding import Level
from sunbird_telemetry.suggestion import did_you_mean

if TYPE_CHECKING:
    import pytest

    from pytest_sunbird.options import Settings

__all__ = ["Mark", "StrictnessPolicy", "policy_of"]

_NAMES = ("allow", "fail_on")


@dataclass(frozen=True, slots=True)
class Mark:
    """
    One marker, checked.

    Attributes:
        allow: Rules and fates that are no reason to fail.

        fail_on: From which level on a finding is one; None where the marker does not say.
    """

    allow: tuple[str, ...] = ()
    fail_on: str | None = None

    @classmethod
    def of(cls, mark: pytest.Mark) -> Mark:
        """
        Return *mark*, checked.

        Raises:
            ValueError: It says something that no such marker can say.
        """
        if mark.args:
            raise ValueError(_mistake(f"takes {mark.args[0]!r} by name only: allow=[...]"))
        for name in mark.kwargs:
            if name not in _NAMES:
                raise ValueError(_mistake(f"has no {name!r}.{did_you_mean(name, _NAMES)}"))

        return cls(_names(mark.kwargs.get("allow", ())), _level(mark.kwargs.get("fail_on")))


@dataclass(frozen=True, slots=True)
class StrictnessPolicy:
    """
    The level and the allowances that decide which findings fail a test.

    Attributes:
        fail_on: From which level on a finding is one; None where none is.

        allow: Rules, by name, and fates that are none.
    """

    fail_on: Level | None
    allow: frozenset[str]


def policy_of(node: pytest.Item | pytest.Collector, settings: Settings) -> StrictnessPolicy:
    """
    Return the policy of *node*: *settings*, changed by its markers and those of its parents.

    Raises:
        ValueError: One of them says something that no such marker can say, or there is no such
            rule or fate.
    """
    marks = [Mark.of(mark) for mark in node.iter_markers("sunbird")]
    fail_on = next((mark.fail_on for mark in marks if mark.fail_on), settings.fail_on)
    allow = _everywhere(settings) | allowed(chain(*(mark.allow for mark in marks)))

    return StrictnessPolicy(None if fail_on == "none" else Level[fail_on.upper()], allow)


def _everywhere(settings: Settings) -> frozenset[str]:
    try:
        return allowed(settings.allow)
    except ValueError as error:  # which no source of a test shows
        raise ValueError(f"sunbird_allow, in the configuration: {error}") from None


def _names(given: Any) -> tuple[str, ...]:
    is_list = isinstance(given, (list, tuple, set, frozenset))
    if not is_list or not all(isinstance(name, str) for name in given):
        raise ValueError(_mistake(f"wants a list of names as allow, not {given!r}"))

    return tuple(given)


def _level(given: Any) -> str | None:
    if given is None or given in LEVELS:
        return str(given) if given else None

    hint = did_you_mean(str(given), LEVELS)
    known = ", ".join(LEVELS)
    raise ValueError(_mistake(f"has {given!r} as fail_on, but the levels are {known}.{hint}"))


def _mistake(what: str) -> str:
    return f"@pytest.mark.sunbird {what}"
