"""
What is left of an event when the pipeline's first job has read and written it.

The extractor parses with Gson, which leaves members that are null out of what it writes:
contract/pipeline.md 4.2. The numbers that it turns into doubles change no verdict, since the
specification knows `number` only.
"""

from __future__ import annotations

from typing import Any

__all__ = ["as_gson_reads"]

# No schema looks deeper than this; below it a null decides nothing.
_DEEPEST = 32


def as_gson_reads(value: Any, depth: int = 0) -> Any:
    """
    *value* without the members that are null; nulls in lists stay. Shares what it need not change.
    """
    if depth > _DEEPEST:
        return value
    if isinstance(value, dict):
        return _object(value, depth)
    if isinstance(value, list):
        return _list(value, depth)

    return value


def _object(value: dict[str, Any], depth: int) -> dict[str, Any]:
    read = {
        name: as_gson_reads(member, depth + 1)
        for name, member in value.items()
        if member is not None
    }
    unchanged = len(read) == len(value) and all(read[name] is value[name] for name in read)

    return value if unchanged else read


def _list(value: list[Any], depth: int) -> list[Any]:
    read = [as_gson_reads(item, depth + 1) for item in value]

    return value if all(map(_same, read, value)) else read


def _same(one: Any, other: Any) -> bool:
    return one is other
