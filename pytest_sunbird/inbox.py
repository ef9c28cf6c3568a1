"""
One inbox of a mock server: what was sent to its address, and only there.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pytest_sunbird.clock import InboxClock
from pytest_sunbird.deliveries import Batch, Delivery
from pytest_sunbird.events import Events, arrived_in
from pytest_sunbird.options import DEFAULT_TIMEOUT_S

if TYPE_CHECKING:
    from pytest_sunbird.allowing import Allowance
    from sunbird_mockserver import MockServer
    from sunbird_mockserver.journal import Journal

__all__ = ["Inbox"]


class Inbox:
    """
    What a test sees of a server.

    Args:
        server: The server that has the inbox.

        inbox: Its name.

        timeout: How long expectations wait unless they say otherwise, in s.

    Attributes:
        allowances: What the test allows to be lost or refused.
    """

    def __init__(
        self, server: MockServer, inbox: str, *, timeout: float = DEFAULT_TIMEOUT_S
    ) -> None:
        self.server = server
        self.inbox = inbox
        self.timeout = timeout
        self.allowances: list[Allowance] = []

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.url}>"

    @property
    def url(self) -> str:
        """
        What the app under test should be told as its host. No slash at the end: SDKs add their own.
        """
        return self.server.url(self.inbox)

    @cached_property
    def clock(self) -> InboxClock:
        """
        The time of this inbox, by which batches are stamped and ids are forgotten.
        """
        return InboxClock(self.server.mock, self.inbox)

    @property
    def journal(self) -> Journal:
        """
        Where all inboxes of the server are kept.
        """
        return self.server.mock.journal

    @property
    def events(self) -> Events:
        """
        The events that arrived, in order. A snapshot: later arrivals do not change it.
        """
        held = self.journal.deliveries(self.inbox)

        return Events((event for source in held for event in arrived_in(source)), self)

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """
        The requests that arrived and their answers, refused ones included. A snapshot.
        """
        return tuple(map(Delivery, self.journal.deliveries(self.inbox)))

    @property
    def batches(self) -> tuple[Batch, ...]:
        """
        The batches that arrived, refused ones included. A snapshot.
        """
        return tuple(delivery.batch for delivery in self.deliveries if delivery.batch)
