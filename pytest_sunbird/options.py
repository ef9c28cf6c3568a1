"""
Options of a session: the command line overrides the configuration, which overrides defaults.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


__all__ = [
    "DEFAULT_TIMEOUT_S",
    "LEVELS",
    "MARKER",
    "SETTINGS",
    "Settings",
    "add_coverage_options",
    "add_options",
    "resolve",
    "value_of",
]

#: How long expectations wait unless somebody says otherwise.
DEFAULT_TIMEOUT_S = 5.0
#: From which level on a finding fails its test, strictest last; ``none`` switches that off.
LEVELS = ("none", "error", "warning", "note")
#: How ``pytest --markers`` describes it.
MARKER = (
    "sunbird(*, allow=(), fail_on=None): rules and fates that this test does not fail for, and "
    "from which level on findings fail it (error, warning, note, none). The nearest fail_on wins; "
    "all allow count."
)
_FAIL_ON = "From which level on a finding fails its test: error, warning, note or none."
_DIR = "Where failing tests leave what their inboxes received."
_TIMEOUT = (
    f"How long expectations wait unless they say otherwise, in s. Default: {DEFAULT_TIMEOUT_S:g}"
)
_ALLOW = "Rules and fates that no test fails for, one a line."


@dataclass(frozen=True, slots=True)
class Settings:
    """
    Settings of one session.

    Attributes:
        fail_on: From which level on a finding fails its test.

        allow: Rules and fates that no test fails for, as they were written.

        folder: Where failing tests leave what their inboxes received.

        timeout: How long expectations wait unless they say otherwise, in s.

        is_given: Whether anybody asked for a level, for what is allowed, or for a folder.
    """

    fail_on: str
    allow: tuple[str, ...]
    folder: Path
    timeout: float
    is_given: bool


#: Where a session keeps its `Settings`.
SETTINGS = pytest.StashKey[Settings]()


def add_options(group: pytest.OptionGroup, parser: pytest.Parser) -> None:
    """
    Declare the options, and their twins in the configuration.
    """
    group.addoption("--sunbird-fail-on", choices=LEVELS, help=_FAIL_ON)
    group.addoption("--sunbird-dir", metavar="DIR", help=f"{_DIR} Default: .sunbird")
    group.addoption("--sunbird-timeout", metavar="S", help=_TIMEOUT)
    parser.addini("sunbird_fail_on", f"{_FAIL_ON} Default: error")
    parser.addini("sunbird_dir", f"{_DIR} Default: .sunbird")
    parser.addini("sunbird_timeout", _TIMEOUT)
    parser.addini("sunbird_allow", _ALLOW, type="linelist", default=[])


def resolve(config: pytest.Config) -> Settings:
    """
    Return the settings that *config* asks for.

    Raises:
        pytest.UsageError: The configuration names a level that does not exist, or no time.
    """
    fail_on, folder = value_of(config, "sunbird_fail_on"), value_of(config, "sunbird_dir")
    allow = tuple(config.getini("sunbird_allow"))
    if fail_on and fail_on not in LEVELS:
        raise pytest.UsageError(
            f"sunbird_fail_on is {fail_on!r}: it must be one of {', '.join(LEVELS)}."
        )

    return Settings(
        fail_on=fail_on or "error",
        allow=allow,
        folder=config.rootpath / (folder or ".sunbird"),
        timeout=_seconds(value_of(config, "sunbird_timeout")),
        is_given=bool(fail_on or folder or allow),
    )


def value_of(config: pytest.Config, name: str) -> str:
    """
    Return the value of the option *name*, else of the ini key; empty if neither is set.
    """
    value: str = config.getoption(name) or config.getini(name)

    return value


def _seconds(given: str) -> float:
    if not given:
        return DEFAULT_TIMEOUT_S
    try:
        timeout = float(given)
    except ValueError:
        timeout = -1
    if not 0 <= timeout < float("inf"):
        raise pytest.UsageError(
            f"sunbird_timeout is {given!r}: give a number of seconds, e.g. 5 or 0.5."
        )

    return timeout


def add_coverage_options(group: pytest.OptionGroup, parser: pytest.Parser) -> None:
    """
    Add the options to *group*, and their twins in the ini file to *parser*.
    """
    group.addoption(
        "--sunbird-plan",
        metavar="PLAN.toml",
        help="what the app promises to send: event types, fields, values",
    )
    group.addoption(
        "--sunbird-coverage",
        action="append",
        nargs="?",
        const="term",
        metavar="REPORT",
        help="report what the suite made the app send, beside the plan or else the specification: "
        "term (default), json[:PATH], html[:PATH], several separated by commas, or none",
    )
    group.addoption(
        "--sunbird-fail-under",
        metavar="N",
        help="fail if less than N percent of what the plan promises was sent",
    )
    group.addoption(
        "--sunbird-write-plan",
        metavar="PLAN.toml",
        help="write a first plan: what the suite made the app send",
    )
    parser.addini("sunbird_plan", "default of --sunbird-plan")
    parser.addini("sunbird_coverage", "default of --sunbird-coverage", type="args")
    parser.addini("sunbird_fail_under", "default of --sunbird-fail-under")
