"""
Numbers of examples, for tests that need more or fewer than others.
"""

from __future__ import annotations

from hypothesis import settings

_USUAL = 100


def draws(examples: int) -> settings:
    """
    Draw as many *examples*, or the share of them that the profile draws of the usual 100.
    """
    return settings(max_examples=max(1, examples * settings.default.max_examples // _USUAL))
