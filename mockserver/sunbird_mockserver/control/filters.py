"""
The filters of the control API: a `Query` out of the text behind a URL's question mark.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs

from sunbird_mockserver.journal.matching import Criterion, containing, equal_to
from sunbird_mockserver.journal.query import Query, shown
from sunbird_telemetry.finding import Level
from sunbird_telemetry.jsonvalues.node import NotJson, loads
from sunbird_telemetry.pipeline import Fate, Stage
from sunbird_telemetry.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

__all__ = ["RESERVED", "BadQueryError", "parse_query"]

_INBOX = re.compile(r"[A-Za-z0-9._-]{1,100}")


class _Number(NamedTuple):
    """
    The bounds of a reserved key that takes a number.
    """

    default: float
    least: int
    most: int
    form: re.Pattern[str] = re.compile(r"[0-9]{1,16}")
    kind: str = "whole number"


_NUMBERS = {
    "limit": _Number(100, 1, 1000),
    "after": _Number(0, 0, 2**53),
    "count": _Number(1, 1, 2**53),
    "timeout": _Number(5, 0, 60, re.compile(r"[0-9]{1,16}(?:\.[0-9]{1,16})?"), "number of seconds"),
}
_CHOICES: dict[str, tuple[str, ...]] = {
    "fate": tuple(Fate),
    "stage": tuple(Stage),
    "level": tuple(level.name.lower() for level in Level),
}
_TEXTS = frozenset({"eid", "mid"})

#: The keys that are no paths into the event, beside ``eid`` and ``mid``, which are both.
RESERVED = frozenset({*_NUMBERS, *_CHOICES, "rule", "inbox"})


class BadQueryError(ValueError):
    """
    A filter that cannot be understood. Its text says which, and what would do.
    """


def parse_query(text: str, *, inbox: str, only: Collection[str] = ()) -> Query:
    """
    The query that a URL's *text* asks for, in *inbox* unless it names others.

    Args:
        text: As WSGI has it: each character stands for a byte.

        inbox: Where to look, unless told otherwise.

        only: The keys that make sense here; empty: all do.

    Raises:
        BadQueryError: A key has a value that it cannot have, or has no place here.
    """
    # curl sends what is typed, unencoded.
    raw = text.encode("latin-1", "replace").decode("utf-8", "replace")
    fields = parse_qs(raw, keep_blank_values=True)
    _check_keys(fields, only)
    numbers = {name: _number(name, fields.pop(name, [])) for name in _NUMBERS}
    chosen = {name: _choice(name, fields.pop(name, [])) for name in _CHOICES}

    return Query(
        inboxes=_inboxes(fields.pop("inbox", [inbox])),
        fates=chosen["fate"],
        stages=chosen["stage"],
        levels=chosen["level"],
        rules=frozenset(map(_rule, fields.pop("rule", []))),
        criteria=tuple(_criterion(key, values) for key, values in fields.items()),
        limit=int(numbers["limit"]),
        after=int(numbers["after"]),
        count=int(numbers["count"]),
        timeout=numbers["timeout"],
    )


def _check_keys(keys: Iterable[str], only: Collection[str]) -> None:
    for key in keys:
        if only and key not in only:
            msg = f"{key} has no meaning here. This call takes {', '.join(only)}."
            raise BadQueryError(msg)
        if key.endswith("~") and key[:-1] in RESERVED:
            msg = f"{key}: {key[:-1]} is compared as a whole. Leave the ~ out."
            raise BadQueryError(msg)


def _number(name: str, values: Sequence[str]) -> float:
    number = _NUMBERS[name]
    if not values:
        return number.default
    if len(values) == 1 and number.form.fullmatch(values[0]):
        value = float(values[0])
        if number.least <= value <= number.most:
            return value
    given = "&".join(f"{name}={value}" for value in values)
    msg = f"{given}: {name} is one {number.kind} from {number.least} to {number.most}."
    raise BadQueryError(msg)


def _choice(name: str, values: Sequence[str]) -> frozenset[str]:
    known = _CHOICES[name]
    for value in values:
        if value not in known:
            hint = did_you_mean(value, known)
            msg = f"{name}={value}: {name} is one of {', '.join(known)}.{hint}"
            raise BadQueryError(msg)

    return frozenset(values)


def _rule(name: str) -> str:
    from sunbird_telemetry.findings import RULES, rule_called  # loads the table of rules

    rule = rule_called(name)
    if rule is None:
        hint = did_you_mean(name.lower(), RULES)
        msg = (
            f"rule={name}: there is no such rule.{hint} "
            "`sunbird-mock explain --all` shows all of them."
        )
        raise BadQueryError(msg)

    return rule.name


def _inboxes(names: Iterable[str]) -> tuple[str, ...]:
    for name in names:
        if not _INBOX.fullmatch(name):
            msg = (
                f"inbox={name}: an inbox has a name of 1 to 100 letters, digits, "
                "dots, hyphens and underscores."
            )
            raise BadQueryError(msg)

    return tuple(dict.fromkeys(names))


def _criterion(key: str, values: Sequence[str]) -> Criterion:
    name = key.removesuffix("~")
    path = tuple(name.split("."))
    read: Callable[[str], Any] = str if name in _TEXTS else _read
    if name == key:
        wanted: list[Any] = [read(value) for value in values]
        tests = [equal_to(value) for value in wanted]
    else:
        wanted = list(values)
        # A list may hold the text itself, or what it means as JSON.
        tests = [containing(part) for value in values for part in (value, read(value))]

    return Criterion(path, shown(wanted), _any_of(tests))


def _read(text: str) -> Any:
    try:
        return loads(text)
    except NotJson:
        return text


def _any_of(tests: Sequence[Callable[[Any], bool]]) -> Callable[[Any], bool]:
    if len(tests) == 1:
        return tests[0]

    return lambda got: any(test(got) for test in tests)
