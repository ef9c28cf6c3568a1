"""
What was heard of last, as far as there is room.
"""

import pytest

from sunbird_telemetry.lru import LRU


@pytest.fixture
def recent():
    recent = LRU(2)
    recent.put("a", 1)
    recent.put("b", 2)

    return recent


def test_the_oldest_goes_first(recent):
    """
    Beyond the limit the oldest is forgotten, and counted.
    """
    assert 1 == recent.put("c", 3)

    assert (None, (2, 3), 1) == (recent.get("a"), recent.values(), recent.evicted)


@pytest.mark.parametrize(
    "refresh", [lambda m: m.touch("a"), lambda m: m.put("a", 1)], ids=["touched", "put"]
)
def test_what_was_put_in_or_touched_again_is_the_newest(recent, refresh):
    """
    Age counts from when a thing was heard of last.
    """
    refresh(recent)
    recent.put("c", 3)

    assert (1, 3) == recent.values()


def test_what_is_taken_out_is_not_forgotten_for_want_of_room(recent):
    """
    A thing can be taken out, once.
    """
    assert (1, None) == (recent.pop("a"), recent.pop("a"))
    assert (False, True, 0) == ("a" in recent, "b" in recent, recent.evicted)


def test_clearing_is_not_having_to_forget(recent):
    """
    What was cleared is gone, and does not count as forgotten.
    """
    recent.clear()

    assert ((), 0) == (recent.values(), recent.evicted)
