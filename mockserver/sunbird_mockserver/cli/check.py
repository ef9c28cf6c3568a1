"""
``sunbird-mock check``: what becomes of the events in files.
"""

from __future__ import annotations

import gc
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sunbird_mockserver.cli.exit_codes import CLEAN, COULD_NOT_RUN, FINDINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sunbird_telemetry.check import Checker, InputClock, UnreadableError
    from sunbird_telemetry.check.reports import Totals
    from sunbird_telemetry.finding import Level
    from sunbird_telemetry.pipeline import PipelineSettings

__all__ = ["check"]

_PROGRESS_EVERY = 4096
_LEVELS = ("error", "warning", "note", "none")
_HELP = """
Say what the pipeline would do with the events in FILEs; - is standard input.

A line is an event, a batch (an object with events) or a list of events; a file may be gzip.
"""
_EXAMPLES = """
\b
Examples:
  sunbird-mock check events.jsonl               a summary; exit 1 on errors
  sunbird-mock check archive/*.json.gz          gzip is seen by itself
  kubectl logs app | sunbird-mock check -       standard input
  sunbird-mock check --output-format jsonl -    a line of JSON per event
  sunbird-mock check --fail-on warning --now 2026-03-15T12:00:00Z events.jsonl
  sunbird-mock check --config sunbird-mock.toml events.jsonl

Exit codes: 0 clean, 1 findings of the level that --fail-on names, 2 could not
run, or not to the end of every file.
"""


def _instant(_context: Any, _option: Any, given: str | None) -> int | None:
    """
    The time that was *given*, in ms since the epoch.
    """
    from sunbird_telemetry.pipeline.time_window import SecondsError, moment

    try:
        return None if given is None else moment(given)
    except SecondsError as error:
        raise click.BadParameter(f"{given!r} {error}.") from None
    except ValueError:
        raise click.BadParameter(
            f"{given!r} is no time. Write 2026-03-15T12:00:00Z, or ms since the epoch."
        ) from None


def _once(_context: Any, _argument: Any, files: tuple[str, ...]) -> tuple[str, ...]:
    """
    The *files*, of which standard input is one at most.
    """
    if files.count("-") > 1:
        raise click.BadParameter("Standard input can be read once. Give '-' once.")

    return files


@click.command(help=_HELP, epilog=_EXAMPLES)
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(allow_dash=True),  # shells complete it
    callback=_once,
)
@click.option(
    "--output-format",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    show_default=True,
    help="A summary for people, or a line of JSON per event.",
)
@click.option(
    "--fail-on",
    type=click.Choice(_LEVELS),
    default="error",
    show_default=True,
    help="The level of findings from which on the exit code is 1.",
)
@click.option("--fail-on-empty", is_flag=True, help="Exit with 1 if there are no events at all.")
@click.option(
    "--now",
    metavar="TIME",
    callback=_instant,
    help="When events were received that do not say so (syncts). Default: now.",
)
@click.option("--env", show_default="dev", help="The environment, as in its topics.")
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    help="A TOML file as of `serve`, for what it says of the pipeline: your own event types, say.",
)
@click.option("--as-sent", is_flag=True, help="A list is the body that a client sent, no events.")
def check(  # noqa: PLR0913  one parameter per option
    *,
    files: tuple[str, ...],
    output_format: str,
    fail_on: str,
    fail_on_empty: bool,
    now: int | None,
    env: str | None,
    config: Path | None,
    as_sent: bool,
) -> int:
    """
    Check files and return the exit code.
    """
    from sunbird_telemetry.check import Checker, UnreadableError, ensure_readable
    from sunbird_telemetry.check.reports import Totals

    settings, clock = _deployment(config, env, now)
    checker = Checker(clock, settings, as_sent=as_sent)
    totals = Totals()
    report = _as_jsonl if output_format == "jsonl" else _as_text
    try:
        ensure_readable(files)
    except UnreadableError as error:
        raise _cannot_run(str(error)) from None
    damaged: list[UnreadableError] = []
    with _collector_spared():
        report(checker, files, totals, damaged)
    sys.stdout.flush()  # without output there is nothing to add to
    if fail_on == "none":
        click.echo("sunbird-mock: --fail-on none: findings do not change the exit code.", err=True)
    is_empty = fail_on_empty and not totals.events
    if is_empty:
        click.echo("sunbird-mock: --fail-on-empty: there are no events in the input.", err=True)
    for each in damaged:
        click.echo(f"sunbird-mock: {each}", err=True)
    if damaged:
        return COULD_NOT_RUN

    return FINDINGS if is_empty or _is_reached(fail_on, totals.worst) else CLEAN


