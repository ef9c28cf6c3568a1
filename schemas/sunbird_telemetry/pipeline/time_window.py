"""
Times as the pipeline reckons them: what is too old, and when today ends.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache

__all__ = ["ALWAYS", "SecondsError", "Window", "as_long", "iso", "moment", "window"]

_EPOCH = datetime.fromtimestamp(0, UTC)
_MS = timedelta(milliseconds=1)
# In ms. No clock of our time is changed, and no day begins, between quarters of an hour.
_QUARTER = 15 * 60 * 1000
_LARGEST_LONG = 2**63 - 1
_MOST_DIGITS = len("253402300799999")  # the end of the year 9999
# Seconds from 1973 to the year 5138; in milliseconds that is before March 1973.
_SECONDS = range(10**8, 10**11)
_NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]+)?")


class SecondsError(ValueError):
    """
    A number of seconds where milliseconds are wanted. Its text continues a sentence.
    """

    def __init__(self, seconds: Decimal) -> None:
        super().__init__(seconds)
        self.ms = int(seconds * 1000)

    def __str__(self) -> str:
        return f"looks like seconds; write {self.ms}"


@dataclass(frozen=True, slots=True)
class Window:
    """
    The times of events that are kept as they are, in ms since the epoch, both ends included.

    Attributes:
        oldest: Before this, an event is lost.

        latest: What is later is rewritten to this.
    """

    oldest: int
    latest: int


#: Where no time is known, none is too old or too late.
ALWAYS = Window(-_LARGEST_LONG - 1, _LARGEST_LONG)


def window(now: int, months: int, place: tzinfo) -> Window:
    """
    From *months* calendar months before *now* to the end of today in *place*.

    Source: contract/pipeline.md 6.
    """
    bounds = _bounds(now // _QUARTER, months, place)
    if bounds is None:
        return ALWAYS
    back, latest = bounds

    return Window(now - back, latest)


def as_long(number: float) -> int:
    """
    *number* as Java cuts a double to a long.
    """
    if number != number:  # noqa: PLR0124 - the one test for NaN that takes any integer
        return 0

    return int(max(-_LARGEST_LONG - 1, min(number, _LARGEST_LONG)))


def moment(text: str) -> int:
    """
    The time that *text* names, in ms since the epoch: ISO 8601, which is UTC unless it says where,
    or that number itself.

    Raises:
        SecondsError: It is a number of seconds.

        ValueError: It names none.
    """
    if _NUMBER.fullmatch(text) and int(seconds := Decimal(text)) in _SECONDS:
        raise SecondsError(seconds)
    if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS:
        return int(text)
    named = datetime.fromisoformat(text)

    return (named.replace(tzinfo=named.tzinfo or UTC) - _EPOCH) // _MS


@lru_cache(maxsize=8)  # events of one batch have one stamp
def iso(ms: int) -> str:
    """
    The time *ms* in UTC, as the extractor writes ``@timestamp``.
    """
    try:
        return f"{_EPOCH + ms * _MS:%Y-%m-%dT%H:%M:%S}.{ms % 1000:03}Z"
    except OverflowError:
        return ""  # beyond the year 9999, as below


@lru_cache
def _bounds(quarter: int, months: int, place: tzinfo) -> tuple[int, int] | None:
    """
    Return *months* in ms and the end of today, valid throughout one *quarter* of an hour.

    None beyond Python's calendar, which ends in the year 9999; no service stamps that.
    """
    try:
        moment = _EPOCH + quarter * _QUARTER * _MS
        return (moment - _months_before(moment, months)) // _MS, _end(moment, place)
    except (OverflowError, ValueError):
        return None


def _months_before(moment: datetime, months: int) -> datetime:
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])

    return moment.replace(year=year, month=month + 1, day=day)


def _end(moment: datetime, place: tzinfo) -> int:
    tomorrow = moment.astimezone(place).date() + timedelta(days=1)
    midnight = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=place)

    return (midnight - _EPOCH) // _MS - 1
