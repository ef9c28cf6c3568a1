"""
Events that are too long to be looked at to the end.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

from sunbird_telemetry.extent import holds_fewer

__all__ = ["LONGEST", "cut"]

#: So many items of a list, or members of an object within edata and the like, are looked at.
LONGEST = 1000

# The event and its parts are never cut: every rule wants to see its own member. No rule looks
# deeper than the last level.
_PARTS, _DEEPEST = 2, 10


def cut(value: Any) -> Any:
    """
    *value* with no more than `LONGEST` items in any list. Shares what it need not change.

    Finding 100,000 suspects takes seconds even where compiled schemas do it.
    """
    return value if holds_fewer(value, LONGEST) else _cut(value, 0)


def _cut(value: Any, level: int) -> Any:
    if level == _DEEPEST or not isinstance(value, dict | list):
        return value
    if isinstance(value, list):
        items = [_cut(item, level + 1) for item in islice(value, LONGEST)]
        return value if _is_same(items, value) else items
    most = None if level < _PARTS else LONGEST
    members = {name: _cut(member, level + 1) for name, member in islice(value.items(), most)}

    return value if _is_same([*members.values()], [*value.values()]) else members


def _is_same(new: list[Any], old: list[Any]) -> bool:
    return len(new) == len(old) and all(one is other for one, other in zip(new, old, strict=True))
