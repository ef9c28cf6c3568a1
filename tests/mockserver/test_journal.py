"""
The journal: order, numbers, bounds, inboxes, waiting, threads.
"""

import threading
from contextlib import ExitStack
from dataclasses import replace
from itertools import pairwise

import pytest

from sunbird_mockserver.delivery import Delivery, Reply
from sunbird_mockserver.journal.journal import Forgotten, Journal
from sunbird_mockserver.journal.record import Outcome
from sunbird_telemetry.pipeline import BatchVerdict, Fate, Verdict

ACCEPTED = Verdict(Fate.ACCEPTED)
PLENTY = 2**30


def outcome(events=1, *, inbox="default", body=b"", reply=b""):
    verdict = BatchVerdict(Fate.ACCEPTED, None, (), None, (ACCEPTED,) * events)
    return Outcome(
        Delivery("POST", "/", "", {}, body, inbox), Reply(200, (), reply), verdict=verdict
    )


def ids(journal, *inboxes, after=0):
    return [delivery.id for delivery in journal.deliveries(*inboxes or ["default"], after=after)]


@pytest.fixture
def journal():
    return Journal(max_events=PLENTY, max_bytes=PLENTY)


class TestNumbers:
    def test_deliveries_are_numbered_from_one(self, journal):
        """
        The first delivery of a server has the id 1.
        """
        assert [1, 2] == [journal.record(outcome()).id for _ in range(2)]

    def test_events_are_numbered_across_deliveries(self, journal):
        """
        A batch of three events takes three numbers.
        """
        spans = [(each.first_seq, each.last_seq) for each in map(journal.record, _sizes(3, 0, 2))]

        assert [(1, 3), (4, 3), (4, 5)] == spans

    def test_inboxes_share_the_numbers(self, journal):
        """
        Ids and seqs belong to the server, not to an inbox.
        """
        first, second = journal.record(outcome(inbox="a")), journal.record(outcome(inbox="b"))

        assert (1, 2) == (first.id, second.id)
        assert (1, 2) == (first.first_seq, second.first_seq)

    def test_a_reset_gives_no_number_twice(self, journal):
        """
        Numbers go on after a reset.
        """
        journal.record(outcome(events=2))
        journal.reset("default")
        delivery = journal.record(outcome())

        assert (2, 3) == (delivery.id, delivery.first_seq)


class TestDeliveries:
    def test_of_one_inbox_are_in_order(self, journal):
        """
        What came first stands first.
        """
        for _ in range(3):
            journal.record(outcome())

        assert [1, 2, 3] == ids(journal)

    def test_of_several_inboxes_are_in_order(self, journal):
        """
        Deliveries of several inboxes are merged by arrival.
        """
        for inbox in "abcab":
            journal.record(outcome(inbox=inbox))

        assert [1, 2, 4, 5] == ids(journal, "b", "a")

    def test_after_an_id_only_later_ones(self, journal):
        """
        Who has seen a delivery can ask for what came after it.
        """
        for inbox in "abab":
            journal.record(outcome(inbox=inbox))

        assert [3, 4] == ids(journal, "a", "b", after=2)
        assert [4] == ids(journal, "b", after=3)

    def test_of_an_unknown_inbox_are_none(self, journal):
        """
        An inbox exists when something arrives in it, and asking makes none.
        """
        assert () == journal.deliveries("nobody")
        assert () == journal.inboxes()

    def test_are_a_snapshot(self, journal):
        """
        Later arrivals do not change what was handed out.
        """
        journal.record(outcome())
        before = journal.deliveries("default")
        journal.record(outcome())
        journal.reset("default")

        assert [1] == [delivery.id for delivery in before]


