"""
The end of a test that used an inbox: judge it, and report.
"""

from __future__ import annotations

import os
from shlex import quote
from typing import TYPE_CHECKING

import pytest

from pytest_sunbird.strictness.journal_files import leave
from sunbird_mockserver.journal.journal import Forgotten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_sunbird.strictness.inboxes import InboxRegistry, JudgedInbox

__all__ = ["complete", "end"]

_TITLE = "Telemetry"
#: What a test has to fail for, beside its own failures.
_FAILURE = pytest.StashKey[BaseException | None]()
#: Whether a phase of a test failed.
_HAS_FAILED = pytest.StashKey[bool]()


def end(item: pytest.Item, registry: InboxRegistry, *, has_passed: bool) -> None:
    """
    Judge what arrived for *item*, whose call just ended, and fail it if it *has_passed* but for
    that.
    """
    __tracebackhide__ = True
    if item.config.getoption("xmlpath", None):
        _describe(item, registry)
    item.stash[_FAILURE] = failure = _failure(item, registry, has_passed=has_passed)
    if failure is not None and has_passed:
        raise failure


def complete(
    report: pytest.TestReport,
    item: pytest.Item,
    call: pytest.CallInfo[None],
    registry: InboxRegistry,
) -> None:
    """
    Add to the *report* on a phase of *item* what is to be known of its telemetry.
    """
    # The teardown of the last test of a module is that of the module, too.
    used = registry.of(item, with_closed=report.failed and report.when == "teardown")
    if report.when == "setup":
        item.stash[_HAS_FAILED] = False  # a test may run again
    if used and report.failed:
        item.stash[_HAS_FAILED] = True
        _add(
            report, "\n\n".join((*_hidden_failure(report, item, call), _left(item, used, registry)))
        )
    elif used and report.when == "teardown" and item.stash.get(_HAS_FAILED, False):
        _left(item, used, registry)  # once more, with what the teardown sent
    if report.when == "teardown":
        registry.forget_closed()


def _failure(
    item: pytest.Item, registry: InboxRegistry, *, has_passed: bool
) -> BaseException | None:
    try:
        found = registry.end(item, has_passed=has_passed)
    except ValueError as error:  # a mistake in the marker of a test that uses its module's inbox
        return pytest.fail.Exception(str(error), pytrace=False)

    return registry.failure(found) if found else None


def _hidden_failure(
    report: pytest.TestReport, item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[str]:
    """
    Return the failure of *item* that is hidden behind the one that *report* shows.
    """
    failure = item.stash.get(_FAILURE, None) if report.when == "call" else None
    if failure is not None and (call.excinfo is None or call.excinfo.value is not failure):
        yield str(failure)


def _describe(item: pytest.Item, registry: InboxRegistry) -> None:
    from pytest_sunbird.strictness.junit import PREFIX, properties

    used = registry.of(item)
    arrived = [
        each for judged_inbox in used for each in judged_inbox.deliveries(after=judged_inbox.seen)
    ]
    # A test that runs again keeps what it said before.
    others = [each for each in item.user_properties if not each[0].startswith(PREFIX)]
    item.user_properties[:] = (*others, *(properties(arrived) if used else ()))


def _left(item: pytest.Item, used: list[JudgedInbox], registry: InboxRegistry) -> str:
    """
    Leave the journal of *item* as a file, and say how to look at it.
    """
    folder = registry.settings.folder
    deliveries = [each for judged_inbox in used for each in judged_inbox.deliveries()]
    forgotten = sum((judged_inbox.forgotten for judged_inbox in used), Forgotten())
    try:
        path = leave(folder, item.nodeid, deliveries)
    except OSError as error:
        return f"its journal could not be kept in {folder}: {error.strerror}"
    # Not from where the test went, but from where pytest was called.
    name = os.path.relpath(path, item.config.invocation_params.dir)
    line = f"to look closer: sunbird-mock show {quote(name)}"
    if forgotten.deliveries:
        return f"{line}\nthe journal had no room for the first {forgotten.deliveries:,} deliveries"

    return line


def _add(report: pytest.TestReport, text: str) -> None:
    """
    Put *text* below the traceback, where ``--show-capture=no`` does not hide it.
    """
    add_section = getattr(report.longrepr, "addsection", None)
    if add_section is None:  # e.g. a fixture that does not exist
        report.sections.append((_TITLE, text))
    else:
        add_section(_TITLE, text)
