"""
The leaves of a JSON value, each with its pointer.
"""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import MOST, growth
from sunbird_telemetry.jsonvalues.leaves import leaves
from sunbird_telemetry.jsonvalues.node import read
from sunbird_telemetry.jsonvalues.pointer import value_at_pointer

VALUES = st.recursive(
    st.booleans(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("a~/"), inner),
)
LONG = "n" * 600


def wanted(value):
    return value is True


def found(value):
    return [pointer for pointer, _ in leaves(value, wanted)]


def every(value, pointer=""):
    """
    The pointers to all that is wanted in *value*.
    """
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from every(inner, f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from every(inner, f"{pointer}/{index}")
    elif wanted(value):
        yield pointer


class TestLeaves:
    @given(VALUES)
    def test_come_in_the_order_of_the_document(self, value):
        """
        Each with its pointer.
        """
        assert [*every(value)] == found(value)

    @pytest.mark.parametrize(
        ("value", "pointers"),
        [
            ({LONG: [True, True]}, [f"/{LONG}/0"]),
            ([{LONG: True}, {LONG: True}], [f"/0/{LONG}", f"/1/{LONG}"]),
            ({"a": True, LONG: [True, True], "b": True}, ["/a", f"/{LONG}/0", "/b"]),
        ],
    )
    def test_below_a_long_name_are_represented_by_the_first(self, value, pointers):
        """
        What a short pointer reaches is named in any case.
        """
        assert pointers == found(value)

    def test_below_many_levels_are_represented_by_the_first(self):
        """
        Whatever the depth, the pointer leads there.
        """
        value = [True]
        for _ in range(2000):
            value = [True, value]
        pointers = found(value)

        assert 250 < len(pointers) < 600
        assert all(value_at_pointer(value, pointer) for pointer in pointers)


@pytest.mark.parametrize(
    "text",
    [
        lambda size: "[1e999," * (size // 8) + "1" + "]" * (size // 8),
        lambda size: "[9007199254740993," * (size // 19) + "1" + "]" * (size // 19),
        lambda size: f'{{"{"n" * (size // 2)}":[{"1e999," * (size // 12)}1]}}',
        lambda size: f"[{'1e999,' * (size // 6)}1]",
        lambda size: "[" * (size // 2) + "1e999" + "]" * (size // 2),
    ],
    ids=["at every level", "long integers", "below a long name", "side by side", "deep inside"],
)
def test_lost_digits_are_located_in_linear_time(text):
    """
    Wherever the numbers are that Node cannot hold.
    """
    assert growth(lambda size: partial(_located, text(size))) <= MOST


def _located(text):
    _, lost = read(text)

    assert [*lost]
