"""
What the pipeline of each inbox remembers.
"""

import threading

import pytest

from sunbird_mockserver.judging.pipelines import PipelineStates
from sunbird_mockserver.settings import Settings
from sunbird_telemetry.pipeline import DEFAULTS


@pytest.fixture
def memory():
    return PipelineStates(Settings(), DEFAULTS, limit=2)


def state_of(memory, inbox):
    with memory.locked(inbox) as remembered:
        return remembered.state


def test_an_inbox_keeps_its_memory(memory):
    """
    The next delivery finds what the one before left, and only in its own inbox.
    """
    state = state_of(memory, "a")

    assert state is state_of(memory, "a")
    assert state is not state_of(memory, "b")


def test_the_inboxes_that_were_used_last_are_remembered(memory):
    """
    However many names somebody makes up, the server remembers so many and no more.
    """
    state = state_of(memory, "a")
    for inbox in ("b", "a", "c"):
        state_of(memory, inbox)

    assert [True, False, True] == [inbox in memory for inbox in "abc"]
    assert state is state_of(memory, "a")


def test_a_forgotten_inbox_begins_anew(memory):
    """
    What was forgotten does not come back.
    """
    state = state_of(memory, "a")
    with memory.locked("a"):
        memory.forget("a")

    assert state is not state_of(memory, "a")


def test_one_delivery_at_a_time(memory):
    """
    Turns of one inbox never overlap, whatever is forgotten in between.
    """
    inside, most = [], []

    def take_turns():
        for _ in range(50):
            with memory.locked("a"):
                inside.append(1)
                most.append(len(inside))
                memory.forget("a")
                inside.pop()

    threads = [threading.Thread(target=take_turns) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [1] * 200 == most
