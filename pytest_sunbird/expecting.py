"""
Expectations: each waits on a condition, never by sleeping, and looks at all that arrived.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_sunbird import expectations
from pytest_sunbird.inbox import Inbox
from pytest_sunbird.wanting import Wish
from sunbird_mockserver.waiting import run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytest_sunbird.events import Event, Events

__all__ = ["Expecting"]


class Expecting(Inbox):
    """
    What a test may expect of its inbox. Times are in s; *timeout* is the inbox's unless given.

    Fields are named as in the event: objects match in part, all else as a whole. A name with dots
    is a path (``**{"edata.visits.0.objid": "do_1"}``). For a value may stand whatever has an
    opinion on what it equals, a type, a pattern that is found somewhere in the text, a test to
    call with the value, or `ABSENT`.
    """

    def expect(self, eid: str, *, timeout: float | None = None, **fields: Any) -> Event:
        """
        The first event of type *eid* that has *fields*, as soon as it is there.

        Whatever its fate: an event that the pipeline would drop has arrived, too.

        Raises:
            TelemetryMismatch: None arrived in time. Says what came nearest.
        """
        __tracebackhide__ = True
        wish = Wish.of({"eid": eid, **fields})

        return run(self.journal, expectations.once(self, wish, self._seconds(timeout)))

    def wait_for(
        self, predicate: Callable[[Event], bool], *, timeout: float | None = None
    ) -> Event:
        """
        The first event that *predicate* is true of, as soon as it is there.

        Raises:
            TelemetryMismatch: None arrived in time.
        """
        __tracebackhide__ = True

        return run(self.journal, expectations.satisfying(self, predicate, self._seconds(timeout)))

    def expect_none(self, eid: str, *, within: float = 0.2, **fields: Any) -> None:
        """
        No event of type *eid* that has *fields*: none that is there, and none *within* seconds.

        Raises:
            TelemetryMismatch: One arrived.
        """
        __tracebackhide__ = True
        wish = Wish.of({"eid": eid, **fields})

        run(self.journal, expectations.never(self, wish, within))

    def expect_count(
        self,
        number: int,
        eid: str,
        *,
        timeout: float | None = None,
        within: float = 0.2,
        **fields: Any,
    ) -> Events:
        """
        Exactly *number* events of type *eid* that have *fields*, and no more *within* seconds.

        Raises:
            TelemetryMismatch: There were fewer, or more.
        """
        __tracebackhide__ = True
        wish = Wish.of({"eid": eid, **fields})
        steps = expectations.counted(
            self, number, wish, timeout=self._seconds(timeout), within=within
        )

        return run(self.journal, steps)

    def expect_sequence(
        self, *items: str | Mapping[str, Any], timeout: float | None = None
    ) -> Events:
        """
        An event for each of *items*, in that order of arrival; others may stand between them.

        Args:
            *items: Event types, or objects that are matched in part.

            timeout: How long to wait for the last of them.

        Raises:
            TelemetryMismatch: The sequence broke off. Says where.

            TypeError: There are no items, or one is neither.
        """
        __tracebackhide__ = True

        return run(self.journal, expectations.sequence(self, items, self._seconds(timeout)))

    def wait_until_idle(self, *, quiet: float = 0.2, timeout: float | None = None) -> None:
        """
        Wait until nothing has arrived for *quiet* seconds, counted from now on.

        Raises:
            TelemetryMismatch: Deliveries kept arriving.
        """
        __tracebackhide__ = True

        run(self.journal, expectations.idle(self, quiet, self._seconds(timeout)))

    def _seconds(self, timeout: float | None) -> float:
        return self.timeout if timeout is None else timeout
