"""
Events that the pipeline makes itself, as values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Derived", "first_of", "new_uuid"]


@dataclass(frozen=True, slots=True)
class Derived:
    """
    An event that no client has sent.

    Attributes:
        event: The event.

        topics: Where the job that makes it puts it.
    """

    event: dict[str, Any]
    topics: tuple[str, ...]


def new_uuid() -> str:
    """
    A random id, as the jobs make it.
    """
    from uuid import uuid4

    return str(uuid4())


def first_of(value: Any, otherwise: Any) -> Any:
    """
    *value*, or *otherwise* where there is none.
    """
    return otherwise if value is None else value
