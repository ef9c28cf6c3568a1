"""
JSON objects as strategies, any member of which may be told what to be.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from operator import or_
from typing import Any, TypeAlias

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

__all__ = ["Shape"]

_Members: TypeAlias = Mapping[str, "Shape | SearchStrategy[Any]"]


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """
    The members of an object, required and optional.

    Attributes:
        required: Those that it always has.

        optional: Those that it may have.

        others: What else may stand there, where the object is open and that is of interest.
    """

    required: _Members = field(default_factory=dict)
    optional: _Members = field(default_factory=dict)
    others: SearchStrategy[dict[str, Any]] | None = None

    def objects(self, fixed: Mapping[str, Any] | None = None) -> SearchStrategy[dict[str, Any]]:
        """
        Objects of this shape that have every member of *fixed*.

        Args:
            fixed: Values, or strategies for them, by name. None leaves the member out. An object
                fixes its own members only; what else belongs there is drawn.
        """
        fixed = fixed or {}
        known = {**self.required, **self.optional}
        given = {
            name: _told(known.get(name), value)
            for name, value in fixed.items()
            if value is not None
        }
        objects = st.fixed_dictionaries(
            _drawn(self.required, fixed) | given, optional=_drawn(self.optional, fixed)
        )

        return objects if self.others is None else st.builds(or_, self.others, objects)


def _drawn(members: _Members, fixed: Mapping[str, Any]) -> dict[str, SearchStrategy[Any]]:
    """
    The *members* that are not *fixed*.
    """
    return {
        name: member.objects() if isinstance(member, Shape) else member
        for name, member in members.items()
        if name not in fixed
    }


def _told(member: Shape | SearchStrategy[Any] | None, value: Any) -> SearchStrategy[Any]:
    """
    Return the strategy of a *member* that is fixed to *value*.
    """
    if isinstance(value, SearchStrategy):
        return value
    if isinstance(value, Mapping):
        return (member if isinstance(member, Shape) else Shape()).objects(value)

    # Every example gets a list of its own, so that a test may change it.
    return st.builds(deepcopy, st.just(value)) if isinstance(value, list) else st.just(value)
