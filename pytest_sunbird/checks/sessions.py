"""
Whether every session that was started has ended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_sunbird.explain import Failure

if TYPE_CHECKING:
    from pytest_sunbird.inbox import Inbox

__all__ = ["unclosed"]


def unclosed(inbox: Inbox) -> Failure | None:
    """
    What is wrong if there is a START without its END.
    """
    open_ = [
        finding
        for session in inbox.server.mock.open_sessions(inbox.inbox)
        for finding in session.findings
        if finding.rule == "start-without-end"
    ]
    if not open_:
        return None

    return Failure.of(
        inbox,
        f"wanted no open session, got {len(open_)}",
        nearest=("open:", *(f"  ✗ {finding.message}" for finding in open_)),
        remedy=tuple(dict.fromkeys(finding.remedy for finding in open_)),
    )
