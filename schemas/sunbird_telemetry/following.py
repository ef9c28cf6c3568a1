"""
The ways into schemas that refer to each other.
"""

from __future__ import annotations

from functools import lru_cache, reduce
from operator import getitem
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sunbird_telemetry.specification import Specification

__all__ = ["Way", "followed"]

Way = tuple[str | int, ...]


@lru_cache(maxsize=4096)  # mistakes come again; ways into a deployment's own schemas may be many
def followed(way: Way, name: str, specification: Specification) -> tuple[Any, Way]:
    """
    What *way* leads to from the schema called *name*, passing references without a step; and the
    way there from the top of the document that it stands in.
    """
    document: Any = specification.schema(name)
    node, path = document, list[str | int]()
    for step in way:
        node = node[step]
        path.append(step)
        while isinstance(node, dict) and "$ref" in node:
            file, _, fragment = node["$ref"].partition("#")
            document = specification.schema(file.removesuffix(".json")) if file else document
            path = [*fragment.split("/")[1:]]
            node = reduce(getitem, path, document)

    return node, tuple(path)