def _deployment(
    config: Path | None, env: str | None, now: int | None
) -> tuple[PipelineSettings, InputClock]:
    """
    The pipeline of the file *config*, if there is one, in the environment *env*; and a clock that
    stands at *now*, in ms since the epoch, else where the file says, else at this moment.
    """
    from sunbird_telemetry.check import InputClock
    from sunbird_telemetry.pipeline import PipelineSettings
    from sunbird_telemetry.pipeline.time_window import moment

    clock = InputClock(_wall_clock()) if now is None else InputClock(now, "--now")
    if config is None:
        return PipelineSettings() if env is None else PipelineSettings(environment=env), clock
    # Imports the server's settings, as below.
    from sunbird_mockserver.cli.configured import settings_of
    from sunbird_mockserver.judging.pipelines import pipeline_of

    settings = settings_of(config, {"environment": env})
    if settings.now and now is None:
        clock = InputClock(moment(settings.now), f"now in {config}")
    if settings.profile == "spark":
        from sunbird_telemetry.findings import findings_by

        # Of no event, and nothing to fail for.
        for finding in findings_by("spark-assumes-pipeline"):
            click.echo(f"sunbird-mock: {finding.message}", err=True)

    return pipeline_of(settings), clock


@contextmanager
def _collector_spared() -> Iterator[None]:
    """
    Spare the garbage collector what is there by now, most of which stays to the end.

    Looking through it again and again took a tenth of the time of a million events.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _cannot_run(why: str) -> click.ClickException:
    # Imports the server's settings, which takes longer than to check a small file.
    from sunbird_mockserver.cli.configured import CannotRunError

    return CannotRunError(why)


def _wall_clock() -> int:
    # As `clock.wall_clock`, which would import the server's settings.
    return time.time_ns() // 1_000_000


def _as_text(
    checker: Checker, files: tuple[str, ...], totals: Totals, damaged: list[UnreadableError]
) -> None:
    from sunbird_telemetry.check.reports import as_text

    for name, lines in _opened(files, damaged, is_watched=sys.stderr.isatty()):
        for checked in checker.check(lines, name, remarkable=True):
            totals.see(checked)
    totals.see_passed(checker.passed)
    totals.see_end(checker.end())
    if totals.events or totals.groups or not damaged:
        click.echo(as_text(totals, checker.clock))


def _as_jsonl(
    checker: Checker, files: tuple[str, ...], totals: Totals, damaged: list[UnreadableError]
) -> None:
    from sunbird_telemetry.check.reports import as_line, at_the_end

    write = sys.stdout.buffer.write
    # On a terminal the lines themselves are progress enough.
    is_watched = sys.stderr.isatty() and not sys.stdout.isatty()
    for name, lines in _opened(files, damaged, is_watched=is_watched):
        for checked in checker.check(lines, name):
            totals.see(checked)
            write(as_line(checked))
    last = checker.end()
    totals.see_end(last)
    sys.stdout.flush()  # a reader that is gone gets no more of this either
    # No line of an event has room for these.
    for sentence in at_the_end(last):
        click.echo(f"sunbird-mock: {sentence}", err=True)


def _opened(
    files: tuple[str, ...], damaged: list[UnreadableError], *, is_watched: bool
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """
    Each of *files* with its lines, and with a count of those if that *is_watched*. The lines of a
    file that is damaged end there, and its error is added to *damaged*.
    """
    for name in files:
        lines = _intact(name, damaged)
        yield name, _with_progress(lines) if is_watched else lines


def _intact(name: str, damaged: list[UnreadableError]) -> Iterator[bytes]:
    from sunbird_telemetry.check import UnreadableError, lines_of

    try:
        yield from lines_of(name)
    except UnreadableError as error:
        damaged.append(error)


def _with_progress(lines: Iterator[bytes]) -> Iterator[bytes]:
    """
    *lines*, with a count on a terminal if they take longer than a second.
    """
    began = shown = time.monotonic()
    for number, line in enumerate(lines, 1):
        yield line
        if number % _PROGRESS_EVERY == 0 and time.monotonic() - shown > 1:
            shown = time.monotonic()
            _show(f"\r{number:,} lines")
    if shown != began:
        _show("\r\x1b[K")


def _show(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


def _is_reached(fail_on: str, worst: Level | None) -> bool:
    """
    Return True if *worst* is at or above the level to fail on.
    """
    from sunbird_telemetry.finding import Level

    return fail_on != "none" and worst is not None and worst >= Level[fail_on.upper()]
