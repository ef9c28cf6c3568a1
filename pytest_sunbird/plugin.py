"""
The pytest plugin: hooks and fixtures, and nothing that costs a session which never asks for them.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from pytest_sunbird.options import (
    MARKER,
    SETTINGS,
    add_coverage_options,
    add_options,
    resolve,
)

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from pytest_sunbird.fixture.sunbird import Sunbird
    from pytest_sunbird.strictness.inboxes import InboxRegistry
    from sunbird_mockserver import MockServer

_REGISTRY = pytest.StashKey["InboxRegistry"]()
_LATE = pytest.StashKey[list[str]]()
# What the session does instead of running tests.
_INSTEAD_OF_TESTS = ("collectonly", "setupplan", "showfixtures", "show_fixtures_per_test")
_LATE_OF_A_WORKER = "sunbird_late"


def pytest_addoption(parser: pytest.Parser) -> None:
    """
    Declare what can be set.
    """
    group = parser.getgroup("sunbird", "Sunbird telemetry")
    add_options(group, parser)
    add_coverage_options(group, parser)


def pytest_configure(config: pytest.Config) -> None:
    """
    Declare the marker, and refuse a configuration that cannot be meant.
    """
    config.addinivalue_line("markers", MARKER)
    config.stash[SETTINGS] = resolve(config)
    _register_coverage(config)


def pytest_report_header(config: pytest.Config) -> str | None:
    """
    Say how strict the session is, where somebody asked for that or wants to know much.
    """
    settings = config.stash[SETTINGS]
    if not settings.is_given and config.get_verbosity() < 1:
        return None

    return f"sunbird: fail-on {settings.fail_on}, journals of failing tests in {settings.folder}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """
    Fail a test that passed, but whose telemetry got lost.
    """
    __tracebackhide__ = True
    try:
        result = yield
    except BaseException:
        _end(item, has_passed=False)
        raise
    _end(item, has_passed=True)

    return result


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """
    Say with a test that failed what became of its telemetry, and where to look.
    """
    report = yield
    registry = item.config.stash.get(_REGISTRY, None)
    if registry is not None:
        from pytest_sunbird.strictness.teardown import complete

        complete(report, item, call, registry)

    return report


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """
    Explain a plain ``assert`` about events that failed.
    """
    if "pytest_sunbird.records.views" not in sys.modules:  # then none of it is about events
        return None
    from pytest_sunbird.messages.assert_compare import compared

    return compared(op, left, right)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """
    Note what arrived late; a worker of xdist hands it over.
    """
    registry = session.config.stash.get(_REGISTRY, None)
    if registry is None:
        return
    late = session.config.stash[_LATE] = list(map(str, registry.late()))
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[_LATE_OF_A_WORKER] = late


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """
    Take over what arrived late at a worker of xdist; one that crashed says nothing.
    """
    # Of a worker that was interrupted xdist tells twice, the second time with the error.
    if error is None:
        late = node.workeroutput.get(_LATE_OF_A_WORKER, ())
        node.config.stash.setdefault(_LATE, []).extend(late)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """
    Say at whose tests events arrived late.
    """
    if late := config.stash.get(_LATE, None):
        from pytest_sunbird.strictness.late_events import lines

        terminalreporter.section("telemetry")
        for line in lines(late):
            terminalreporter.write_line(line)


def _register_coverage(config: pytest.Config) -> None:
    """
    Have coverage measured, if anybody asked for it. A plan in the ini file alone asks for nothing.

    Raises:
        pytest.UsageError: The options make no sense, or the plan cannot be used.
    """
    asked = config.getini("sunbird_coverage") or config.getini("sunbird_fail_under")
    names = ("sunbird_plan", "sunbird_coverage", "sunbird_fail_under", "sunbird_write_plan")
    if not asked and not any(map(config.getoption, names)):
        return
    if any(config.getoption(name, default=False) for name in _INSTEAD_OF_TESTS):
        return
    from pytest_sunbird.coverage.plugin import CoveragePlugin
    from pytest_sunbird.coverage.settings import settings_of

    if settings := settings_of(config):
        config.pluginmanager.register(CoveragePlugin(config, settings), "sunbird-coverage")


def _end(item: pytest.Item, *, has_passed: bool) -> None:
    # Not hidden from tracebacks: pytest remarks on failures that have nothing to show.
    registry = item.config.stash.get(_REGISTRY, None)  # a test may ask for its inbox at any time
    if registry is not None:
        from pytest_sunbird.strictness.teardown import end

        end(item, registry, has_passed=has_passed)


@pytest.fixture(scope="session")
def sunbird_server() -> Iterator[MockServer]:
    """
    The mock that all tests of this process share, on a port of its own.

    Session-scoped so that the port is paid for once; tests want `sunbird`.
    """
    from sunbird_mockserver import MockServer  # the server loads here, not at start-up

    with MockServer() as server:
        yield server


@pytest.fixture(scope="session")
def _sunbird_registry(sunbird_server: MockServer, pytestconfig: pytest.Config) -> InboxRegistry:
    from pytest_sunbird.strictness.inboxes import InboxRegistry

    pytestconfig.stash[_REGISTRY] = registry = InboxRegistry(
        sunbird_server, pytestconfig.stash[SETTINGS]
    )

    return registry


@pytest.fixture
def sunbird(_sunbird_registry: InboxRegistry, request: pytest.FixtureRequest) -> Iterator[Sunbird]:
    """
    A Sunbird for this test alone: an inbox of its own on `sunbird_server`.
    """
    with _sunbird_registry.inbox(request.node) as sunbird:
        yield sunbird


@pytest.fixture(scope="module")
def sunbird_module(
    _sunbird_registry: InboxRegistry, request: pytest.FixtureRequest
) -> Iterator[Sunbird]:
    """
    A Sunbird that the tests of a module share, for apps that fixtures of the module or of a class
    start.
    """
    with _sunbird_registry.inbox(request.node) as sunbird:
        yield sunbird
