"""
The options of coverage. Loaded in every session, so nothing but pytest is imported here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

__all__ = ["add_coverage_options", "register_coverage"]

# What the session does instead of running tests.
_INSTEAD_OF_TESTS = ("collectonly", "setupplan", "showfixtures", "show_fixtures_per_test")


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


def register_coverage(config: pytest.Config) -> None:
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
