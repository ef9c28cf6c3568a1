"""
What a test holds in its hand: where to send, what arrived, and what is expected.
"""

from __future__ import annotations

import re
from functools import cached_property, partial
from itertools import count
from typing import TYPE_CHECKING

from pytest_sunbird.allowing import Allowance
from pytest_sunbird.checking import Checking
from pytest_sunbird.client import Client
from pytest_sunbird.credentials import Credentials
from pytest_sunbird.expecting_async import ExpectingAsync
from pytest_sunbird.faults import Faults

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

__all__ = ["Sunbird", "inbox_name"]

_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 80
_numbers = count(1)


def inbox_name(test: str) -> str:
    """
    A name for the inbox of *test* that fits into a URL and that no other test of this process has.
    """
    readable = _NOT_IN_A_NAME.sub("-", test).strip("-")[:_LONGEST_NAME]

    return f"{readable or 'test'}.{next(_numbers)}"


class Sunbird(Credentials, ExpectingAsync, Checking):
    """
    One inbox of a mock server: what is sent to `url` is seen here, and only here.
    """

    @property
    def httpserver(self) -> HTTPServer:
        """
        Stubs for other endpoints that the app calls. The mock's own routes go first.
        """
        return self.server.stubs(self.inbox)

    @cached_property
    def client(self) -> Client:
        """
        A sender, for tests that need one.
        """
        return Client(self)

    @property
    def faults(self) -> Faults:
        """
        What goes wrong for this inbox alone: ask for answers that your app has to cope with.
        """
        return Faults(self.server.mock, self.inbox)

    def allow(self, *names: str) -> Allowance:
        """
        Let events be lost, or deliveries be refused, without failing the test.

        As a context manager for what arrives within its block, else for all that arrives from now
        on in this test.

        Args:
            *names: Rules, by name or id, and fates.

        Raises:
            TypeError: There are no names.

            ValueError: There is no such rule or fate.
        """
        __tracebackhide__ = True
        if not names:
            raise TypeError(
                "allow() without names allows nothing. Name rules or fates: "
                'sunbird.allow("missing-field").'
            )
        allowance = Allowance(names, partial(self.journal.newest, self.inbox))
        self.allowances.append(allowance)

        return allowance

    def reset(self) -> None:
        """
        Forget what arrived, all stubs and faults, and the consumers that only this inbox knows; put
        its clock back.
        """
        self.server.mock.reset(self.inbox)
        self.server.mock.inbox_consumers.forget(self.inbox)
        self.server.forget_stubs(self.inbox)
