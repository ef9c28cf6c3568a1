"""
The expectations for tests on the event loop that their app runs on, asyncio's or trio's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_sunbird import expectations
from pytest_sunbird.expecting import Expecting
from pytest_sunbird.looping import run_async
from pytest_sunbird.wanting import Wish

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytest_sunbird.events import Event, Events

__all__ = ["ExpectingAsync"]


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
