"""
Events of every type: good ones, and good ones with something done to them.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from sunbird_telemetry.specification import EVENT_TYPES, SHARED_PARTS, schema

if TYPE_CHECKING:
    from collections.abc import Iterator


def nested(depth: int, kind: type = list) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value] if kind is list else {"a": value}
    return value


#: What JSON can say and validators trip over.
HOSTILE = {
    "null": None,
    "true": True,
    "false": False,
    "zero": 0,
    "one as a float": 1.0,
    "minus one": -1,
    "less than minus one": -1.5,
    "beyond 53 bits": 2**53 + 1,
    "beyond -53 bits": -(2**53) - 1,
    "beyond 64 bits": 2**64,
    "beyond -64 bits": -(2**64),
    "5,001 digits": 10**5000,
    "minus 5,001 digits": -(10**5000),
    "largest float": 1e308,
    "NaN": float("nan"),
    "infinity": float("inf"),
    "minus infinity": float("-inf"),
    "empty text": "",
    "version": "3.0",
    "version and lone surrogate": "3.0\ud800",
    "lone surrogate": "\ud800",
    "astral": "\U0001f600",
    "long text": "x" * 1000,
    "empty list": [],
    "list of null": [None],
    "list of list": [[]],
    "empty object": {},
    "list of object": [{}],
    "lone surrogate as a name": {"\ud800": 1},
    "what reports are split at": {"reports:": ",,,,"},
    "300 lists": nested(300),
    "100,000 lists": nested(100_000),
    "100,000 objects": nested(100_000, dict),
}

_SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None))
)


def hostile_values() -> st.SearchStrategy[Any]:
    """
    What JSON can say and validators trip over.
    """
    return st.sampled_from(sorted(HOSTILE)).map(lambda name: HOSTILE[name])


# A name that looks like a place in a list must not be taken for one.
_NAMES = st.text() | st.sampled_from(["0", "1", "01", "+1", "-1"])


def json_values() -> st.SearchStrategy[Any]:
    """
    Anything that a JSON text can be, lone surrogates and infinities included.
    """
    return st.recursive(
        _SCALARS | hostile_values(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=3),
        max_leaves=8,
    )


def good_events() -> st.SearchStrategy[dict[str, Any]]:
    """
    The examples of every type, full and minimal.
    """
    return st.sampled_from([example for eid in EVENT_TYPES for example in schema(eid)["examples"]])


@st.composite
def mutated_events(draw: st.DrawFn) -> dict[str, Any]:
    """
    Good events of which up to three places were removed, replaced or added to.
    """
    event = copy.deepcopy(draw(good_events()))
    places = list(containers(event))
    for _ in range(draw(st.integers(0, 3))):
        _mutate(draw, draw(st.sampled_from(places)))
    if draw(st.integers(0, 9)) == 0:
        event["eid"] = draw(st.sampled_from(["start", "STARTS", "", *SHARED_PARTS]))
    return event


def _mutate(draw: st.DrawFn, container: dict[str, Any] | list[Any]) -> None:
    places = list(container) if isinstance(container, dict) else list(range(len(container)))
    action = draw(st.sampled_from(["add", "remove", "replace"] if places else ["add"]))
    value = draw(hostile_values())
    if action == "add" and isinstance(container, dict):
        container[draw(st.sampled_from(["zzz", "a,b", "\ud800", '"', "pointer"]))] = value
    elif action == "add":
        container.append(value)
    elif action == "remove":
        del container[draw(st.sampled_from(places))]
    else:
        container[draw(st.sampled_from(places))] = value


def containers(value: Any) -> Iterator[dict[str, Any] | list[Any]]:
    """
    Every object and list within *value*, itself included.
    """
    if isinstance(value, dict | list):
        yield value
        for member in value.values() if isinstance(value, dict) else value:
            yield from containers(member)
