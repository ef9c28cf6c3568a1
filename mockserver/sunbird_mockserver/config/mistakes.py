"""
How a mistake in the configuration is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sunbird_telemetry.suggestion import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ConfigurationError", "hint"]


class ConfigurationError(ValueError):
    """
    A configuration that cannot be used. Its text says where and what to do.
    """


def hint(name: str, known: Sequence[str], where: str = "") -> str:
    """
    The one of the *known* names that is nearest to *name*, or all of them if none is near, to
    follow a sentence.
    """
    close = nearest(name, known)

    return f" Did you mean {where + close!r}?" if close else f" Known are: {', '.join(known)}."
