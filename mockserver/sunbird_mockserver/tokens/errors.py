"""
Errors of tokens and keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sunbird_mockserver.deployments.profiles import Cause

__all__ = ["Stop", "UnreadableKeyError", "WrongLengthError"]


class Stop(Exception):  # noqa: N818  # a refusal is an outcome here, not an error
    """
    End of the verification: the request goes no further. Never leaves this package.
    """

    def __init__(self, cause: Cause, key: str | None = None) -> None:
        super().__init__(cause, key)
        self.cause = cause
        self.key = key


class UnreadableKeyError(ValueError):
    """
    Key material that is no PEM of the kind wanted.
    """

    def __str__(self) -> str:
        return "The key cannot be read: give its PEM text whole, from -----BEGIN to -----END."


class WrongLengthError(ValueError):
    """
    A signature of a length that makes the gateway's plugin throw instead of refuse.
    """
