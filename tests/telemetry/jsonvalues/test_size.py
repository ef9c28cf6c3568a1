"""
How much there is in a value.
"""

import pytest

from sunbird_telemetry.jsonvalues.size import holds_fewer


@pytest.mark.parametrize(
    ("value", "fewer"),
    [
        ([1, 2, 3], True),
        ([1, 2, 3, 4], False),
        ({"a": [1, 2], "b": {"c": 1, "d": 2}}, False),
        ({"a": [1, 2], "b": {"c": 1}}, True),
        ([[[[[1]]]]], True),
    ],
)
def test_items_and_members_that_follow_others_are_counted(value, fewer):
    """
    At all levels together.
    """
    assert fewer == holds_fewer(value, 3)


@pytest.mark.parametrize("value", ["a,b,c,d", 2**64, ["\ud800"], float])
def test_what_cannot_be_counted_may_hold_many(value):
    """
    Nobody may rely on a no.
    """
    assert not holds_fewer(value, 3)
