"""
Recipes for events that break one rule: functions from the time of receipt to a strategy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, Any, TypeAlias

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from pytest_sunbird.strategies.edata import EDATA
from pytest_sunbird.strategies.event import ACCEPTED, envelope
from pytest_sunbird.strategies.values import json_objects, numbers

if TYPE_CHECKING:
    from sunbird_telemetry.findings import Rule

__all__ = ["ANY", "NO_TEXT", "Recipe", "Recipes", "any_of", "as_shown", "told"]

Recipe: TypeAlias = Callable[[int], SearchStrategy[Any]]

#: Recipes by the names of the rules that they break.
Recipes: TypeAlias = Mapping[str, Recipe]

#: The types that are validated. LOG is not, and about ERROR there is always something to say.
ANY = tuple(eid for eid in ACCEPTED if eid not in {"LOG", "ERROR"})

# The type of an example that does not name one.
_LEAST = "START"

#: What is no text where one is wanted. Null is not among it: it counts as missing.
NO_TEXT: SearchStrategy[Any] = numbers() | st.booleans() | st.just([]) | json_objects()


def told(*eids: str, **fixed: Any) -> Recipe:
    """
    Good events of types *eids*, of any type unless given, but for what is *fixed*.
    """
    return lambda now: st.one_of([envelope(eid, now).objects(fixed) for eid in eids or ANY])


def any_of(*recipes: Recipe) -> Recipe:
    """
    Return a recipe that draws from one of *recipes*.
    """
    return lambda now: st.one_of([recipe(now) for recipe in recipes])


def as_shown(rule: Rule) -> Recipe:
    """
    Good events of the type in the wrong example of *rule*, with what that example shows.
    """
    shown = _event_in(rule.wrong)
    if not isinstance(shown, Mapping):
        return lambda _: st.builds(deepcopy, st.just(shown))
    eid = shown.get("eid", _LEAST if "edata" in shown else None)
    fixed = {name: value for name, value in shown.items() if name != "eid" or eid not in EDATA}

    return told(eid, **fixed) if eid in EDATA else told(**fixed)


def _event_in(example: Any) -> Any:
    """
    The event in an *example*, which may show a batch in a list.
    """
    match example:
        case [{"events": [event]}]:
            return event
        case _:
            return example
