"""
What the pytest plugin costs: a session that never uses it, each test that does, and the first
server.

Each way runs in fresh interpreters, in turn with the others, and the best of its rounds counts:
``python bench/plugin.py [--rounds N]``.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_MANY = 500
_BUDGETS = {"unused": 5, "test": 1, "server": 100}
_SESSION = ("-m", "pytest", "-q", "-p", "no:cacheprovider")
_SUITE = """
import pytest

@pytest.fixture
def nothing():
    yield

@pytest.mark.parametrize("n", range({count}))
def test_any({fixture}, n):
    pass
"""
_CLOCK = """
import time
before = time.process_time()
{code}
print((time.process_time() - before) * 1000)
"""
_START = """
from sunbird_mockserver import MockServer
import pytest_sunbird.strictness.teardown, pytest_sunbird.strictness.inboxes
MockServer().start()
"""
_SUITES = {("sunbird", 1), ("sunbird", _MANY), ("nothing", 1), ("nothing", _MANY)}


def main() -> None:
    """
    Measure, and print a table.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="how many (default: 9)")
    rounds = parser.parse_args().rounds
    with TemporaryDirectory() as folder:
        for fixture, count in _SUITES:
            suite = _SUITE.format(fixture=fixture, count=count)
            Path(folder, f"test_{fixture}_{count}.py").write_text(suite)
        _round(folder)  # compiles what is imported
        taken = [_round(folder) for _ in range(rounds)]
    best = {name: min(each[name] for each in taken) for name in taken[0]}
    plain, used = best["plain"] - best["unused"], best["used"] - best["first"]
    ms = {
        "unused": best["unused"] - best["without"],
        "test": (used - plain) / (_MANY - 1),
        "server": best["server"],
    }
    for name, said in {
        "unused": "unused, per session",
        "test": "set-up and tear-down, per test",
        "server": "first server, with all that it loads",
    }.items():
        sys.stdout.write(f"{said:<38} {ms[name]:>7.2f} ms   budget {_BUDGETS[name]} ms\n")
    sys.stdout.write(f"{'for comparison: import pytest':<38} {best['pytest']:>7.2f} ms\n")


def _round(folder: str) -> dict[str, float]:
    """
    Processor time in ms of each way, once.
    """
    plugin = ("-p", "pytest_sunbird.plugin")

    return {
        "without": _session(folder, "nothing", 1),
        "unused": _session(folder, "nothing", 1, *plugin),
        "plain": _session(folder, "nothing", _MANY, *plugin),
        "first": _session(folder, "sunbird", 1, *plugin),
        "used": _session(folder, "sunbird", _MANY, *plugin),
        "server": _clocked(folder, "import pytest", _START),
        "pytest": _clocked(folder, "", "import pytest"),
    }


def _session(folder: str, fixture: str, count: int, *arguments: str) -> float:
    command = [sys.executable, *_SESSION, *arguments, f"test_{fixture}_{count}.py"]
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run(  # noqa: S603  our own suites
        command, cwd=folder, env=_environment(folder), stdout=subprocess.DEVNULL, check=True
    )
    after = getrusage(RUSAGE_CHILDREN)

    return 1000 * (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def _clocked(folder: str, first: str, code: str) -> float:
    source = f"{first}\n{_CLOCK.format(code=code)}\nimport os\nos._exit(0)"
    command = [sys.executable, "-u", "-c", source]
    ran = subprocess.run(  # noqa: S603  our own code
        command, env=_environment(folder), capture_output=True, check=True
    )

    return float(ran.stdout)


def _environment(folder: str) -> Mapping[str, str]:
    """
    Without other plugins, and with compiled modules, as users have them.
    """
    own = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPYCACHEPREFIX": str(Path(folder, "pyc"))}
    kept = {name: each for name, each in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    return kept | own


if __name__ == "__main__":
    main()
