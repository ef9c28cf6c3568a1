"""
The expectations for tests on the event loop that their app runs on, asyncio's or trio's.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from pytest_sunbird import expectations
from pytest_sunbird.expectations import Expecting
from pytest_sunbird.wanting import Wish

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytest_sunbird.events import Event, Events
    from sunbird_mockserver.journal import Journal
    from sunbird_mockserver.recorded import RecordedDelivery
    from sunbird_mockserver.waiting import Pause, Steps

__all__ = ["ExpectingAsync", "run_async"]


class ExpectingAsync(Expecting):
    """
    Twins of the expectations that let the event loop go on with its work.
    """

    async def expect_async(self, eid: str, *, timeout: float | None = None, **fields: Any) -> Event:
        """
        As `expect`.
        """
        __tracebackhide__ = True
        wish = Wish.of({"eid": eid, **fields})
        steps = expectations.once(self, wish, self._seconds(timeout))

        return await run_async(self.journal, steps)

    async def wait_for_async(
        self, predicate: Callable[[Event], bool], *, timeout: float | None = None
    ) -> Event:
        """
        As `wait_for`.
        """
        __tracebackhide__ = True
        steps = expectations.satisfying(self, predicate, self._seconds(timeout))

        return await run_async(self.journal, steps)

    async def expect_none_async(self, eid: str, *, within: float = 0.2, **fields: Any) -> None:
        """
        As `expect_none`.
        """
        __tracebackhide__ = True
        wish = Wish.of({"eid": eid, **fields})

        await run_async(self.journal, expectations.never(self, wish, within))

    async def expect_count_async(
        self,
        number: int,
        eid: str,
        *,
        timeout: float | None = None,
        within: float = 0.2,
        **fields: Any,
    ) -> Events:
        """
        As `expect_count`.
        """
        __tracebackhide__ = True
        wish = Wish.of({"eid": eid, **fields})
        steps = expectations.counted(
            self, number, wish, timeout=self._seconds(timeout), within=within
        )

        return await run_async(self.journal, steps)

    async def expect_sequence_async(
        self, *items: str | Mapping[str, Any], timeout: float | None = None
    ) -> Events:
        """
        As `expect_sequence`.
        """
        __tracebackhide__ = True
        steps = expectations.sequence(self, items, self._seconds(timeout))

        return await run_async(self.journal, steps)

    async def wait_until_idle_async(
        self, *, quiet: float = 0.2, timeout: float | None = None
    ) -> None:
        """
        As `wait_until_idle`.
        """
        __tracebackhide__ = True

        await run_async(self.journal, expectations.idle(self, quiet, self._seconds(timeout)))


T = TypeVar("T")


async def run_async(journal: Journal, steps: Steps[T]) -> T:
    """
    What *steps* come to; this coroutine waits where they pause.
    """
    __tracebackhide__ = True
    news = _trio_news if _library() == "trio" else _asyncio_news
    try:
        while True:
            await news(journal, next(steps))
    except StopIteration as stop:
        result: T = stop.value

    return result


def _library() -> str:
    try:
        from sniffio import current_async_library  # trio brings it
    except ImportError:
        return "asyncio"

    return current_async_library()


async def _asyncio_news(journal: Journal, pause: Pause) -> None:
    import asyncio

    loop, news = asyncio.get_running_loop(), asyncio.Event()

    def tell(_: RecordedDelivery) -> None:
        with suppress(RuntimeError):  # a loop that was closed on a wait must not stop the server
            loop.call_soon_threadsafe(news.set)

    with journal.listening(*pause.inboxes, listener=tell):
        if not journal.holds_beyond(*pause.inboxes, after=pause.after):
            with suppress(TimeoutError):
                async with asyncio.timeout(pause.seconds):
                    await news.wait()


async def _trio_news(journal: Journal, pause: Pause) -> None:
    import trio

    token, news = trio.lowlevel.current_trio_token(), trio.Event()

    def tell(_: RecordedDelivery) -> None:
        with suppress(RuntimeError):  # as above
            token.run_sync_soon(news.set, idempotent=True)

    with journal.listening(*pause.inboxes, listener=tell):
        if not journal.holds_beyond(*pause.inboxes, after=pause.after):
            with trio.move_on_after(pause.seconds):
                await news.wait()
