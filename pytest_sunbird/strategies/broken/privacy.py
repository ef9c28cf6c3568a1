"""
Events with personal data or secrets in free text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from pytest_sunbird.strategies.broken.recipe import any_of, told

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from pytest_sunbird.strategies.broken.recipe import Recipe, Recipes

__all__ = ["RECIPES"]

_LETTERS = st.text("abcdefghij", min_size=1, max_size=8)
_ADDRESSES = st.builds("{}@{}.org".format, _LETTERS, _LETTERS)
_NUMBERS = st.integers(6_000_000_000, 9_999_999_999)
_PHONES = _NUMBERS.map(str) | _NUMBERS.map("+91 {}".format)
_TOKENS = st.text("abcdefghij", min_size=12, max_size=24).map("Bearer {}".format)


def _written(text: SearchStrategy[str]) -> Recipe:
    said = st.builds("{} {}".format, _LETTERS, text) | text

    return any_of(
        told("SEARCH", edata={"query": said}),
        told("LOG", edata={"message": said}),
        told("EXDATA", edata={"data": said}),
        told("INTERACT", edata={"extra": {"values": st.lists(said, min_size=1, max_size=1)}}),
    )


RECIPES: Recipes = {
    "email-in-text": _written(_ADDRESSES),
    "phone-in-text": _written(_PHONES),
    "token-in-text": _written(_TOKENS),
}
