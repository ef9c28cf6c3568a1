"""
Waiting for events over HTTP.
"""

import threading
import time

import pytest

from asking import Api, event
from sunbird_mockserver.journal import record
from sunbird_mockserver.journal.query import Query
from sunbird_mockserver.journal.waiting import _Asked, gather, run
from sunbird_mockserver.upstreams.telemetry import sent_batch

# A wait that is satisfied ends long before this, in s; one that is not must not be asked for it.
LONG = 30


@pytest.fixture
def api():
    return Api()


class Waiter:
    """
    A wait in a thread of its own.
    """

    def __init__(self, api, query, inbox=""):
        self._journal = api.mock.journal
        self._answer = None
        self._url = f"events/wait?timeout={LONG}&{query}"
        self._thread = threading.Thread(target=self._ask, args=(api, inbox))
        self._thread.start()

    def _ask(self, api, inbox):
        self._answer = api.ask(self._url, inbox).json

    def until_asleep(self):
        """
        Return once the wait has looked at everything that is there.
        """
        deadline = time.monotonic() + LONG
        while not self._journal._arrived._waiters and time.monotonic() < deadline:
            time.sleep(0.001)

    def result(self):
        """
        What was answered.
        """
        self._thread.join(LONG)
        return self._answer


def seqs(answer):
    return [each["seq"] for each in answer["events"]]


class TestSatisfied:
    def test_at_once_by_what_is_there(self, api):
        """
        Events that arrived before the wait count; the answer is that of a search.
        """
        api.send(event(), event("LOG"))
        waited = api.ask("events/wait?eid=IMPRESSION&timeout=0")

        assert 200 == waited.status_code
        assert api.ask("events?eid=IMPRESSION").json == waited.json

    def test_later_by_another_thread(self, api):
        """
        A wait ends as soon as a wanted event arrives.
        """
        waiter = Waiter(api, "eid=LOG")
        waiter.until_asleep()
        api.send(event())
        api.send(event("LOG"))

        assert [2] == seqs(waiter.result())

    def test_by_as_many_as_are_counted(self, api):
        """
        With a count the wait goes on until so many match, whenever each arrived.
        """
        api.send(event())
        waiter = Waiter(api, "count=3")
        waiter.until_asleep()
        api.send(event())
        api.send(event(), event())

        assert {"total": 4, "seqs": [1, 2, 3, 4]} == _summary(waiter.result())

    def test_only_by_what_comes_after(self, api):
        """
        With after, what was already there does not count.
        """
        api.send(event())
        waiter = Waiter(api, "after=1")
        waiter.until_asleep()
        api.send(event())

        assert {"total": 1, "seqs": [2]} == _summary(waiter.result())

    def test_only_by_its_inbox(self, api):
        """
        An event in another inbox ends no wait.
        """
        waiter = Waiter(api, "", inbox="mine")
        waiter.until_asleep()
        api.send(event(), inbox="other")
        api.send(event(), inbox="mine")

        assert [2] == seqs(waiter.result())

    def test_by_any_of_the_inboxes_named(self, api):
        """
        A wait can watch several inboxes.
        """
        waiter = Waiter(api, "inbox=a&inbox=b&count=2")
        waiter.until_asleep()
        for inbox in "acb":
            api.send(event(), inbox=inbox)

        assert [1, 3] == seqs(waiter.result())

    def test_shows_no_more_than_the_limit(self, api):
        """
        The limit cuts the page, not the count.
        """
        api.send(event(), event(), event())

        assert {"total": 3, "seqs": [1]} == _summary(
            api.ask("events/wait?count=3&limit=1&timeout=0").json
        )

    def test_by_refused_events_if_asked_for(self, api):
        """
        What the gateway refused can be waited for, too.
        """
        api.send(event(), token="")

        assert 408 == api.ask("events/wait?timeout=0").status_code
        assert 200 == api.ask("events/wait?timeout=0&fate=refused").status_code

    def test_for_many_at_once(self, api):
        """
        Each of many waits gets its own event.
        """
        waiters = [Waiter(api, f"mid={n}") for n in range(30)]
        for n in range(30):
            api.send(event(mid=str(n)))

        assert [[str(n)] for n in range(30)] == [
            [each["event"]["mid"] for each in waiter.result()["events"]] for waiter in waiters
        ]


class TestReset:
    def test_forgets_what_was_counted(self, api):
        """
        A reset during a wait takes back what had been counted.
        """
        api.send(event())
        waiter = Waiter(api, "count=2")
        waiter.until_asleep()
        api.ask("reset", method="POST")
        api.send(event())
        api.send(event())

        assert [2, 3] == seqs(waiter.result())

    def test_of_another_inbox_changes_nothing(self, api):
        """
        A reset elsewhere takes nothing back.
        """
        api.send(event())
        waiter = Waiter(api, "count=2")
        waiter.until_asleep()
        api.ask("reset", "other", method="POST")
        api.send(event())

        assert [1, 2] == seqs(waiter.result())


