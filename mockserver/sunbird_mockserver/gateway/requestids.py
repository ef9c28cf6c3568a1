"""
Ids of requests.
"""

from __future__ import annotations

from hashlib import blake2b
from itertools import count

__all__ = ["RequestIds"]


class RequestIds:
    """
    Makes ids that look like nginx's. They follow from the inbox and from how many requests it had
    before, so that no two agree, but two runs of the same tests do.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, count[int]] = {}

    def __call__(self, inbox: str) -> str:
        """
        The id of the next request to *inbox*.
        """
        # Both calls are atomic in CPython, so threads need no lock here.
        number = next(self._numbers.setdefault(inbox, count(1)))

        return blake2b(f"{inbox} {number}".encode(), digest_size=16).hexdigest()
