"""
Counts what every mock server receives, puts together what xdist's workers counted, and reports.
"""

from __future__ import annotations

import sys
from collections import deque
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from pytest_sunbird.coverage.reports import Reports
from sunbird_telemetry.coverage import Coverage, report

if TYPE_CHECKING:
    from collections.abc import Generator

    from pytest_sunbird.coverage.settings import CoverageSettings
    from sunbird_mockserver import MockServer
    from sunbird_mockserver.journal.record import RecordedDelivery

__all__ = ["CoveragePlugin"]

_KEY = "sunbird_coverage"
_CUT_SHORT = (pytest.ExitCode.INTERRUPTED, pytest.ExitCode.INTERNAL_ERROR)


class CoveragePlugin:
    """
    Hooks of a session that measures coverage. One object serves all of its processes: the only one,
    a worker of xdist, or their controller.
    """

    def __init__(self, config: pytest.Config, settings: CoverageSettings) -> None:
        self._settings = settings
        self._config = config
        self._coverage = Coverage(settings.plan)
        self._heard: deque[RecordedDelivery] = deque()
        self._listening = ExitStack()
        self._servers: list[MockServer] = []
        self._gaps: list[str] = []
        self._reports: Reports | None = None

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self) -> Generator[None, Any, Any]:
        """
        Listen to every mock server that a fixture starts, whoever wrote the fixture.
        """
        value = yield
        if _is_server(value) and value not in self._servers:  # a fixture may hand on another's
            self._servers.append(value)
            # Neither a reset nor a test that is over hides an event.
            listening = value.mock.journal.listening(listener=self._heard.append)
            self._listening.enter_context(listening)

        return value

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logfinish(self) -> None:
        """
        Count what was heard during a test; what comes late is counted with a later one.
        """
        self._count()

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        """
        Add what a worker has counted.
        """
        # Of a worker that was interrupted xdist tells twice, the second time with the error.
        counted = node.workeroutput.get(_KEY) if error is None else None
        if counted is None:
            self._gaps.append(f"worker {node.gateway.id} ended without reporting its coverage")
        else:
            self._coverage.merge(Coverage.from_dict(counted, self._settings.plan))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """
        Report, or let the controller report.
        """
        self._listening.close()
        self._count()
        if hasattr(self._config, "workeroutput"):
            self._config.workeroutput[_KEY] = self._coverage.to_dict()
            return
        if session.shouldstop or session.shouldfail or session.exitstatus in _CUT_SHORT:
            self._gaps.append("the session ended before all tests had run")
        self._reports = Reports(self._settings, report(self._coverage), tuple(self._gaps))
        self._reports.write(self._coverage)
        if self._reports.failures and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """
        Show the table.
        """
        if self._reports:
            self._reports.show(terminalreporter)

    def _count(self) -> None:
        while self._heard:
            for event in self._heard.popleft().events():
                self._coverage.see(event.event, event.judged.fate)


def _is_server(value: object) -> bool:
    # Nobody has a server where nobody has loaded it.
    module = sys.modules.get("sunbird_mockserver.servers.in_process")

    return module is not None and isinstance(value, module.MockServer)
