"""
Inboxes with a time of their own.
"""

import pytest

from asking import NOW, Api, event


@pytest.fixture
def api():
    return Api()


HOUR_MS = 3_600_000


def test_only_its_inbox_goes_by_a_clock(api):
    """
    Whoever shares the server keeps the server's time.
    """
    api.mock.set_clock("mine", lambda: NOW + HOUR_MS)
    api.send(event(), inbox="mine")
    api.send(event(), inbox="other")

    received = [
        delivery.outcome.delivery.received
        for delivery in api.mock.journal.deliveries("mine", "other")
    ]

    assert [NOW + HOUR_MS, NOW] == received


def test_the_pipeline_forgets_by_it(api):
    """
    A mid is a duplicate within the hour, and none after it: contract/pipeline.md 9.
    """
    fates = []
    for later in (0, 1, HOUR_MS + 1):
        api.mock.set_clock("mine", lambda later=later: NOW + later)
        api.send(event(mid="same"), inbox="mine")
        fates.append(api.mock.journal.deliveries("mine")[-1].verdicts[0].fate)

    assert ["accepted", "duplicate", "accepted"] == fates


def test_a_reset_puts_it_back(api):
    """
    The inbox is as new.
    """
    api.mock.set_clock("mine", lambda: 0)
    api.ask("reset", "mine", method="POST")

    assert NOW == api.mock.now("mine")
