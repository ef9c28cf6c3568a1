"""
How fast ``sunbird-mock check`` is, beside the floor: parsing and compiled validation alone.

All figures of one run are about the same lines on the same machine, so that their ratios mean
something wherever it runs: ``python bench/check.py [--events N] [--traffic KIND]``.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import orjson
from jsonschema_rs import Draft202012Validator, Registry
from traffic import NOW, archived_events, broken_events, clean_events, real_events, write_lines

from sunbird_mockserver.cli.check import check
from sunbird_telemetry import EVENT_TYPES
from sunbird_telemetry.specification import TELEMETRY

if TYPE_CHECKING:
    from collections.abc import Callable

_ROUNDS = 7
# Events, and what the command makes of them: its exit code from warnings on.
_TRAFFIC = {
    "clean": (clean_events, 0),
    "real": (real_events, 0),
    "archived": (archived_events, 0),
    "broken": (broken_events, 1),
}
_BUDGETS = {"text": 0.5, "jsonl": 0.35}
_MEMORY_MB = 200
_MEASURE = """
import resource, sys
from sunbird_mockserver.cli.check import check

code = check.main(sys.argv[1:], standalone_mode=False)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
raise SystemExit(code)
"""


def main() -> None:
    """
    Measure, and print a table.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=200_000, help="how many (default: 200,000)")
    parser.add_argument("--traffic", choices=_TRAFFIC, default="clean", help="clean unless said")
    parser.add_argument("--rounds", type=int, default=_ROUNDS, help="how often (default: 7)")
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        path = Path(folder, "events.jsonl")
        events, code = _TRAFFIC[given.traffic]
        count = write_lines(path, given.events, events())
        size = path.stat().st_size / count
        _say(f"{count:,} {given.traffic} events, {size:.0f} bytes each on average")
        rounds = [_seconds(path, code) for _ in range(given.rounds)]
        for name in rounds[0]:
            best = min(seconds[name] for seconds in rounds)
            # The ways of one round share what else the machine has to do.
            ratio = median(seconds["floor"] / seconds[name] for seconds in rounds)
            budget = _BUDGETS.get(name) if given.traffic == "clean" else None
            wanted = f"   budget {budget}" if budget else ""
            _say(f"{name:<6} {count / best:>9,.0f} events/s   {ratio:.2f} of the floor{wanted}")
        memory = _memory_mb(path)
        _say(f"memory {memory:>9,.0f} MB at most   budget {_MEMORY_MB}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _seconds(path: Path, code: int) -> dict[str, float]:
    """
    How long each way takes, one after the other.
    """
    ways: dict[str, Callable[[], None]] = {
        "floor": partial(_floor, path, _deciders()),
        "text": partial(_check, path, "text", code),
        "jsonl": partial(_check, path, "jsonl", code),
    }
    seconds = {}
    for name, way in ways.items():
        began = time.process_time()
        way()
        seconds[name] = time.process_time() - began

    return seconds


def _floor(path: Path, deciders: dict[str, Callable[[object], bool]]) -> None:
    """
    The fastest JSON parser and the compiled schema of the event's type: no less can be done.
    """
    loads = orjson.loads
    valid = 0
    with path.open("rb") as file:
        for line in file:
            event = loads(line)
            valid += deciders[event["eid"]](event)
    if not valid:
        sys.exit("The events of this bench are not valid: fix bench/traffic.py.")


def _deciders() -> dict[str, Callable[[object], bool]]:
    registry = Registry([(uri, dict(each)) for uri, each in TELEMETRY.resources()])

    return {
        eid: Draft202012Validator(dict(TELEMETRY.schema(eid)), registry=registry).is_valid
        for eid in EVENT_TYPES
    }


def _arguments(path: Path, output_format: str) -> list[str]:
    return [str(path), "--now", str(NOW), "--output-format", output_format, "--fail-on", "warning"]


def _check(path: Path, output_format: str, code: int) -> None:
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        actual = check.main(_arguments(path, output_format), standalone_mode=False)
    if actual != code:
        sys.exit(f"The command exits with {actual}, not with {code}: fix bench/traffic.py.")


def _memory_mb(path: Path) -> float:
    """
    The most memory that a process of its own takes.
    """
    command = [sys.executable, "-c", _MEASURE, *_arguments(path, "text")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ours

    return int(done.stderr.split()[-1]) / 1024


if __name__ == "__main__":
    main()
