"""
Paths as Kong 3 reads them.
"""

from __future__ import annotations

import re

__all__ = ["normalized"]

_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_NEEDLESS = re.compile(r"[A-Za-z0-9._~-]")


def normalized(path: str) -> str:
    """
    *path* without needless percent-encoding, without ``.`` and ``..``, each slash a single one.
    """
    if "%" in path:
        path = _ESCAPE.sub(_decoded, path)
    if "//" not in path and "/." not in path:
        return path
    *segments, last = path.split("/")
    kept: list[str] = []
    for segment in (*segments, last):
        if segment == "..":
            del kept[-1:]
        elif segment not in ("", "."):
            kept.append(segment)
    end = "/" if kept and last in ("", ".", "..") else ""

    return "/" + "/".join(kept) + end


def _decoded(escape: re.Match[str]) -> str:
    character = chr(int(escape[1], 16))

    return character if _NEEDLESS.match(character) else escape[0].upper()
