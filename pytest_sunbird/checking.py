"""
Assertions about all that arrived so far. They do not wait: let the inbox become idle first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pytest_sunbird import checks
from pytest_sunbird.explain import TelemetryMismatch
from pytest_sunbird.inbox import Inbox

if TYPE_CHECKING:
    from collections.abc import Collection

    from pytest_sunbird.explain import Failure

__all__ = ["Checking"]


class Checking(Inbox):
    """
    What a test may assert of its inbox. Each raises `TelemetryMismatch` with the facts.
    """

    def assert_conformant(
        self,
        *,
        level: Literal["error", "warning", "note"] = "error",
        allow: Collection[str] = (),
    ) -> None:
        """
        No finding at *level* or above, whether about an event or a delivery.

        Args:
            level: How bad it may not be.

            allow: Names or ids of rules whose findings do not count.
        """
        __tracebackhide__ = True
        _raise(checks.nonconforming(self, level, allow))

    def assert_delivered_once(self) -> None:
        """
        Each event that was sent got in once: neither never nor twice, and the pipeline keeps it.
        """
        __tracebackhide__ = True
        _raise(checks.not_once(self))

    def assert_retried(self, *, after: int) -> None:
        """
        The events of each delivery that was answered *after*, e.g. 503, were delivered later.

        In one batch or in several. There must be such a delivery.
        """
        __tracebackhide__ = True
        _raise(checks.not_retried(self, after))

    def assert_same_mid_on_retry(self) -> None:
        """
        What was sent again kept its mids, by which the pipeline knows it. There must be a retry.

        An event of a refused delivery came again with a new mid if its own never did, but another
        event of equal content, ``mid`` and ``ets`` aside.
        """
        __tracebackhide__ = True
        _raise(checks.new_mids(self))

    def assert_batches(
        self, *, max_events: int | None = None, max_bytes: int | None = None
    ) -> None:
        """
        No batch has more events, or more bytes on the wire; the refused ones included.

        Raises:
            TypeError: Neither limit is given.
        """
        __tracebackhide__ = True
        _raise(checks.oversized(self, max_events, max_bytes))

    def assert_sessions_closed(self) -> None:
        """
        Every START has its END.
        """
        __tracebackhide__ = True
        _raise(checks.unclosed(self))


def _raise(failure: Failure | None) -> None:
    __tracebackhide__ = True
    if failure:
        raise TelemetryMismatch(failure)
