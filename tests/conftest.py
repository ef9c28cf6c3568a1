"""
How the tests run: what Hypothesis draws, sessions within sessions, and real clients, which are
found, skipped with the reason, or required.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from hypothesis import HealthCheck, settings

import pytest_sunbird
import sunbird_mockserver
import sunbird_telemetry
from separate import WITHOUT_GUESTS

if TYPE_CHECKING:
    from collections.abc import Callable

pytest_plugins = ["pytester"]

# How long an example takes says something about the machine, not about the code. In CI every run of
# a commit draws the same examples; elsewhere chance goes on looking.
settings.register_profile(
    "unhurried",
    settings.default,
    deadline=None,
    derandomize=os.environ.get("SUNBIRD_STEADY_TESTS") == "1",
    suppress_health_check=[HealthCheck.too_slow],
)
# For daily work, with --hypothesis-profile=quick.
settings.register_profile("quick", settings.get_profile("unhurried"), max_examples=10)
settings.load_profile("unhurried")

TESTS = Path(__file__).parent
OLDEST_NODE = 18  # telemetry-sdk 2.0.1 needs the fetch that Node has since then


@pytest.fixture(scope="session")
def loaded() -> None:
    """
    All modules of ours, for a session within this process unloads what it has loaded.

    Such sessions share what these modules keep, as compiled schemas. Whoever tests what is loaded
    when runs a process of its own.
    """
    for package in (sunbird_telemetry, sunbird_mockserver, pytest_sunbird):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)


@pytest.fixture
def pytester(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, loaded: None
) -> pytest.Pytester:
    """
    Sessions of their own; a plugin that ours is tried beside is there where ``-p`` names it.
    """
    monkeypatch.setenv("PYTEST_ADDOPTS", WITHOUT_GUESTS)

    return pytester


@pytest.fixture(scope="session")
def unavailable() -> Callable[[str], NoReturn]:
    """
    Ends a test for want of a client: skips it, or fails it where clients are required.
    """
    if os.environ.get("SUNBIRD_REQUIRE_CLIENTS") == "1":
        return pytest.fail
    return pytest.skip


@pytest.fixture(scope="session")
def node(unavailable: Callable[[str], NoReturn]) -> str:
    """
    The path of a Node that runs the SDKs.
    """
    path = shutil.which("node")
    if path is None:
        unavailable("there is no node on the PATH: install Node.js")

    version = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    if int(version.strip("v\n").split(".")[0]) < OLDEST_NODE:
        unavailable(f"node is {version.strip()}: install Node.js {OLDEST_NODE} or newer")

    return path


@pytest.fixture(scope="session")
def node_modules(unavailable: Callable[[str], NoReturn]) -> Path:
    """
    The folder that `make` installs the SDKs into, each in the version that is pinned.
    """
    default = TESTS.parent / ".node" / "node_modules"
    folder = Path(os.environ.get("SUNBIRD_NODE_MODULES", default))
    pins = json.loads((TESTS / "clients" / "package.json").read_text("utf-8"))["dependencies"]

    wrong = [name for name, pin in pins.items() if not _is_installed(folder / name, pin)]
    if wrong:
        unavailable(f"npm packages are not installed ({', '.join(wrong)}): run `make test`")

    return folder


def _is_installed(package: Path, pin: str) -> bool:
    manifest = package / "package.json"

    # An alias is pinned as npm:NAME@VERSION, anything else as VERSION.
    wanted = pin.rpartition("@")[2]
    return manifest.is_file() and wanted == json.loads(manifest.read_text("utf-8"))["version"]
