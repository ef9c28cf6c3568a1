"""
Events with exactly one thing wrong, each labelled with the rule that it breaks.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from pytest_sunbird.strategies.broken import edata, envelope, fates, privacy, shape
from pytest_sunbird.strategies.broken.recipe import as_shown
from pytest_sunbird.strategies.event import now_ms
from pytest_sunbird.strategies.exceptions import UnbreakableRuleError, UnknownRuleError
from sunbird_telemetry.findings import RULES, Scope, rule_called

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy

    from pytest_sunbird.strategies.broken.recipe import Recipes
    from sunbird_telemetry.findings import Rule

__all__ = ["RECIPES", "UNBREAKABLE", "broken_events"]

# For rules whose wrong example would break another as well, or depends on the time of receipt, and
# for those that are broken in many ways.
_OWN: Recipes = {
    **shape.RECIPES,
    **envelope.RECIPES,
    **edata.RECIPES,
    **fates.RECIPES,
    **privacy.RECIPES,
}

_BEYOND_ONE_EVENT = {
    Scope.BATCH: "it is about a batch",
    Scope.SESSION: "it is about the events of a session",
    Scope.DELIVERY: "it is about deliveries",
    Scope.PLAN: "it is about everything that was sent, compared with a plan",
}
_BEYOND_THE_DEFAULTS = {
    "invalid-event": "it takes a schema of the deployment's own",
    "altered-answers": "it takes a deployment that has questions of registration",
    "unindexed-type": "it takes an event type of the deployment's own",
    "more-findings": "it takes more mistakes than one",
}

#: Why no event by itself breaks the other rules, under the default settings.
UNBREAKABLE: Mapping[str, str] = {
    **{
        rule.name: _BEYOND_ONE_EVENT[rule.scope]
        for rule in RULES.values()
        if rule.scope is not Scope.EVENT
    },
    **{
        rule.replaces: f"it is reported as {rule.name}, which follows from it"
        for rule in RULES.values()
        if rule.replaces
    },
    **_BEYOND_THE_DEFAULTS,
}

#: How to break each of the others: as its wrong example does, unless it has a recipe of its own.
RECIPES: Recipes = {
    rule.name: _OWN.get(rule.name) or as_shown(rule)
    for rule in RULES.values()
    if rule.name not in UNBREAKABLE
}


def broken_events(
    rule: str | None = None, *, now: int | None = None
) -> SearchStrategy[tuple[Any, str]]:
    """
    Pairs of an event with exactly one thing wrong and the name of the rule that says so.

    Nothing else is said about the event at level warning or above but what becomes of it: a rule
    of the fates, such as ``failed-validation``, beside the rule that says why. Under
    ``event-not-object`` the event is no dict.

    Args:
        rule: The rule to break, by name or id; all unless given.

        now: When the event is received, in ms since the epoch. Default: the time of this call.

    Raises:
        UnknownRuleError: There is no such rule.

        UnbreakableRuleError: It takes more than one event to break it.
    """
    now = now_ms() if now is None else now
    if rule is not None:
        return _breaking(_breakable(rule).name, now)

    return st.sampled_from([*RECIPES]).flatmap(lambda name: _breaking(name, now))


def _breakable(name: str) -> Rule:
    rule = rule_called(name)
    if rule is None:
        raise UnknownRuleError(name)
    if rule.name in UNBREAKABLE:
        raise UnbreakableRuleError(rule.name, UNBREAKABLE[rule.name])

    return rule


@lru_cache(maxsize=256)  # what was built once is validated once
def _breaking(name: str, now: int) -> SearchStrategy[tuple[Any, str]]:
    return st.tuples(RECIPES[name](now), st.just(name))
