"""
Expectations on an event loop: the loop goes on, and nothing is left behind.
"""

import asyncio
import sys
import threading
from urllib.request import urlopen

import pytest
import trio

from pytest_sunbird import TelemetryMismatch

# A wait that is satisfied ends long before this, in s.
LONG = 30


async def _with_asyncio(wait, work):
    """
    The result of *wait*, while the loop also does *work* in a thread.
    """
    waiting = asyncio.create_task(wait())
    await asyncio.to_thread(work)

    return await waiting


async def _with_trio(wait, work):
    results = []

    async def keep():
        results.append(await wait())

    async with trio.open_nursery() as nursery:
        nursery.start_soon(keep)
        await trio.to_thread.run_sync(work)

    return results[0]


LOOPS = {
    "asyncio": lambda *args: asyncio.run(_with_asyncio(*args)),
    "trio": lambda *args: trio.run(_with_trio, *args),
}


@pytest.fixture(params=LOOPS)
def beside(request):
    """
    Runs a wait in a loop that has work to do beside it.
    """
    return LOOPS[request.param]


@pytest.fixture
def sent_late(sender):
    """
    Sends an END after all others in the loop have had their turn.
    """
    return lambda: sender.send(sender.event("END"))


class TestExpectAsync:
    def test_lets_the_loop_go_on(self, sunbird, beside, sent_late):
        """
        The event that is waited for is sent by the same loop.
        """
        event = beside(lambda: sunbird.expect_async("END", timeout=LONG), sent_late)

        assert "END:1" == event.mid

    def test_finds_what_is_there(self, sunbird, beside, sent_late):
        """
        Nothing is waited for that has come.
        """
        sent_late()

        assert "END" == beside(lambda: sunbird.expect_async("END", timeout=0), lambda: None).eid

    def test_fails_in_words(self, sunbird):
        """
        The failure is that of the twin.
        """
        with pytest.raises(TelemetryMismatch, match=r"no END within 0\.01 s"):
            asyncio.run(sunbird.expect_async("END", timeout=0.01))

        with pytest.raises(TelemetryMismatch, match=r"no END within 0\.01 s"):
            trio.run(lambda: sunbird.expect_async("END", timeout=0.01))

    def test_leaves_nothing_behind(self, sunbird, beside, sent_late):
        """
        No listener stays.
        """
        beside(lambda: sunbird.expect_async("END", timeout=LONG), sent_late)

        assert {} == sunbird.journal._listeners

    def test_starts_no_thread(self, sunbird, monkeypatch):
        """
        Waiting needs none.
        """
        started = []
        monkeypatch.setattr(threading.Thread, "start", started.append)
        for run in (asyncio.run, lambda awaitable: trio.run(_await, awaitable)):
            with pytest.raises(TelemetryMismatch):
                run(sunbird.expect_async("END", timeout=0.01))

        assert [] == started

    def test_looks_only_when_there_is_news(self, sunbird, beside, monkeypatch):
        """
        A wait sleeps: it looks at the beginning, after each delivery, and at the end.
        """
        looks = []
        deliveries = sunbird.journal.deliveries

        def look(*inboxes, after=0):
            looks.append(after)
            return deliveries(*inboxes, after=after)

        def work():
            for _ in range(3):
                urlopen(sunbird.url + "/health").close()

        monkeypatch.setattr(sunbird.journal, "deliveries", look)
        beside(lambda: sunbird.expect_none_async("END", within=0.3), work)

        assert 2 <= len(looks) <= 5


async def _await(awaitable):
    return await awaitable


class TestCancellation:
    def test_of_asyncio_is_heeded(self, sunbird):
        """
        A wait that is cancelled ends, and listens no more.
        """

        async def cancelled():
            task = asyncio.create_task(sunbird.expect_async("END", timeout=LONG))
            await asyncio.sleep(0)
            assert sunbird.journal._listeners
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

        asyncio.run(cancelled())

        assert {} == sunbird.journal._listeners

    def test_of_trio_is_heeded(self, sunbird):
        """
        As with asyncio.
        """

        async def cancelled():
            with trio.CancelScope() as scope:
                scope.cancel()
                await sunbird.expect_async("END", timeout=LONG)
            return scope.cancelled_caught

        assert trio.run(cancelled)
        assert {} == sunbird.journal._listeners

    def test_of_a_whole_loop_does_no_harm(self, sunbird, sender):
        """
        A loop that is closed on a wait cannot be told of news, and the server goes on.
        """
        loop = asyncio.new_event_loop()
        task = loop.create_task(sunbird.expect_async("END", timeout=LONG))
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()

        assert 200 == sender.send(sender.event("END")).status
        task.get_coro().close()
        task._log_destroy_pending = False


class TestTwins:
    def test_do_what_the_others_do(self, sunbird, sender):
        """
        Each has the name of its twin with ``_async`` behind it.
        """
        sender.send([sender.event("START"), sender.event("END")])

        async def all_of_them():
            await sunbird.wait_until_idle_async(quiet=0)
            await sunbird.expect_none_async("LOG", within=0)
            return [
                (await sunbird.wait_for_async(lambda event: event.eid == "END")).eid,
                len(await sunbird.expect_count_async(1, "END", within=0)),
                len(await sunbird.expect_sequence_async("START", "END")),
            ]

        assert ["END", 1, 2] == asyncio.run(all_of_them())

    def test_need_no_sniffio(self, sunbird, sender, monkeypatch):
        """
        Without it there is no trio, and the loop is asyncio's.
        """
        monkeypatch.setitem(sys.modules, "sniffio", None)
        sender.send(sender.event("END"))

        assert "END" == asyncio.run(sunbird.expect_async("END", timeout=0)).eid
