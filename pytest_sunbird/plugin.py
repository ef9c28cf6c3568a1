"""
The pytest plugin: fixtures, and nothing that costs a session which never asks for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_sunbird.sunbird import Sunbird
    from sunbird_mockserver import MockServer


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

    sunbird = Sunbird(sunbird_server, inbox_name(request.node.name))
    yield sunbird
    sunbird.reset()
