"""
Output of the coverage report: the terminal, files, and the exit status.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from pytest_sunbird.output_folder import prepare
from sunbird_telemetry.coverage.plan_writer import plan_of
from sunbird_telemetry.coverage.report_html import page
from sunbird_telemetry.coverage.report_text import lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

    from pytest_sunbird.coverage.settings import CoverageSettings
    from sunbird_telemetry.coverage import Coverage, Report

__all__ = ["Reports"]


@dataclass(slots=True)
class Reports:
    """
    One report in all the forms that were asked for.

    Attributes:
        settings: What was asked for.

        report: What there is to tell.

        gaps: Why that is not all.

        notes: What was done about it.

        failures: Why the session fails.
    """

    settings: CoverageSettings
    report: Report
    gaps: tuple[str, ...]
    notes: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def write(self, coverage: Coverage) -> None:
        """
        Write the files, and see whether enough was sent.
        """
        for output in self.settings.outputs:
            if output.kind == "json":
                shown = {**self.report.to_dict(), "gaps": list(self.gaps)}
                self._write(output.path, json.dumps(shown, indent=2) + "\n")
            elif output.kind == "html":
                self._write(output.path, page(self.report, self._beside, self.gaps))
        if self.settings.write_plan:
            self._write_plan(self.settings.write_plan, coverage)
        self._judge()

    def show(self, terminal: pytest.TerminalReporter) -> None:
        """
        Tell people.
        """
        terminal.write_sep("=", "sunbird coverage")
        for line in self._told():
            terminal.write_line(line)
        for note in self.notes:
            terminal.write_line(note)
        for failure in self.failures:
            terminal.write_line(f"FAIL {failure}", red=True, bold=True)

    @property
    def _beside(self) -> str:
        return self.settings.plan_name or "telemetry 3.0, as no plan was given"

    def _told(self) -> Iterator[str]:
        if self.settings.shown:
            yield f"Coverage, compared with {self._beside}:"
            yield from lines(self.report, get_terminal_size().columns - 1)
        for gap in self.gaps:
            yield f"This is only a part: {gap}."

    def _write_plan(self, path: Path, coverage: Coverage) -> None:
        if any(sent.kept for sent in coverage.sent.values()):
            self._write(path, plan_of(coverage))
        else:
            self.failures.append(
                f"{path} was not written: the suite sent nothing that the pipeline would keep."
            )

    def _write(self, path: Path, text: str) -> None:
        try:
            if self.settings.folder in path.parents:
                prepare(self.settings.folder)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", errors="replace")
        except OSError as error:
            self.failures.append(f"{path} cannot be written: {error.strerror}.")
        else:
            self.notes.append(f"written: {path}")

    def _judge(self) -> None:
        wanted, report = self.settings.fail_under, self.report
        if wanted is None:
            return
        share = f"{report.met} of {report.total} are met, {report.percent:g}%"
        if report.reaches(wanted):
            self.notes.append(f"{wanted:g}% of {self._beside} was required: {share}.")
        else:
            self.failures.append(f"{wanted:g}% of {self._beside} is required: {share}.")
