"""
Patterns that events are matched against: partial JSON, types, regular expressions, predicates.
"""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from pytest_sunbird.formatting import shortened
from sunbird_mockserver.journal.matching import Criterion, equal_leaves, equal_to, leaves

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sunbird_mockserver.journal.matching import Comparison

__all__ = ["EventPattern", "JsonHolder"]

# What a test of one value raises at a value of another kind, which is then not what was wanted.
_NOT_OF_ITS_KIND = (AttributeError, LookupError, TypeError, ValueError)


class JsonHolder(Protocol):
    """
    An object that has the JSON value that a client sent, e.g. an `Event`.
    """

    @property
    def json(self) -> Any:
        """
        The value.
        """
        ...


@dataclass(frozen=True, slots=True)
class EventPattern:
    """
    The fields that an event must have to match.

    Attributes:
        criteria: Each value that it should have, with its path.
    """

    criteria: tuple[Criterion, ...]

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> EventPattern:
        """
        Return the pattern for an event with *fields*. A name with dots is a path.

        Raises:
            TypeError: An object stands in place of the event type.
        """
        if isinstance(fields.get("eid"), dict):
            raise TypeError(
                f"{shortened(fields['eid'])} is not an event type. Give the fields of an event by "
                'name: expect("END", edata={...}); or put ** before an object.'
            )

        return cls(
            tuple(
                Criterion(
                    (*name.split("."), *path), _shown(wanted), equal_to(wanted, leaf=_is_wanted)
                )
                for name, value in fields.items()
                for path, wanted in _leaves(value)
            )
        )

    def accepts(self, event: JsonHolder) -> bool:
        """
        Return True if *event* meets every criterion.
        """
        return all(criterion.met_by(event.json) for criterion in self.criteria)

    def compare(self, event: JsonHolder) -> tuple[Comparison, ...]:
        """
        Compare *event* with each criterion.
        """
        return tuple(criterion.compare(event.json) for criterion in self.criteria)

    @property
    def eid(self) -> Any:
        """
        The event type that is wanted; None if any will do.
        """
        return next((each.wanted for each in self.criteria if each.path == ("eid",)), None)

    def __str__(self) -> str:
        fields = [
            f"{'.'.join(criterion.path)} {shortened(criterion.wanted)}"
            for criterion in self.criteria
            if criterion.path != ("eid",)
        ]
        kind = "event" if self.eid is None else str(self.eid)

        return f"{kind} with {', '.join(fields)}" if fields else kind


@dataclass(frozen=True, slots=True)
class _ShownAs:
    """
    A representation of a criterion that is not a plain value.
    """

    text: str

    def __repr__(self) -> str:
        return self.text


def _leaves(value: Any) -> list[tuple[tuple[str, ...], Any]]:
    return list(leaves(value)) if isinstance(value, dict) and value else [((), value)]


def _is_wanted(wanted: Any, got: Any) -> bool:
    """
    Return True if *got* matches *wanted*: a regular expression, a type, or a predicate.
    """
    if isinstance(wanted, re.Pattern):
        return isinstance(got, str) and bool(wanted.search(got))
    if _is_plain_type(wanted):
        return isinstance(got, wanted) and not (wanted is int and isinstance(got, bool))
    if _is_test(wanted):
        try:
            return bool(wanted(got))
        except _NOT_OF_ITS_KIND:
            return False

    return equal_leaves(wanted, got)


def _is_plain_type(wanted: Any) -> bool:
    # Those of dirty-equals compare values even as classes.
    return isinstance(wanted, type) and _equality_of(wanted) is object.__eq__


def _equality_of(wanted: Any) -> object:
    return type(wanted).__eq__


def _is_test(wanted: Any) -> bool:
    """
    Return True if *wanted* is a predicate to call, not a value to compare with.
    """
    if inspect.isroutine(wanted):
        return True

    return callable(wanted) and _equality_of(wanted) is object.__eq__


def _shown(wanted: Any) -> Any:
    if isinstance(wanted, re.Pattern):
        return _ShownAs(f"/{wanted.pattern}/")
    if _is_plain_type(wanted):
        return _ShownAs(f"any {wanted.__name__}")

    return _ShownAs(_name_of(wanted)) if _is_test(wanted) else wanted


def _name_of(test: Any) -> str:
    code = getattr(test, "__code__", None)
    if code is not None and code.co_name == "<lambda>":
        return f"<lambda> of {Path(code.co_filename).name}:{code.co_firstlineno}"
    name: str = getattr(test, "__qualname__", repr(test))

    return name.rpartition("<locals>.")[2]
