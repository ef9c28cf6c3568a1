"""
Waiting in an event loop, asyncio's or trio's, without keeping it from its work.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from sunbird_mockserver.journal import Journal
    from sunbird_mockserver.recorded import RecordedDelivery
    from sunbird_mockserver.waiting import Pause, Steps

__all__ = ["run_async"]

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