class TestTimeout:
    def test_is_told_with_what_there_is(self, api):
        """
        When time is up, the answer has what matched, what came nearest, and what was refused.
        """
        api.send(event(mid="1"))
        api.send(event(mid="2", pageid="home"))
        api.send(event(), token="")
        answer = api.ask("events/wait?timeout=0&count=2&edata.pageid=login")

        assert 408 == answer.status_code
        assert answer.json == {
            **api.ask("events?edata.pageid=login").json,
            "nearest": {
                "event": event(mid="1"),
                "fields": [{"path": "edata.pageid", "wanted": "login", "got": "login", "ok": True}],
            },
            "refused": [3],
        }

    def test_of_an_empty_inbox(self, api):
        """
        Where nothing arrived, nothing came near.
        """
        answer = api.ask("events/wait?timeout=0").json

        assert answer == {"total": 0, "events": [], "nearest": None, "refused": []}

    def test_says_which_field_is_wrong(self, api):
        """
        Each thing asked for is compared with the nearest event, absent ones too.
        """
        api.send(event("LOG"), event(pageid="Login"))
        near = api.ask("events/wait?timeout=0&eid=IMPRESSION&edata.pageid=login&x=1&x=2").json

        assert near["nearest"]["fields"] == [
            {"path": "eid", "wanted": "IMPRESSION", "got": "IMPRESSION", "ok": True},
            {"path": "edata.pageid", "wanted": "login", "got": "Login", "ok": False},
            {"path": "x", "wanted": [1, 2], "ok": False},
        ]

    def test_says_which_verdict_is_wrong(self, api):
        """
        An event that is right in itself but met another fate is nearest, and that is said.
        """
        api.send(event())
        query = "eid=IMPRESSION&fate=failed&stage=preprocessor&level=error&level=note&rule=SB101"
        near = api.ask(f"events/wait?timeout=0&{query}").json["nearest"]

        assert near["fields"] == [
            {"path": "eid", "wanted": "IMPRESSION", "got": "IMPRESSION", "ok": True},
            {"path": "fate", "wanted": "failed", "got": "accepted", "ok": False},
            {"path": "stage", "wanted": "preprocessor", "got": None, "ok": False},
            {"path": "rule", "wanted": "missing-field", "got": [], "ok": False},
            {"path": "level", "wanted": ["error", "note"], "got": [], "ok": False},
        ]

    def test_knows_nothing_nearer_than_after(self, api):
        """
        What lies before after is not what was waited for.
        """
        api.send(event())

        assert api.ask("events/wait?timeout=0&after=1").json["nearest"] is None

    def test_ends_in_time_while_others_send(self, api, monkeypatch):
        """
        Events that do not match prolong no wait, however fast they come.
        """
        journal, looks = api.mock.journal, []
        look = journal.deliveries

        def deliveries(*inboxes, after):
            seen = look(*inboxes, after=after)
            looks.append(seen)
            if len(looks) < 1000:
                api.send(event())
            return seen

        monkeypatch.setattr(journal, "deliveries", deliveries)

        asked = run(journal, gather(journal, ("default",), lambda: _Asked(Query(("default",))), 0))

        assert 0 == asked.found.total
        assert [()] == looks

    def test_does_not_spin_where_after_is_ahead(self, api):
        """
        A wait for what lies far ahead ends when its time is up, although something is there.
        """
        api.send(event())

        assert 408 == api.ask("events/wait?timeout=0.05&after=1000").status_code

    @pytest.mark.parametrize("timeout", ["60.1", "-1", "soon"])
    def test_is_a_minute_at_most(self, api, timeout):
        """
        Nobody waits longer than a minute.
        """
        assert 400 == api.ask(f"events/wait?timeout={timeout}").status_code


def test_a_waiter_parses_only_what_is_new(api, monkeypatch):
    """
    However often a wait is woken, each delivery is parsed once.
    """
    parsed = []

    def batch_in(delivery):
        parsed.append(delivery.received)
        return sent_batch.batch_in(delivery)

    for _ in range(10):
        api.send(event())
    monkeypatch.setattr(record, "batch_in", batch_in)
    waiter = Waiter(api, "eid=LOG")
    for _ in range(10):
        waiter.until_asleep()
        api.send(event())
    api.send(event("LOG"))
    waiter.result()

    assert 21 == len(parsed)


def _summary(answer):
    return {"total": answer["total"], "seqs": seqs(answer)}