class TestBounds:
    def test_beyond_max_events_the_oldest_go(self):
        """
        The journal keeps at most as many events as it is told.
        """
        journal = Journal(max_events=5, max_bytes=PLENTY)
        for kept in _sizes(2, 2, 2):
            journal.record(kept)

        assert [2, 3] == ids(journal)

    def test_exactly_max_events_are_kept(self):
        """
        A full journal is not too full.
        """
        journal = Journal(max_events=4, max_bytes=PLENTY)
        for kept in _sizes(2, 2):
            journal.record(kept)

        assert [1, 2] == ids(journal)

    def test_beyond_max_bytes_the_oldest_go(self):
        """
        The journal keeps at most as many bytes as it is told.
        """
        large = outcome(body=b"x" * 10_000)
        journal = Journal(max_events=PLENTY, max_bytes=2 * large.weight)
        for _ in range(3):
            journal.record(large)

        assert [2, 3] == ids(journal)

    @pytest.mark.parametrize("part", ["headers", "path", "query", "reply", "upstream_headers"])
    def test_long_texts_around_a_body_take_room_too(self, part):
        """
        A head may be as large as a body.
        """
        long, plain = "x" * 50_000, outcome(events=0)
        changes = {"headers": {"x-long": long}, "path": f"/{long}", "query": long}
        if part in changes:
            large = replace(plain, delivery=replace(plain.delivery, **{part: changes[part]}))
        elif part == "reply":
            large = replace(plain, reply=replace(plain.reply, headers=(("X-Long", long),)))
        else:
            large = replace(plain, upstream_headers={"X-Long": long})

        assert 50_000 <= large.weight - plain.weight

    def test_deliveries_without_body_and_events_take_room_too(self):
        """
        Requests that carry nothing cannot fill the memory either.
        """
        journal = Journal(max_events=PLENTY, max_bytes=100_000)
        for _ in range(1000):
            journal.record(outcome(events=0))

        assert 100_000 // outcome(events=0).weight == len(journal.deliveries("default"))

    def test_one_delivery_beyond_all_bounds_stays_until_the_next(self):
        """
        The newest delivery is there, however large it is.
        """
        journal = Journal(max_events=1, max_bytes=1)
        journal.record(outcome(events=9, body=b"xx"))
        alone = ids(journal)
        journal.record(outcome())

        assert [1] == alone
        assert [2] == ids(journal)

    def test_the_oldest_of_all_inboxes_goes(self):
        """
        Room is shared: a busy inbox can push out what a quiet one holds.
        """
        journal = Journal(max_events=3, max_bytes=PLENTY)
        for inbox in "quiet", "busy", "busy", "busy":
            journal.record(outcome(inbox=inbox))

        assert [] == ids(journal, "quiet")
        assert ("busy",) == journal.inboxes()

    def test_what_had_to_go_is_counted_by_inbox(self):
        """
        Nothing is forgotten in silence.
        """
        journal = Journal(max_events=2, max_bytes=PLENTY)
        for inbox in "abab":
            journal.record(outcome(events=2, inbox=inbox))

        assert Forgotten(2, 4) == journal.forgotten("a")
        assert Forgotten(1, 2) == journal.forgotten("b")
        assert Forgotten(3, 6) == journal.forgotten("a", "b", "c")

    def test_counts_are_kept_of_so_many_inboxes(self, monkeypatch):
        """
        Made-up names do not fill the memory: what was counted first is forgotten first.
        """
        monkeypatch.setattr("sunbird_mockserver.journal.journal._NAMES", 2)
        journal = Journal(max_events=1, max_bytes=PLENTY)
        for inbox in "abcd":
            journal.record(outcome(inbox=inbox))

        assert [0, 1, 1, 0] == [journal.forgotten(inbox).deliveries for inbox in "abcd"]

    def test_a_reset_makes_room(self):
        """
        What was reset counts no more.
        """
        journal = Journal(max_events=2, max_bytes=PLENTY)
        for _ in range(2):
            journal.record(outcome(events=2, inbox="a", body=b"x"))
            journal.reset("a")
        for _ in range(2):
            journal.record(outcome(inbox="b"))

        assert [3, 4] == ids(journal, "b")
        assert Forgotten() == journal.forgotten("a", "b")


class TestReset:
    def test_leaves_other_inboxes_alone(self, journal):
        """
        A reset empties one inbox.
        """
        for inbox in "aba":
            journal.record(outcome(inbox=inbox))
        journal.reset("a")

        assert [2] == ids(journal, "a", "b")

    def test_forgets_what_was_forgotten(self):
        """
        After a reset the inbox is as new.
        """
        journal = Journal(max_events=1, max_bytes=PLENTY)
        for _ in range(2):
            journal.record(outcome())
        journal.reset("default")

        assert Forgotten() == journal.forgotten("default")

    def test_of_an_empty_inbox_is_allowed(self, journal):
        """
        A test may reset before anything arrived.
        """
        journal.reset("nobody")

        assert () == journal.inboxes()


class TestAwaiting:
    def test_ends_at_once_for_what_is_there(self, journal):
        """
        What arrived before counts.
        """
        journal.record(outcome())

        assert journal.await_beyond("default", after=0, timeout=0)

    def test_ends_when_time_is_up(self, journal):
        """
        Nothing came: the answer is no.
        """
        journal.record(outcome())

        assert not journal.await_beyond("default", after=1, timeout=0.01)

    def test_does_not_end_for_other_inboxes(self, journal):
        """
        Who waits for an inbox is not disturbed by another one.
        """
        journal.record(outcome(inbox="other"))

        assert not journal.await_beyond("default", after=0, timeout=0.01)

    def test_ends_when_something_arrives(self, journal):
        """
        A wait ends with the arrival, not with the time.
        """
        threading.Timer(0.01, journal.record, [outcome(inbox="b")]).start()

        assert journal.await_beyond("a", "b", after=0, timeout=10)

    def test_wakes_everybody(self, journal):
        """
        One arrival ends all waits that wait for it.
        """
        ended = []
        threads = [
            threading.Thread(
                target=lambda: ended.append(journal.await_beyond("default", after=0, timeout=10))
            )
            for _ in range(20)
        ]
        for thread in threads:
            thread.start()
        journal.record(outcome())
        for thread in threads:
            thread.join(10)

        assert [True] * 20 == ended


