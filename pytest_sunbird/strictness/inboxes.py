"""
The inboxes of a session, their owners, and the deliveries not judged yet.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from pytest_sunbird.fixture.sunbird import Sunbird, inbox_name
from pytest_sunbird.strictness.late_events import Ended
from pytest_sunbird.strictness.policy import policy_of
from sunbird_mockserver.journal.journal import Forgotten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_sunbird.options import Settings
    from pytest_sunbird.strictness.judge import Violation
    from pytest_sunbird.strictness.late_events import Late
    from pytest_sunbird.strictness.policy import StrictnessPolicy
    from sunbird_mockserver import MockServer
    from sunbird_mockserver.journal.record import RecordedDelivery

__all__ = ["InboxRegistry", "JudgedInbox"]

_MODULE_FIXTURE = "sunbird_module"


@dataclass(slots=True, eq=False)
class JudgedInbox:
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
        Return True if *item* is the owner, or a test of the owner that uses the inbox.
        """
        if self.node is item:
            return True
        asked = getattr(item, "fixturenames", ())

        return _MODULE_FIXTURE in asked and self.node in item.listchain()

    @property
    def whose(self) -> str:
        """
        A description of the owner for failures reported elsewhere; empty if the owner is a test.
        """
        if isinstance(self.node, pytest.Item):
            return ""

        return (
            f"in the inbox {self.sunbird.inbox}, which is the {_MODULE_FIXTURE} of "
            f"{self.node.nodeid}, after the last test that used it"
        )

    def deliveries(self, after: int = 0) -> tuple[RecordedDelivery, ...]:
        """
        Return the deliveries that arrived after the one with the id *after*.
        """
        if self.left is not None:
            return tuple(each for each in self.left if each.id > after)

        return self.sunbird.journal.deliveries(self.sunbird.inbox, after=after)

    @property
    def forgotten(self) -> Forgotten:
        """
        The deliveries that the journal had no room for.
        """
        if self.left is not None:
            return self._forgotten

        return self.sunbird.journal.forgotten(self.sunbird.inbox)

    def judge(self, policy: StrictnessPolicy) -> list[Violation]:
        """
        Return the violations of *policy* since the last call.
        """
        deliveries = self.deliveries(after=self.seen)
        if not deliveries:
            return []
        self.seen = deliveries[-1].id
        if policy.fail_on is None:
            return []
        from pytest_sunbird.strictness.judge import (
            violations,  # with all rules: not before they are needed
        )

        def allowed_for(delivery: int) -> frozenset[str]:
            within = [each.names for each in self.sunbird.allowances if each.covers(delivery)]
            return policy.allow.union(*within)

        return list(violations(deliveries, policy.fail_on, allowed_for))

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


class InboxRegistry:
    """
    The inboxes of a session.

    Args:
        server: The server that has them.

        settings: How the session is set up.
    """

    def __init__(self, server: MockServer, settings: Settings) -> None:
        self.server = server
        self.settings = settings
        self._open: list[JudgedInbox] = []
        self._closed: list[JudgedInbox] = []
        self._ended: dict[str, Ended] = {}

    @contextmanager
    def inbox(self, node: pytest.Item | pytest.Collector) -> Iterator[Sunbird]:
        """
        An inbox for *node*, until it ends.
        """
        try:
            policy = policy_of(node, self.settings)
        except ValueError as error:
            raise pytest.fail.Exception(str(error), pytrace=False) from None
        inbox = inbox_name(node.name)
        judged_inbox = JudgedInbox(Sunbird(self.server, inbox, timeout=self.settings.timeout), node)
        self._open.append(judged_inbox)
        yield judged_inbox.sunbird
        self._open.remove(judged_inbox)
        self._closed.append(judged_inbox)
        self._ended[judged_inbox.sunbird.inbox] = judged_inbox.close()
        # What the teardown of fixtures sent. A test that failed, or was skipped, has said its word.
        if judged_inbox.has_passed and (flushed := judged_inbox.judge(policy)):
            raise self.failure(flushed, judged_inbox.whose)

    def of(self, item: pytest.Item, *, with_closed: bool = False) -> list[JudgedInbox]:
        """
        The inboxes that *item* uses, and on demand all that its teardown closed.
        """
        closed = [each for each in self._closed if with_closed or each.concerns(item)]

        return [*(each for each in self._open if each.concerns(item)), *closed]

    def end(self, item: pytest.Item, *, has_passed: bool) -> list[Violation]:
        """
        Return the violations that *item*, whose call just ended, must fail for.
        """
        judged_inboxes = self.of(item)
        if not judged_inboxes:
            return []
        policy = policy_of(item, self.settings)
        found = [
            violation for judged_inbox in judged_inboxes for violation in judged_inbox.judge(policy)
        ]
        for judged_inbox in judged_inboxes:
            judged_inbox.end(has_passed=has_passed and not found)

        return found

    def failure(self, found: list[Violation], whose: str = "") -> BaseException:
        """
        Return the exception for *found*; *whose* names the owner if that is not the test.
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
        Return the deliveries that arrived after their owners had ended.
        """
        journal, now = self.server.mock.journal, self.server.mock.clock()
        for inbox in self._ended.keys() & set(journal.inboxes()):
            self._ended[inbox] = self._ended[inbox].seeing(journal.deliveries(inbox), now)

        return [ended.late for ended in self._ended.values() if ended.late is not None]
