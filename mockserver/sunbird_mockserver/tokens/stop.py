"""
How the check ends early.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sunbird_mockserver.profiles import Cause

__all__ = ["Stop"]


class Stop(Exception):  # noqa: N818  # a refusal is an outcome here, not an error
    """
    The request goes no further. Never leaves this package.
    """

    def __init__(self, cause: Cause, key: str | None = None) -> None:
        super().__init__(cause, key)
        self.cause = cause
        self.key = key
