"""
Is this the event that was meant? And if none is, which came nearest?

A criterion is a path and what is wanted there. The control API, the fixture and its failure texts
all compare with these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

__all__ = [
    "ABSENT",
    "Comparison",
    "Criterion",
    "containing",
    "criteria",
    "equal_leaves",
    "equal_to",
    "leaves",
    "nearest",
    "nearest_by",
    "value_at",
]

T = TypeVar("T")
Path: TypeAlias = tuple[str, ...]

# No list is longer than that, and Python refuses to read numbers of thousands of digits.
_LONGEST_INDEX = 9


class _Absent:
    """
    The value at a path that an event does not have. Equal to nothing but itself.
    """

    def __repr__(self) -> str:
        return "<absent>"


ABSENT = _Absent()


@dataclass(frozen=True, slots=True)
class Criterion:
    """
    A condition on the value at one path of an event.

    Attributes:
        path: Member names and list indexes, outermost first.

        wanted: What to show people. `ABSENT` asks for nothing to be there.

        accepts: Whether a value will do.
    """

    path: tuple[str, ...]
    wanted: Any
    accepts: Callable[[Any], bool]

    def compare(self, event: Any) -> Comparison:
        """
        Compare *event* with this criterion.
        """
        got = value_at(event, self.path)

        return Comparison(".".join(self.path), self.wanted, got, self._accepts(got))

    def met_by(self, event: Any) -> bool:
        """
        Return True if *event* meets it.
        """
        return self._accepts(value_at(event, self.path))

    def _accepts(self, got: Any) -> bool:
        return self.wanted is ABSENT if got is ABSENT else self.accepts(got)


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    The result of comparing one event with one criterion.

    Attributes:
        path: Dotted.

        wanted: What was wanted there.

        got: What stands there; `ABSENT` if nothing does.

        ok: Whether that will do.
    """

    path: str
    wanted: Any
    got: Any
    ok: bool

    def to_dict(self) -> dict[str, Any]:
        """
        The comparison as JSON; ``got`` is left out where nothing stands.
        """
        got = {} if self.got is ABSENT else {"got": self.got}
        return {"path": self.path, "wanted": self.wanted, **got, "ok": self.ok}


def leaves(wanted: Mapping[str, Any], path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """
    Each leaf of *wanted* with its path below *path*. An object without members is a leaf.
    """
    for name, value in wanted.items():
        if isinstance(value, dict) and value:
            yield from leaves(value, (*path, name))
        else:
            yield (*path, name), value


def criteria(wanted: Mapping[str, Any]) -> Iterator[Criterion]:
    """
    One criterion per leaf of *wanted*: objects match in part, everything else as a whole.
    """
    for path, value in leaves(wanted):
        yield Criterion(path, value, equal_to(value))


def value_at(event: Any, path: Sequence[str]) -> Any:
    """
    Return the value at *path* in *event*; `ABSENT` if there is none.
    """
    for name in path:
        if isinstance(event, dict):
            event = event.get(name, ABSENT)
        elif isinstance(event, list) and _is_index(name) and int(name) < len(event):
            event = event[int(name)]
        else:
            return ABSENT

    return event


def _is_index(name: str) -> bool:
    return name.isdecimal() and len(name) <= _LONGEST_INDEX


def nearest(
    events: Iterable[Any], wanted: Sequence[Criterion]
) -> tuple[Any, tuple[Comparison, ...]] | None:
    """
    The event that meets most criteria, see `nearest_by`.
    """
    return nearest_by(events, lambda event: tuple(each.compare(event) for each in wanted))


def nearest_by(
    candidates: Iterable[T], compare: Callable[[T], tuple[Comparison, ...]]
) -> tuple[T, tuple[Comparison, ...]] | None:
    """
    The candidate with the most comparisons that are ok; None without candidates.

    Of equals the one that does well on earlier criteria, of those the latest.
    """
    best: tuple[T, tuple[Comparison, ...]] | None = None
    best_score: tuple[int, list[bool]] = (0, [])
    for candidate in candidates:
        compared = compare(candidate)
        oks = [comparison.ok for comparison in compared]
        score = (sum(oks), oks)
        if best is None or score >= best_score:
            best, best_score = (candidate, compared), score

    return best


def equal_leaves(wanted: Any, got: Any) -> bool:
    """
    Return True if the scalars *got* and *wanted* are equal in JSON, where true is not 1.
    """
    if isinstance(wanted, int | float) and isinstance(wanted, bool) is not isinstance(got, bool):
        return False

    # In a test *wanted* may be anything that has an opinion on what it equals.
    return bool(wanted == got)


def equal_to(wanted: Any, leaf: Callable[[Any, Any], bool] = equal_leaves) -> Callable[[Any], bool]:
    """
    A test for what equals *wanted* as JSON has it, where true is not 1 but 1.0 is.

    Args:
        wanted: What is wanted.

        leaf: Compares what holds nothing else.
    """
    return lambda got: _equal(wanted, got, leaf)


def containing(part: Any) -> Callable[[Any], bool]:
    """
    A test for texts that *part* occurs in, and for lists that it is an item of.
    """

    def accepts(got: Any) -> bool:
        if isinstance(got, list):
            return any(map(equal_to(part), got))
        return isinstance(got, str) and isinstance(part, str) and part in got

    return accepts


def _equal(wanted: Any, got: Any, leaf: Callable[[Any, Any], bool]) -> bool:
    # Python compares nested values by recursion, and a client may nest as deeply as it likes.
    pairs = [(wanted, got)]
    while pairs:
        wanted, got = pairs.pop()
        if isinstance(wanted, dict) and isinstance(got, dict):
            if wanted.keys() != got.keys():
                return False
            pairs.extend((value, got[name]) for name, value in wanted.items())
        elif isinstance(wanted, list) and isinstance(got, list):
            if len(wanted) != len(got):
                return False
            pairs.extend(zip(wanted, got, strict=True))
        elif not leaf(wanted, got):
            return False

    return True
