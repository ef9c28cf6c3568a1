"""
A memory of limited size.
"""

import pytest

from sunbird_telemetry.rules.memory import Memory


@pytest.fixture
def memory():
    memory = Memory(2)
    memory.put("a", 1)
    memory.put("b", 2)

    return memory


def test_the_oldest_goes_first(memory):
    """
    Beyond the limit the oldest is forgotten, and counted.
    """
    memory.put("c", 3)

    assert (None, (2, 3), 1) == (memory.get("a"), memory.values(), memory.forgotten)


@pytest.mark.parametrize(
    "refresh", [lambda m: m.touch("a"), lambda m: m.put("a", 1)], ids=["touched", "put"]
)
def test_what_was_put_in_or_touched_again_is_the_newest(memory, refresh):
    """
    Age counts from when a thing was heard of last.
    """
    refresh(memory)
    memory.put("c", 3)

    assert (1, 3) == memory.values()


def test_clearing_is_not_having_to_forget(memory):
    """
    What was cleared is gone, and does not count as forgotten.
    """
    memory.clear()

    assert ((), 0) == (memory.values(), memory.forgotten)