@pytest.mark.parametrize("max_events", [PLENTY, 500])
def test_threads_lose_nothing(max_events):
    """
    Whoever records at the same time: each delivery has a number of its own, in order, and what is
    not held any more was counted.
    """
    journal = Journal(max_events=max_events, max_bytes=PLENTY)
    start = threading.Barrier(8)

    def record():
        start.wait(10)
        for n in range(200):
            journal.record(outcome(events=n % 3, inbox="ab"[n % 2]))

    threads = [threading.Thread(target=record) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    held = journal.deliveries("a", "b")
    forgotten = journal.forgotten("a", "b")

    assert 8 * 200 == len(held) + forgotten.deliveries
    assert 8 * sum(n % 3 for n in range(200)) == held[-1].last_seq
    assert [each.id + 1 for each in held[:-1]] == [each.id for each in held[1:]]
    assert all(before.last_seq + 1 == after.first_seq for before, after in pairwise(held))
    assert held[-1].last_seq == forgotten.events + sum(len(each.verdicts) for each in held)


def _sizes(*sizes):
    return [outcome(events=size) for size in sizes]


class TestListening:
    def test_tells_of_deliveries_to_its_inboxes(self, journal):
        """
        A listener is called once per delivery to one of its inboxes.
        """
        told = []
        with journal.listening("a", "b", listener=lambda each: told.append(each.inbox)):
            for inbox in ("a", "c", "b"):
                journal.record(outcome(inbox=inbox))

        assert ["a", "b"] == told

    def test_tells_of_all_without_inboxes(self, journal):
        """
        Who names no inbox hears of every one.
        """
        told = []
        with journal.listening(listener=told.append):
            recorded = [journal.record(outcome(inbox=inbox)) for inbox in "abc"]

        assert recorded == told

    def test_what_is_forgotten_was_heard(self):
        """
        Neither a reset nor want of room hides a delivery from a listener.
        """
        journal, heard = Journal(max_events=1, max_bytes=PLENTY), []

        with journal.listening(listener=heard.append):
            for _ in range(3):
                journal.record(outcome())
            journal.reset("default")

        assert [1, 2, 3] == [delivery.id for delivery in heard]

    def test_ends_with_its_block(self, journal):
        """
        Afterwards nobody is called, and nothing is left of it.
        """
        told = []
        with journal.listening("a", listener=lambda each: told.append(each.inbox)):
            pass
        journal.record(outcome(inbox="a"))

        assert [] == told
        assert {} == journal._listeners

    def test_several_may_listen(self, journal):
        """
        One that ends leaves the others alone.
        """
        told = []
        with journal.listening("a", listener=lambda _: told.append("outer")):
            with journal.listening("a", listener=lambda _: told.append("inner")):
                journal.record(outcome(inbox="a"))
            journal.record(outcome(inbox="a"))

        assert ["outer", "inner", "outer"] == told

    def test_holds_beyond(self, journal):
        """
        Whoever begins to listen can see what came before.
        """
        journal.record(outcome(inbox="a"))

        assert journal.holds_beyond("b", "a", after=0)
        assert not journal.holds_beyond("b", "a", after=1)

    def test_one_that_raises_changes_nothing(self, journal, caplog):
        """
        A delivery is recorded once, every other listener is called, and the error is logged.
        """

        def fail(_):
            raise ValueError("no good")

        told = []
        with (
            journal.listening("a", listener=fail),
            journal.listening("a", listener=lambda each: told.append(each.id)),
            journal.listening(listener=fail),
            journal.listening(listener=lambda each: told.append(each.id)),
        ):
            recorded = journal.record(outcome(inbox="a"))

        assert (recorded,) == journal.deliveries("a")
        assert [1, 1] == told
        assert 2 == caplog.text.count("ValueError: no good")

    def test_one_that_ends_listening_hides_nothing_from_others(self, journal):
        """
        A listener may leave while it is called; the next one is called all the same.
        """
        told = []
        with ExitStack() as leaving:
            leaving.enter_context(journal.listening("a", listener=lambda _: leaving.close()))
            with journal.listening("a", listener=lambda each: told.append(each.id)):
                journal.record(outcome(inbox="a"))
                journal.record(outcome(inbox="a"))

        assert [1, 2] == told
