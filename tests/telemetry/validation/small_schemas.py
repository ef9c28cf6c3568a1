"""
Schemas of the keywords that telemetry and the rules use, and values that tell them apart.

A drawn schema is worth more if another one of the same subject meets it, and if many values are
tried on both: most pairs of keywords say nothing about most values.
"""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import strategies as st

NAMES = ("a", "b", "c")
SCALARS = ["", "a", "A", "abc", "a@b", 0, 1, 2.5, -1, True, None]
TEXTS: list[dict[str, Any]] = [
    {"type": "string"},
    *({"const": value} for value in ("a", "abc", 1, True)),
    *({"enum": values} for values in (["a", "A"], ["abc", 1], ["a@b", True])),
    *({"pattern": pattern} for pattern in ("@", "^a", "b$|A")),
    *({"minLength": length} for length in (1, 2)),
    *({"not": {"enum": values}} for values in (["a"], ["abc", 1])),
    *({"not": {"type": "string", "pattern": pattern}} for pattern in ("@", "^A")),
    *({"not": refused} for refused in ({"pattern": "c"}, {"enum": ["a", "abc"], "minLength": 2})),
    {"pattern": "a", "allOf": [{"minLength": 2}]},
]
NUMBERS: list[dict[str, Any]] = [
    {"type": "number"},
    *(
        {keyword: bound}
        for keyword in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
        for bound in (0, 1, 2)
    ),
    *({"type": "number", "minimum": bound} for bound in (0, 1)),
    *({"not": {keyword: 1}} for keyword in ("minimum", "exclusiveMaximum")),
]
LISTS: list[dict[str, Any]] = [
    {"type": "array"},
    *({"minItems": length} for length in (1, 2)),
    *({"items": items} for items in (False, {"type": "string"}, {"minimum": 1})),
]
OBJECTS: list[dict[str, Any]] = [
    {"type": "object"},
    *({"required": names} for names in (["a"], ["b"], ["c", "a"])),
    *({"properties": {"a": member, "b": True}} for member in (False, {"minLength": 2})),
    {"properties": {"b": {"minimum": 1}, "c": {"const": "a"}}},
    {"properties": {"a": False, "b": {}}, "additionalProperties": False},
    *({"additionalProperties": member} for member in (False, {"type": "string"})),
    *({"propertyNames": {"enum": names}} for names in (["a", "b"], ["b", "c"])),
    *({"not": refused} for refused in ({"required": ["a"]}, {"properties": {"b": False}})),
]
COMBINED: list[dict[str, Any]] = [
    {keyword: [one, other]}
    for keyword in ("allOf", "anyOf", "oneOf")
    for one, other in ((TEXTS[0], NUMBERS[1]), (TEXTS[9], TEXTS[12]), (OBJECTS[1], OBJECTS[7]))
]
#: Schemas that may contradict each other, by subject.
SUBJECTS = {
    "texts": TEXTS,
    "numbers": NUMBERS,
    "lists": LISTS,
    "objects": OBJECTS,
    "combined": [*COMBINED, True, False],
}


def _values() -> list[Any]:
    few = ["abc", "a@b", 0, 2.5, None]
    lists = [[], *([one] for one in SCALARS), *map(list, itertools.product(few, few))]
    objects: list[Any] = [{name: one} for name in NAMES for one in SCALARS]
    objects += [{"a": one, "b": other} for one, other in itertools.product(few, few)]
    objects += [{"a": one, "c": other} for one, other in itertools.product(few, few)]
    nested = [{"a": {"a": 1}}, {"a": {"b": "abc"}}, {"b": [0]}, [{"a": 1}], [[0]], [{}], {"a": []}]
    nested += [{"a": {"b": {"c": 1}}}, [[["a"]]], {"a": [{"b": "A"}]}, [{"b": ["abc", 0]}]]

    return [*SCALARS, *lists, {}, *objects, {"a": 1, "b": 2, "c": "a"}, *nested]


#: Values that tell the schemas above apart.
VALUES = _values()


def schemas() -> st.SearchStrategy[Any]:
    """
    Draw schemas that join and nest those above.
    """
    return st.one_of(_of_a_subject())


def pairs() -> st.SearchStrategy[tuple[Any, Any]]:
    """
    Draw pairs of schemas about the same kind of value.
    """
    return st.one_of([st.tuples(each, each) for each in _of_a_subject()])


def _of_a_subject() -> list[st.SearchStrategy[Any]]:
    plain = [_joined(st.sampled_from(atoms)) for atoms in (TEXTS, NUMBERS, LISTS, OBJECTS)]
    combined = _larger(st.booleans() | st.one_of(plain))

    return [*plain, *combined, *_larger(st.one_of(combined))]


def _larger(inner: st.SearchStrategy[Any]) -> list[st.SearchStrategy[Any]]:
    several = st.lists(inner, min_size=1, max_size=2)
    members = st.dictionaries(st.sampled_from(NAMES), inner, min_size=1, max_size=2)
    rest = inner.map(lambda each: {"additionalProperties": each})

    return [
        _joined(st.sampled_from(LISTS) | inner.map(lambda each: {"items": each})),
        _joined(st.sampled_from(OBJECTS) | members.map(lambda each: {"properties": each}) | rest),
        _joined(
            st.builds(
                lambda keyword, schemas: {keyword: schemas},
                st.sampled_from(["allOf", "anyOf", "oneOf"]),
                several,
            )
            | inner.map(lambda each: {"not": each})
        ),
    ]


def _joined(schemas: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.lists(schemas, min_size=1, max_size=3).map(
        lambda parts: {keyword: value for part in parts for keyword, value in part.items()}
    )
