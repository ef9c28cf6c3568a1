"""
The app under test, whole or with one of the bugs: ``pytest --bug NoEnd``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bugs import BUGS
from telemetry import Telemetry

if TYPE_CHECKING:
    from pytest_sunbird import Sunbird


def pytest_addoption(parser: pytest.Parser) -> None:
    """
    Add ``--bug``.
    """
    parser.addoption("--bug", choices=sorted(BUGS), help="test the sender that has this bug")


@pytest.fixture
def new_telemetry(sunbird: Sunbird, pytestconfig: pytest.Config):
    """
    Makes what a session of the app sends with.
    """
    sender = BUGS.get(pytestconfig.getoption("--bug"), Telemetry)

    def new(**options):
        return sender(sunbird.url, sunbird.token(), user="learner-1", pauses_s=(0, 0, 0), **options)

    return new


@pytest.fixture
def telemetry(new_telemetry):
    """
    What the app sends with.
    """
    return new_telemetry()
