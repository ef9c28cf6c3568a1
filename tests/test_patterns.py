"""
Every regular expression of the three packages takes a time that grows with the length of its text,
not with the square: most of them meet texts of strangers.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
import re
from functools import partial
from re import _constants as codes
from re import _parser as parser
from typing import TYPE_CHECKING, Any

import pytest

import pytest_sunbird
import sunbird_mockserver
import sunbird_telemetry
from growth import MOST, growth, repeated
from sunbird_telemetry.jsonvalues.node import v8_errors

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGES = (sunbird_telemetry, sunbird_mockserver, pytest_sunbird)
METHODS = ("fullmatch", "match", "search", "sub")
# In no class of any pattern, and in some that say what may not be there.
ENDS = ("", "\0", "\n", "!")


def modules() -> Iterator[Any]:
    for package in PACKAGES:
        for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not each.name.endswith("__main__"):
                yield importlib.import_module(each.name)


def within(value: Any, depth: int = 4) -> Iterator[re.Pattern[Any]]:
    """
    The patterns that *value* is or holds.
    """
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        yield from (found for each in value.values() for found in within(each, depth - 1))
    elif depth and isinstance(value, list | tuple):
        yield from (found for each in value for found in within(each, depth - 1))
    elif depth and dataclasses.is_dataclass(value) and not isinstance(value, type):
        inner = [getattr(value, each.name) for each in dataclasses.fields(value)]
        yield from (found for each in inner for found in within(each, depth - 1))


def patterns() -> dict[re.Pattern[Any], set[str]]:
    """
    All patterns, and how they are used: by whatever method where that cannot be told.
    """
    found: dict[re.Pattern[Any], set[str]] = {}
    for module in modules():
        source = inspect.getsource(module)
        for name, value in vars(module).items():
            used = set(re.findall(rf"\b{re.escape(name)}\.({'|'.join(METHODS)})\b", source))
            for pattern in within(value):
                found.setdefault(pattern, set()).update(used)
    for step in within([*vars(v8_errors).values()]):
        found[step] = {"match"}

    return {pattern: used or {"search"} for pattern, used in found.items()}


def pieces(parsed: Any) -> Iterator[str]:
    """
    Texts that the parts of a pattern match, in their order.
    """
    literal = ""
    for code, argument in parsed:
        if code is codes.LITERAL:
            literal += chr(argument)
            continue
        if literal:
            yield literal
            literal = ""
        yield from _pieces_of(code, argument)
    if literal:
        yield literal


def _pieces_of(code: Any, argument: Any) -> Iterator[str]:
    if code is codes.IN:
        yield from _characters(argument)
    elif code in (codes.ANY, codes.NOT_LITERAL):
        yield "a"
    elif code is codes.BRANCH:
        yield from (piece for branch in argument[1] for piece in pieces(branch))
    else:  # groups, repetitions and assertions
        for part in argument if isinstance(argument, tuple) else (argument,):
            if isinstance(part, parser.SubPattern):
                yield from pieces(part)


def _characters(members: Any) -> Iterator[str]:
    """
    A letter, a digit and a sign of a class, as far as it has them.
    """
    if members[0][0] is codes.NEGATE:
        excluded = set(map(ord, "".join(_all_of(members[1:]))))
        yield from (each for each in "a0=" if ord(each) not in excluded)
        return
    first: dict[str, str] = {}
    for each in _all_of(members):
        kind = "digit" if each.isdigit() else "letter" if each.isalpha() else "sign"
        first.setdefault(kind, each)
    yield from first.values()


def _all_of(members: Any) -> Iterator[str]:
    for code, argument in members:
        if code is codes.LITERAL:
            yield chr(argument)
        elif code is codes.RANGE:
            yield from map(chr, range(argument[0], min(argument[1], argument[0] + 128) + 1))
        elif code is codes.CATEGORY:
            yield from {
                codes.CATEGORY_WORD: "a0_",
                codes.CATEGORY_DIGIT: "0",
                codes.CATEGORY_SPACE: " \t",
            }.get(argument, "!")


def units(pattern: re.Pattern[Any]) -> list[str]:
    """
    What an attack on *pattern* repeats: each of its parts, and each of its beginnings.
    """
    text = (
        pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    )
    parts = list(pieces(parser.parse(text, pattern.flags & ~re.UNICODE)))
    beginnings = ["".join(parts[: number + 1]) for number in range(len(parts))]

    return list(dict.fromkeys(part for part in (*parts[:24], *beginnings[:24]) if part))


def attacks(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str, str]]:
    """
    The beginnings, units and ends of texts that might take *pattern* long.
    """
    whole = units(pattern)
    for unit in whole:
        yield from (("", unit, end) for end in ENDS)
        yield from ((start, unit, "\0") for start in whole[:6] if start != unit)


def text_of(pattern: re.Pattern[Any], attack: tuple[str, str, str], size: int) -> Any:
    start, unit, end = attack
    text = start + repeated(unit, size) + end

    return text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace")


def call(pattern: re.Pattern[Any], method: str, attack: tuple[str, str, str], size: int) -> Any:
    text = text_of(pattern, attack, size)
    if method == "sub":
        return partial(pattern.sub, lambda found: found[0], text)

    return partial(getattr(pattern, method), text)


@pytest.mark.parametrize(
    ("pattern", "methods"), patterns().items(), ids=lambda value: str(getattr(value, "pattern", ""))
)
def test_a_pattern_is_linear(pattern, methods):
    """
    Whatever it is given: what it looks for, again and again, and then not its end.
    """
    slow = [
        (method, attack, grown)
        for method in methods
        for attack in attacks(pattern)
        if (grown := growth(partial(call, pattern, method, attack))) > MOST
    ]

    assert [] == slow


@pytest.mark.parametrize("text", ["a+b", "ey[a-z]+[.]", r"\s*,"])
def test_a_quadratic_pattern_is_found(text):
    """
    The attacks are worth something.
    """
    pattern = re.compile(text)
    slow = (
        growth(partial(call, pattern, "search", attack), 8000) > MOST for attack in attacks(pattern)
    )

    assert any(slow)
