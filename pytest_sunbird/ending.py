"""
How a test ends that used an inbox: judged, and reported.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from pytest_sunbird.unallowed import grouped, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_sunbird.watching import Watches

__all__ = ["complete", "judged"]

_TITLE = "Telemetry"
#: What a test has to fail for, beside its own failures.
_FAILURE = pytest.StashKey[BaseException | None]()


@contextmanager
def judged(item: pytest.Item, watches: Watches) -> Iterator[None]:
    """
    Judge what arrived for *item* when its call ends, and fail it if it passed but for that.
    """
    __tracebackhide__ = True
    item.stash[_FAILURE] = failure = None
    has_passed = False
    try:
        yield
        has_passed = True
    finally:
        if cases := watches.end(item, has_passed=has_passed):
            text = text_of(grouped(cases), watches.width)
            item.stash[_FAILURE] = failure = pytest.fail.Exception(text, pytrace=False)
    if failure is not None:
        raise failure


def complete(
    report: pytest.TestReport, item: pytest.Item, call: pytest.CallInfo[None], watches: Watches
) -> None:
    """
    Add to the *report* on a phase of *item* what is to be known of its telemetry.
    """
    if report.when == "call" and report.failed:
        failure, excinfo = item.stash.get(_FAILURE, None), call.excinfo
        if failure is not None and (excinfo is None or excinfo.value is not failure):
            _add(report, str(failure))
    if report.when == "teardown":
        watches.forget_closed()


def _add(report: pytest.TestReport, text: str) -> None:
    """
    Put *text* below the traceback, where ``--show-capture=no`` does not hide it.
    """
    add_section = getattr(report.longrepr, "addsection", None)
    if add_section is None:  # e.g. a fixture that does not exist
        report.sections.append((_TITLE, text))
    else:
        add_section(_TITLE, text)
