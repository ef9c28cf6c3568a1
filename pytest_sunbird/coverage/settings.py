"""
Settings of coverage, resolved once per session.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from pytest_sunbird.options import SETTINGS, value_of
from sunbird_telemetry.coverage import Plan, PlanError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["CoverageSettings", "Output", "settings_of"]

_FILES = ("json", "html")
_KINDS = ("term", *_FILES, "none")


@dataclass(frozen=True, slots=True)
class Output:
    """
    One report.

    Attributes:
        kind: ``term``, ``json`` or ``html``.

        path: The file to write; not used by ``term``.
    """

    kind: str
    path: Path


@dataclass(frozen=True, slots=True)
class CoverageSettings:
    """
    Settings of coverage for one session.

    Attributes:
        plan: What is promised; None to count the specification instead.

        plan_name: What the plan is called.

        outputs: The reports.

        folder: Where they are unless somebody says otherwise.

        fail_under: The percentage of the plan below which the session fails.

        write_plan: The file that gets a first plan.
    """

    plan: Plan | None
    plan_name: str
    outputs: tuple[Output, ...]
    folder: Path
    fail_under: float | None
    write_plan: Path | None

    @property
    def shown(self) -> bool:
        """
        True if the terminal gets a table.
        """
        return any(output.kind == "term" for output in self.outputs)


def settings_of(config: pytest.Config) -> CoverageSettings | None:
    """
    Return the settings that *config* asks for; None if coverage is switched off.

    Raises:
        pytest.UsageError: It makes no sense, or the plan cannot be used.
    """
    outputs = tuple(_outputs(config))
    if any(output.kind == "none" for output in outputs):
        return None
    plan = _asked_path(config, "sunbird_plan") or _configured_plan(config)
    write_plan = _asked_path(config, "sunbird_write_plan")
    fail_under = _percent(value_of(config, "sunbird_fail_under"))
    if fail_under is not None and plan is None:
        raise pytest.UsageError(
            "--sunbird-fail-under needs --sunbird-plan: of the whole specification no app sends "
            "much, so a percentage of it means nothing. --sunbird-write-plan makes a first plan."
        )
    if write_plan and write_plan.exists():
        msg = f"--sunbird-write-plan: {write_plan} is there already. Give another name."
        raise pytest.UsageError(msg)

    return CoverageSettings(
        plan=_read(plan) if plan else None,
        plan_name=plan.name if plan else "",
        outputs=outputs,
        folder=config.stash[SETTINGS].folder,
        fail_under=fail_under,
        write_plan=write_plan,
    )


def _outputs(config: pytest.Config) -> Iterator[Output]:
    given: Sequence[str] | None = config.getoption("sunbird_coverage")
    base = config.invocation_params.dir if given else config.rootpath
    texts = given or config.getini("sunbird_coverage") or ["term"]
    for text in ",".join(texts).split(","):
        kind, _, path = text.strip().partition(":")
        if kind not in _KINDS or (path and kind not in _FILES):
            raise pytest.UsageError(
                f"--sunbird-coverage: {text!r} is not a report. Write "
                "--sunbird-coverage=REPORT with term, json, html, json:PATH, html:PATH or none; "
                "several are separated by commas."
            )
        default = config.stash[SETTINGS].folder / f"coverage.{kind}"
        yield Output(kind, base / path if path else default)


def _read(path: Path) -> Plan:
    try:
        return Plan.read(path)
    except PlanError as error:
        msg = f"--sunbird-plan: {error}"
        raise pytest.UsageError(msg) from None


def _percent(text: str) -> float | None:
    if not text:
        return None
    try:
        percent = float(text)
    except ValueError:
        percent = -1
    if not 0 <= percent <= 100:  # noqa: PLR2004  per cent
        msg = f"--sunbird-fail-under: {text!r} is not a percentage. Give a number from 0 to 100."
        raise pytest.UsageError(msg)

    return percent


def _asked_path(config: pytest.Config, name: str) -> Path | None:
    given: str | None = config.getoption(name)

    return config.invocation_params.dir / given if given else None


def _configured_plan(config: pytest.Config) -> Path | None:
    text: str = config.getini("sunbird_plan")

    return config.rootpath / text if text else None
