"""
Events whose edata is valid, and useless or not what it seems.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from pytest_sunbird.strategies.broken.recipe import any_of, told
from pytest_sunbird.strategies.edata import ITEM
from pytest_sunbird.strategies.values import EPOCH, texts, words
from sunbird_telemetry.specification.documented_values import VALUES

if TYPE_CHECKING:
    from pytest_sunbird.strategies.broken.recipe import Recipe, Recipes

__all__ = ["RECIPES"]

_TIMED = ("START", "END", "IMPRESSION", "INTERACT", "ASSESS")
_TIMES = st.integers(0, 2**40)

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


def _shared(**fixed: object) -> Recipe:
    items = st.lists(ITEM.objects(fixed), min_size=1, max_size=1)

    return told("SHARE", edata={"items": items})


RECIPES: Recipes = {
    "value-case": any_of(*(_in_another_case(*at, known) for at, known in _DOCUMENTED.items())),
    "value-undocumented": any_of(*(_undocumented(*at, known) for at, known in _DOCUMENTED.items())),
    "duration-epoch": told(*_TIMED, edata={"duration": st.integers(EPOCH, 2**53)}),
    "duration-negative": told(*_TIMED, edata={"duration": st.integers(-(2**53), -1)}),
    "score-out-of-range": told(
        "ASSESS", edata={"score": st.integers(2, 100) | st.integers(-100, -1) | st.just(1.0000001)}
    ),
    "summary-ends-before-start": told(
        "SUMMARY", edata={"starttime": _TIMES.map(lambda time: 2**40 + 1 + time), "endtime": _TIMES}
    ),
    "error-has-its-own-stream": told("ERROR"),
    "error-as-log": told("LOG", edata={"level": st.sampled_from(["ERROR", "FATAL"])}),
    "share-params-empty": _shared(params=[]),
    "share-without-items": told("SHARE", edata={"items": []}),
    "share-transfers-as-text": _shared(params=[{"transfers": "3"}]),
    "search-dialcodes-spelling": told(
        "SEARCH", edata={"filters": {"dialCodes": st.lists(words(), max_size=2)}}
    ),
    "share-params-missing": _shared(params=None),
}
