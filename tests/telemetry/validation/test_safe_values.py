"""
Values that any validator can be trusted with.
"""

import pytest

from sunbird_telemetry.specification import schema
from sunbird_telemetry.validation.safe_values import is_safe, made_safe
from telemetry.strategies import nested


def test_ordinary_events_stay_as_they_are():
    """
    There is nothing to replace in them.
    """
    start = schema("START")["examples"][1]

    assert start == made_safe(start)


def test_what_is_deep_is_emptied():
    """
    Beyond the depth containers are kept, but empty.
    """
    assert {"a": [{}]} == made_safe({"a": [{"b": nested(9)}]}, depth=2)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (10**50, 2**63),
        (-(10**50), -(2**63)),
        (float("inf"), 2**63),
        (float("nan"), 0),
        ("a\ud800", "a?"),
        ({"\ud800": 1, 5: 2}, {"?": 1, "5": 2}),
        (True, True),
        (b"x", None),
    ],
)
def test_what_is_hard_to_convert_is_replaced(value, expected):
    """
    What converters refuse becomes something of the same type that they take.
    """
    assert expected == made_safe(value)


@pytest.mark.parametrize(
    "value", [{"a": "null", "b": ["null"]}, {"a": 2**64 - 1, "b": 1.5, "c": True}, ["\u2028"]]
)
def test_a_value_is_tame_if_nothing_in_it_is_hard(value):
    """
    Text, numbers, true and false in objects and lists are easy to convert.
    """
    assert is_safe(value)


@pytest.mark.parametrize(
    "value",
    [
        {"a": None},
        [None],
        [1, None],
        {"a": [float("inf")]},
        {"a": float("nan")},
        {"a": 2**64},
        {"a": "\ud800"},
        {"\ud800": 1},
        {5: 1},
        nested(300),
        type("Event", (dict,), {})(),
    ],
    ids=repr,
)
def test_a_value_is_not_tame_if_something_may_be_hard(value):
    """
    A null may have been a number that is none.
    """
    assert not is_safe(value)
