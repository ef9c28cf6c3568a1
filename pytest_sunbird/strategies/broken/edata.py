"""
Events whose edata is valid, and useless or not what it seems.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from pytest_sunbird.strategies.broken.recipe import any_of, told
from pytest_sunbird.strategies.edata import ITEM
from pytest_sunbird.strategies.values import texts
from sunbird_telemetry.specification.documented_values import VALUES

if TYPE_CHECKING:
    from pytest_sunbird.strategies.broken.recipe import Recipe, Recipes

__all__ = ["RECIPES"]

_WITH_OBJ = ITEM.objects({"obj": {"id": texts()}})

# The types about which there is something to say anyway are left out.
_DOCUMENTED = {
    (eid, place.rpartition("/")[2]): values
    for (eid, place), values in VALUES.items()
    if eid not in {"ERROR", "INTERRUPT"}
}


def _in_another_case(eid: str, name: str, values: tuple[str, ...]) -> Recipe:
    spelled = [each.swapcase() for each in values] + [each.capitalize() for each in values]

    return told(
        eid, edata={name: st.sampled_from([each for each in spelled if each not in values])}
    )


def _undocumented(eid: str, name: str, values: tuple[str, ...]) -> Recipe:
    known = {each.lower() for each in values}

    return told(eid, edata={name: texts().filter(lambda text: text.lower() not in known)})


RECIPES: Recipes = {
    "value-case": any_of(*(_in_another_case(*at, known) for at, known in _DOCUMENTED.items())),
    "value-undocumented": any_of(*(_undocumented(*at, known) for at, known in _DOCUMENTED.items())),
    "share-item-obj": told("SHARE", edata={"items": st.lists(_WITH_OBJ, min_size=1, max_size=1)}),
}
