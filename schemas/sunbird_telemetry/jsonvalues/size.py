"""
Size limits of values, and values cut down to them.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

import orjson

__all__ = ["MAX_ERRORS", "MAX_ITEMS", "cut", "holds_fewer"]

#: So many errors of an event are told apart, and about so many of each of its lists.
MAX_ERRORS = 100

#: So many items of a list, or members of an object within edata and the like, are looked at.
MAX_ITEMS = 1000

# The event and its parts are never cut: every rule wants to see its own member. No rule looks
# deeper than the last level.
_PARTS, _DEEPEST = 2, 10


def holds_fewer(value: Any, most: int) -> bool:
    """
    Return True if *value* has fewer than *most* commas between items and members, at all levels
    together.

    May return False for a smaller value whose texts are full of commas, or that is hard to write.
    """
    # Written out and counted, it takes a tenth of the time of a walk in Python.
    try:
        return orjson.dumps(value).count(b",") < most
    except orjson.JSONEncodeError:
        return False


def cut(value: Any) -> Any:
    """
    *value* with no more than `MAX_ITEMS` items in any list. Shares what it need not change.

    Finding 100,000 suspects takes seconds even where compiled schemas do it.
    """
    return value if holds_fewer(value, MAX_ITEMS) else _cut(value, 0)


def _cut(value: Any, level: int) -> Any:
    if level == _DEEPEST or not isinstance(value, dict | list):
        return value
    if isinstance(value, list):
        items = [_cut(item, level + 1) for item in islice(value, MAX_ITEMS)]
        return value if _is_same(items, value) else items
    most = None if level < _PARTS else MAX_ITEMS
    members = {name: _cut(member, level + 1) for name, member in islice(value.items(), most)}

    return value if _is_same([*members.values()], [*value.values()]) else members


def _is_same(new: list[Any], old: list[Any]) -> bool:
    return len(new) == len(old) and all(one is other for one, other in zip(new, old, strict=True))
