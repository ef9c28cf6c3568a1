"""
The nesting depth at which the service throws.
"""

from __future__ import annotations

from typing import Any

#: JSON.parse takes any depth, JSON.stringify runs out of stack somewhere between 4,090 and 4,101
#: levels: recorded under Node 20.
DEEPEST = 4096


def too_deep(value: Any, text: bytes | str) -> bool:
    """
    Return True if *value*, read from *text*, is nested too deep for JSON.stringify.
    """
    # Each level opens and closes, which an ordinary batch does not do often enough; counting bytes
    # costs next to nothing.
    if isinstance(text, bytes) and text.count(b"{") + text.count(b"[") <= DEEPEST:
        return False

    level = [value]
    for _ in range(DEEPEST):
        level = [child for node in level for child in _inside(node)]
        if not level:
            return False

    return True


def _inside(node: Any) -> list[Any]:
    children = node.values() if isinstance(node, dict) else node

    return [child for child in children if isinstance(child, (dict, list))]
