"""
Events whose time, ids, context, actor or object are valid, and not what they should be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from pytest_sunbird.strategies.broken.recipe import any_of, told
from pytest_sunbird.strategies.event import OLDEST_MS
from pytest_sunbird.strategies.values import texts

if TYPE_CHECKING:
    from pytest_sunbird.strategies.broken.recipe import Recipes

__all__ = ["RECIPES"]

_AGES = st.integers(0, OLDEST_MS)

RECIPES: Recipes = {
    "ets-in-seconds": lambda now: told(ets=_AGES.map(lambda age: (now - age) // 1000))(now),
    "ets-in-microseconds": lambda now: told(ets=_AGES.map(lambda age: (now - age) * 1000))(now),
    "did-missing": any_of(told(context={"did": None}), told(context={"did": ""})),
    "object-incomplete": any_of(
        *(told(object={name: value}) for name in ("id", "type") for value in (None, ""))
    ),
    "details-of-your-own": any_of(
        *(
            told(**{name: {"state": texts()}})
            for name in ("userdata", "devicedata", "derivedlocationdata")
        ),
        *(told(**{name: {}}) for name in ("contentdata", "collectiondata", "dialcodedata")),
    ),
}
