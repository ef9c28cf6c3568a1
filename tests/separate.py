"""
Sessions of pytest in a process of their own, which several tests may look at.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

if TYPE_CHECKING:
    from pathlib import Path

#: Plugins that ours is tried beside. A session loads one only where ``-p`` names it.
GUESTS = (
    "asyncio",
    "hypothesispytest",
    "inline_snapshot",
    "playwright",
    "randomly",
    "rerunfailures",
    "timeout",
)
WITHOUT_GUESTS = " ".join(f"-p no:{name}" for name in GUESTS)


@dataclass(frozen=True)
class Session:
    """
    A session that has ended, and the folder that it ran in.
    """

    folder: Path
    result: pytest.RunResult

    def report_of(self, test: str) -> list[str]:
        """
        Return the lines that report the failure of *test*.
        """
        lines = [line.rstrip() for line in self.result.outlines]
        start = next(n for n, line in enumerate(lines) if line.strip("_ ") == test)
        end = next(n for n in range(start + 1, len(lines)) if lines[n][:3] in {"___", "==="})

        return lines[start + 1 : end]

    def properties_of(self, test: str) -> list[tuple[str | None, str | None]]:
        """
        Return the properties of the last run of *test* in `junit.xml`.
        """
        runs = ET.parse(self.folder / "junit.xml").iter("testcase")  # noqa: S314  pytest wrote it
        *_, last = (run for run in runs if run.get("name") == test)

        return [(each.get("name"), each.get("value")) for each in last.iter("property")]


def run_pytest(folder: Path, *arguments: str) -> Session:
    """
    Run the tests of *folder* as from a shell, outside of the session that is running.
    """
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")
    }
    began = time.perf_counter()
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=folder,
        env={**inherited, "HOME": str(folder), "PYTEST_ADDOPTS": WITHOUT_GUESTS},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    seconds = time.perf_counter() - began
    lines = (ended.stdout.splitlines(), ended.stderr.splitlines())

    return Session(folder, pytest.RunResult(ended.returncode, *lines, seconds))
