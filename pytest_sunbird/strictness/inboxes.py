"""
Whose inbox is whose, and what is still to be judged of it.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from pytest_sunbird.fixture.sunbird import Sunbird, inbox_name
from pytest_sunbird.strictness.late_events import Ended
from pytest_sunbird.strictness.policy import terms_of
from sunbird_mockserver.journal import Forgotten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_sunbird.options import Settings
    from pytest_sunbird.strictness.judge import Case
    from pytest_sunbird.strictness.late_events import Late
    from pytest_sunbird.strictness.policy import Terms
    from sunbird_mockserver import MockServer
    from sunbird_mockserver.recorded import RecordedDelivery

__all__ = ["Watch", "Watches"]

_MODULE_FIXTURE = "sunbird_module"


@dataclass(slots=True, eq=False)
class Watch:
    """
    One inbox and the test, or the module, that owns it.

    Attributes:
        sunbird: The inbox.

        node: Its owner.

        seen: The id of the newest delivery that was judged.

        has_passed: Whether the last test that used it passed so far.

        ended: How its owner ended; None before that.

        left: What it held at the very end; None before that.
    """

    sunbird: Sunbird
    node: pytest.Item | pytest.Collector
    seen: int = 0
    has_passed: bool = False
    ended: Ended | None = None
    left: tuple[RecordedDelivery, ...] | None = None
    _forgotten: Forgotten = field(default_factory=Forgotten)

    def concerns(self, item: pytest.Item) -> bool:
        """
        Whether *item* is the owner, or a test of the owner's that asks for the inbox.
        """
        if self.node is item:
            return True
        asked = getattr(item, "fixturenames", ())

        return _MODULE_FIXTURE in asked and self.node in item.listchain()

    @property
    def whose(self) -> str:
        """
        What to say of the owner where a failure does not stand with it; empty if it does.
        """
        if isinstance(self.node, pytest.Item):
            return ""

        return (
            f"in the inbox {self.sunbird.inbox}, which is the {_MODULE_FIXTURE} of "
            f"{self.node.nodeid}, after the last test that used it"
        )

    def deliveries(self, after: int = 0) -> tuple[RecordedDelivery, ...]:
        """
        What arrived beyond the delivery with the id *after*.
        """
        if self.left is not None:
            return tuple(each for each in self.left if each.id > after)

        return self.sunbird.journal.deliveries(self.sunbird.inbox, after=after)

    @property
    def forgotten(self) -> Forgotten:
        """
        What it had to let go for want of room.
        """
        if self.left is not None:
            return self._forgotten

        return self.sunbird.journal.forgotten(self.sunbird.inbox)

    def judge(self, terms: Terms) -> list[Case]:
        """
        What arrived since the last time, and is a reason to fail by *terms*.
        """
        deliveries = self.deliveries(after=self.seen)
        if not deliveries:
            return []
        self.seen = deliveries[-1].id
        if terms.fail_on is None:
            return []
        from pytest_sunbird.strictness.judge import (
            cases,  # with all rules: not before they are needed
        )

        def allowed_for(delivery: int) -> frozenset[str]:
            within = [each.names for each in self.sunbird.allowances if each.covers(delivery)]
            return terms.allow.union(*within)

        return list(cases(deliveries, terms.fail_on, allowed_for))

    def end(self, *, has_passed: bool) -> None:
        """
        Note that a test ends that used it; where that is its owner, what follows is late.
        """
        self.has_passed = has_passed
        if isinstance(self.node, pytest.Item):
            self._end()

    def close(self) -> Ended:
        """
        Let the inbox go, but for what failing tests show of it.
        """
        journal, inbox = self.sunbird.journal, self.sunbird.inbox
        ended = self.ended or self._end()
        self.left, self._forgotten = journal.deliveries(inbox), journal.forgotten(inbox)
        self.sunbird.reset()

        return ended.seeing(self.left, self.sunbird.server.mock.clock())

    def _end(self) -> Ended:
        newest = max(self.seen, self.sunbird.journal.newest(self.sunbird.inbox))
        self.ended = Ended(self.node.nodeid, self.sunbird.server.mock.clock(), newest)

        return self.ended


class Watches:
    """
    The inboxes of a session.

    Args:
        server: The server that has them.

        settings: How the session is set up.
    """

    def __init__(self, server: MockServer, settings: Settings) -> None:
        self.server = server
        self.settings = settings
        self._open: list[Watch] = []
        self._closed: list[Watch] = []
        self._ended: dict[str, Ended] = {}

    @contextmanager
    def inbox(self, node: pytest.Item | pytest.Collector) -> Iterator[Sunbird]:
        """
        An inbox for *node*, until it ends.
        """
        try:
            terms = terms_of(node, self.settings)
        except ValueError as error:
            raise pytest.fail.Exception(str(error), pytrace=False) from None
        inbox = inbox_name(node.name)
        watch = Watch(Sunbird(self.server, inbox, timeout=self.settings.timeout), node)
        self._open.append(watch)
        yield watch.sunbird
        self._open.remove(watch)
        self._closed.append(watch)
        self._ended[watch.sunbird.inbox] = watch.close()
        # What the teardown of fixtures sent. A test that failed, or was skipped, has said its word.
        if watch.has_passed and (flushed := watch.judge(terms)):
            raise self.failure(flushed, watch.whose)

    def of(self, item: pytest.Item, *, with_closed: bool = False) -> list[Watch]:
        """
        The inboxes that *item* uses, and on demand all that its teardown closed.
        """
        closed = [each for each in self._closed if with_closed or each.concerns(item)]

        return [*(each for each in self._open if each.concerns(item)), *closed]

    def end(self, item: pytest.Item, *, has_passed: bool) -> list[Case]:
        """
        What *item*, whose call just ended, has to fail for.
        """
        watches = self.of(item)
        if not watches:
            return []
        terms = terms_of(item, self.settings)
        found = [case for watch in watches for case in watch.judge(terms)]
        for watch in watches:
            watch.end(has_passed=has_passed and not found)

        return found

    def failure(self, found: list[Case], whose: str = "") -> BaseException:
        """
        What a test fails with for what was *found*; *whose* that is, if not its own.
        """
        from pytest_sunbird.strictness.report import grouped, text_of

        return pytest.fail.Exception(text_of(grouped(found), whose), pytrace=False)

    def forget_closed(self) -> None:
        """
        Let go of what was kept for the report on a teardown.
        """
        self._closed.clear()

    def late(self) -> list[Late]:
        """
        What arrived for owners that had ended.
        """
        journal, now = self.server.mock.journal, self.server.mock.clock()
        for inbox in self._ended.keys() & set(journal.inboxes()):
            self._ended[inbox] = self._ended[inbox].seeing(journal.deliveries(inbox), now)

        return [ended.late for ended in self._ended.values() if ended.late is not None]
