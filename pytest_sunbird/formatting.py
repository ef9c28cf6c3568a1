"""
Lines that fit into a terminal or a CI log, and values that fit into lines. Never a secret.
"""

from __future__ import annotations

import shutil
import textwrap
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from sunbird_mockserver.bodies import HIDDEN, SECRET_NAMES, masked
from sunbird_mockserver.journal.matching import ABSENT
from sunbird_telemetry.display import printable
from sunbird_telemetry.suggestion import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sunbird_mockserver.journal.matching import Comparison

__all__ = ["field_lines", "fold", "listed", "shortened", "shown"]

# pytest puts "E" and spaces in front of each line of an assertion.
_MARGIN = 5
_NARROWEST = 60
_KEPT_PREFIX = 8
_MOST_LISTED = 6
_LEAST_VALUE = 16
_MAX_SHORTENED = 40


def fold(line: str) -> list[str]:
    """
    *line* in lines as wide as the terminal, the later ones indented.
    """
    own = len(line) - len(line.lstrip())

    return textwrap.wrap(
        printable(masked(line)),
        _width(),
        subsequent_indent=" " * (own + 2),
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
        replace_whitespace=False,
    ) or [""]


def field_lines(comparisons: Sequence[Comparison], event: Any = None) -> Iterator[str]:
    """
    A line per comparison; two, one below the other, where the values are long.

    Args:
        comparisons: How an event does on each thing that is wanted.

        event: The event as it was sent.
    """
    column = max((len(each.path) for each in comparisons), default=0) + 6
    for each in comparisons:
        mark = f"  {'✓' if each.ok else '✗'} {each.path}".ljust(column)
        yield from _line(mark, _without_secrets(each), event)


def listed(texts: Iterable[str]) -> str:
    """
    *texts* with commas between them; of many the first, and how many more there are.
    """
    texts = list(texts)
    more = len(texts) - _MOST_LISTED

    return ", ".join(texts[:_MOST_LISTED]) + (f", and {more} more" if more > 0 else "")


def shown(value: Any) -> str:
    """
    *value* as Python writes it, without secrets.
    """
    try:
        return repr(masked(value))
    except RecursionError:
        return "a value that is nested too deeply to be shown"


def shortened(value: Any) -> str:
    """
    The beginning of what is `shown` of *value*.
    """
    return _cut(shown(value), _MAX_SHORTENED)


def _width() -> int:
    return max(shutil.get_terminal_size().columns - _MARGIN, _NARROWEST)


def _line(mark: str, compared: Comparison, event: Any) -> Iterator[str]:
    room = _width() - len(mark)
    wanted, got = compared.wanted, compared.got
    if compared.ok:
        yield mark + _cut(got if isinstance(got, str) else shown(got), room)
    elif got is ABSENT:
        absent = f", but it is absent{_instead(compared.path, event)}"
        yield f"{mark}wanted {_cut(shown(wanted), room - len('wanted ') - len(absent))}{absent}"
    else:
        pattern = "it to be absent" if wanted is ABSENT else shown(wanted)
        yield from _beside(mark, pattern, shown(got), room)


def _beside(mark: str, wanted: str, got: str, room: int) -> Iterator[str]:
    """
    Both in one line, or one below the other.
    """
    line = f"wanted {wanted}, got {got}"
    if len(line) <= room:
        yield mark + line
        return
    wanted, got = _apart(wanted, got, room - len("wanted "))
    yield f"{mark}wanted {wanted}"
    yield f"{' ' * len(mark)}got    {got}"


def _without_secrets(comparison: Comparison) -> Comparison:
    name = comparison.path.rpartition(".")[2]
    if name.lower() in SECRET_NAMES and comparison.got is not ABSENT:
        return replace(comparison, wanted=HIDDEN, got=HIDDEN)

    return comparison


def _instead(path: str, event: Any) -> str:
    """
    The name beside *path* that may have been meant.
    """
    *way, name = path.split(".")
    for step in way:
        event = event.get(step) if isinstance(event, dict) else None
    close = nearest(name, event if isinstance(event, dict) else (), nearness=0.75)

    return f"; there is {'.'.join((*way, close))}" if close is not None else ""


def _apart(wanted: str, got: str, room: int) -> tuple[str, str]:
    """
    Both in *room* characters, from where they begin to differ.
    """
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(wanted, got, strict=False))
    start = max(len(list(alike)) - _KEPT_PREFIX, 0)
    if max(len(wanted), len(got)) > room and start:
        wanted, got = "…" + wanted[start:], "…" + got[start:]

    return _cut(wanted, room), _cut(got, room)


def _cut(text: str, room: int) -> str:
    room = max(room, _LEAST_VALUE)

    return text if len(text) <= room else text[: room - 1] + "…"
