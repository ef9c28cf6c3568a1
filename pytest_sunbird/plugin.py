"""
The pytest plugin: fixtures, and nothing that costs a session which never asks for them.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_sunbird.sunbird import Sunbird
    from sunbird_mockserver import MockServer


def pytest_addoption(parser: pytest.Parser) -> None:
    """
    The plugin's options, and their twins in the configuration file.
    """
    group = parser.getgroup("sunbird")
    says = "how long expectations wait unless they say otherwise, in s (default: 5)"
    group.addoption("--sunbird-timeout", metavar="S", help=says)
    parser.addini("sunbird_timeout", says)


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """
    What a plain ``assert`` about events has to say.
    """
    if "pytest_sunbird.events" not in sys.modules:  # then none of it is about events
        return None
    from pytest_sunbird.comparing import compared

    return compared(op, left, right)


@pytest.fixture(scope="session")
def sunbird_server() -> Iterator[MockServer]:
    """
    The mock that all tests of this process share, on a port of its own.

    Session-scoped so that the port is paid for once; tests want `sunbird`.
    """
    from sunbird_mockserver import MockServer  # the server loads here, not at start-up

    with MockServer() as server:
        yield server


@pytest.fixture
def sunbird(sunbird_server: MockServer, request: pytest.FixtureRequest) -> Iterator[Sunbird]:
    """
    A Sunbird for this test alone: an inbox of its own on `sunbird_server`.
    """
    from pytest_sunbird.sunbird import Sunbird, inbox_name

    timeout = _timeout(request.config)
    sunbird = Sunbird(sunbird_server, inbox_name(request.node.name), timeout=timeout)
    yield sunbird
    sunbird.reset()


def _timeout(config: pytest.Config) -> float:
    given: str = config.getoption("--sunbird-timeout") or config.getini("sunbird_timeout") or "5"
    try:
        timeout = float(given)
    except ValueError:
        timeout = -1
    if not 0 <= timeout < float("inf"):
        msg = f"sunbird_timeout is {given!r}: give a number of seconds, e.g. 5 or 0.5."
        raise pytest.UsageError(msg)

    return timeout
