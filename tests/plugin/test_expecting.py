"""
Expectations: what they return, what they wait for, and when they fail.
"""

import threading
import time

import pytest

from pytest_sunbird import TelemetryMismatch

# A wait that is satisfied ends long before this, in s.
LONG = 30


@pytest.fixture
def later():
    """
    Does something in another thread, once the test waits.
    """
    timers = []

    def do(call, *args, after=0.05):
        timers.append(threading.Timer(after, call, args))
        timers[-1].start()

    yield do
    for timer in timers:
        timer.join()


def mids(events):
    return [event.mid for event in events]


@pytest.mark.parametrize(
    ("call", "wanted", "name"),
    [
        ("expect", ("END",), "timeout"),
        ("wait_for", (bool,), "timeout"),
        ("expect_none", ("END",), "within"),
        ("expect_count", (1, "END"), "timeout"),
        ("expect_count", (1, "END"), "within"),
        ("expect_sequence", ("END",), "timeout"),
        ("wait_until_idle", (), "timeout"),
        ("wait_until_idle", (), "quiet"),
    ],
)
def test_times_are_numbers(sunbird, call, wanted, name):
    """
    A time that is none is told by its name, whichever expectation has it.
    """
    with pytest.raises(TypeError) as caught:
        getattr(sunbird, call)(*wanted, **{name: "0.1"})

    assert f"{name} is '0.1': give a number of seconds, e.g. 5 or 0.5." == str(caught.value)


class TestExpect:
    def test_waits_as_long_as_the_inbox_says(self, sunbird, later, sender):
        """
        Without a timeout of its own a wait takes that of the inbox.
        """
        sunbird.timeout = LONG
        later(sender.send, sender.event("END"))

        assert "END" == sunbird.expect("END").eid

    def test_does_not_mind_a_reset(self, sunbird, later, sender):
        """
        A wait goes on across a reset, and what came before it does not count.
        """

        def reset_and_send():
            sunbird.reset()
            sender.send(sender.event("END"))

        later(reset_and_send)

        assert 1 == len(sunbird.expect_count(1, "END", timeout=LONG, within=0))

    def test_looks_at_each_delivery_once(self, sunbird, sender, monkeypatch):
        """
        A wait costs as much as what arrives during it, not its square.
        """
        looked = []
        sender.send([sender.event("START") for _ in range(3)])
        senders = (sender.send(sender.event("START")) for _ in range(5))
        monkeypatch.setattr(sunbird.journal, "await_beyond", lambda *_, **__: next(senders, None))

        with pytest.raises(TelemetryMismatch):
            sunbird.wait_for(lambda event: looked.append(event.seq), timeout=0.1)

        assert len(looked[:8]) == len(set(looked[:8])) == 8


class TestWaitFor:
    def test_takes_any_question_about_an_event(self, sunbird, sender):
        """
        The predicate sees the event with its fate.
        """
        sender.send([sender.event("START"), sender.event("END", edata={"type": None})])

        assert "END" == sunbird.wait_for(lambda event: event.fate.dropped).eid


class TestExpectNone:
    def test_is_content_when_nothing_comes(self, sunbird, sender):
        """
        Events of other types or with other fields do no harm.
        """
        sender.send([sender.event("START"), sender.event("INTERACT")])

        sunbird.expect_none("INTERACT", edata={"id": "other"}, within=0)

    def test_sees_what_comes_within_its_time(self, sunbird, sender, later):
        """
        An event that is late by less than *within* is noticed, as soon as it is there.
        """
        later(sender.send, sender.event("INTERACT"))
        began = time.monotonic()

        with pytest.raises(TelemetryMismatch):
            sunbird.expect_none("INTERACT", within=LONG)
        assert time.monotonic() - began < LONG / 2


class TestExpectCount:
    def test_returns_the_events_that_it_counted(self, sunbird, sender):
        """
        Other events are not counted.
        """
        sender.send([sender.event("START"), sender.event("INTERACT"), sender.event("INTERACT")])

        assert ["INTERACT:2", "INTERACT:3"] == mids(sunbird.expect_count(2, "INTERACT", within=0))

    def test_waits_for_the_last(self, sunbird, sender, later):
        """
        Two are two, although one of them is late.
        """
        sender.send(sender.event("INTERACT"))
        later(sender.send, sender.event("INTERACT"))

        assert 2 == len(sunbird.expect_count(2, "INTERACT", timeout=LONG, within=0))

    def test_notices_one_too_many_that_comes_late(self, sunbird, sender, later):
        """
        Two are not one, although the second is late.
        """
        sender.send(sender.event("INTERACT"))
        later(sender.send, sender.event("INTERACT"))

        with pytest.raises(TelemetryMismatch, match="wanted 1 INTERACT"):
            sunbird.expect_count(1, "INTERACT", within=LONG)

    def test_none_is_a_number(self, sunbird):
        """
        Nothing is expected zero times.
        """
        assert [] == sunbird.expect_count(0, "END", within=0)

    def test_the_number_comes_first(self, sunbird):
        """
        Who mixes the two up is told.
        """
        with pytest.raises(TypeError, match="'END' is not a number of events"):
            sunbird.expect_count("END", 2, timeout=0)


class TestExpectSequence:
    def test_takes_no_list(self, sunbird):
        """
        Items are given one by one, and who gives a list is told.
        """
        with pytest.raises(TypeError, match="one by one, not as a list"):
            sunbird.expect_sequence(["START", "END"], timeout=0)

    def test_of_nothing_is_no_sequence(self, sunbird):
        """
        What expects nothing must not pass.
        """
        with pytest.raises(TypeError, match=r"expect_sequence\(\) without items expects nothing"):
            sunbird.expect_sequence()

    def test_others_may_stand_between(self, sunbird, sender):
        """
        The items are found in their order, across batches.
        """
        sender.send([sender.event("START"), sender.event("LOG"), sender.event("IMPRESSION")])
        sender.send([sender.event("LOG"), sender.event("END")])

        found = sunbird.expect_sequence(
            "START", {"eid": "IMPRESSION", "edata": {"pageid": "home"}}, "END"
        )

        assert ["START:1", "IMPRESSION:3", "END:6"] == mids(found)

    def test_one_event_is_no_two_items(self, sunbird, sender):
        """
        The same item twice wants two events.
        """
        sender.send(sender.event("START"))

        with pytest.raises(TelemetryMismatch):
            sunbird.expect_sequence("START", "START", timeout=0)

    def test_waits_for_the_end(self, sunbird, sender, later):
        """
        What is there counts, and what follows.
        """
        sender.send(sender.event("START"))
        later(sender.send, sender.event("END"))

        assert 2 == len(sunbird.expect_sequence("START", "END", timeout=LONG))


class TestWaitUntilIdle:
    def test_ends_when_nothing_comes_for_a_while(self, sunbird, sender, later):
        """
        Each delivery starts the quiet time anew.
        """
        for number in range(3):
            later(sender.send, sender.event("LOG"), after=number / 20)

        sunbird.wait_until_idle(quiet=0.5, timeout=LONG)

        assert 3 == len(sunbird.events)

    def test_fails_when_it_never_ends(self, sunbird, sender, monkeypatch):
        """
        An app that goes on sending is not idle.
        """
        monkeypatch.setattr(
            sunbird.journal, "await_beyond", lambda *_, **__: sender.send(sender.event("LOG"))
        )

        with pytest.raises(TelemetryMismatch, match=r"not idle for 0\.1 s within 0\.2 s"):
            sunbird.wait_until_idle(quiet=0.1, timeout=0.2)
