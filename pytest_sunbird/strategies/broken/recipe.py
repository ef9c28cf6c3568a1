"""
Recipes for events that break one rule: functions from the time of receipt to a strategy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from pytest_sunbird.strategies.event import ACCEPTED, envelope
from pytest_sunbird.strategies.values import json_objects, numbers

__all__ = ["ANY", "NO_TEXT", "Recipe", "Recipes", "any_of", "told"]

Recipe: TypeAlias = Callable[[int], SearchStrategy[Any]]

#: Recipes by the names of the rules that they break.
Recipes: TypeAlias = Mapping[str, Recipe]

#: The types that are validated. LOG is not, and about ERROR there is always something to say.
ANY = tuple(eid for eid in ACCEPTED if eid not in {"LOG", "ERROR"})

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
