"""
Actor, context and object: the parts that all event types share. Source: contract/spec.yaml parts.

Only what no rule speaks about is drawn.
"""

from __future__ import annotations

from hypothesis import strategies as st

from pytest_sunbird.strategies.shape import Shape
from pytest_sunbird.strategies.values import json_objects, names, numbers, texts

__all__ = [
    "ACTOR",
    "CONTEXT",
    "DSPEC",
    "INLINE_OBJECT",
    "OBJECT",
    "PARENT",
    "PLUGIN",
    "QUESTION",
    "TARGET",
    "UASPEC",
]

_UNKNOWN = -1  # what dspec says where a number is not known

# The preprocessor cuts ids down that begin with f: (contract/pipeline.md 5.4), and only a user
# other than 'anonymous' gets details (6).
_USER_IDS = names().filter(lambda user: user != "anonymous" and not user.startswith("f:"))

# Sunbird's own applications have names of their own: contract/pipeline.md 10 row 25.
_PRODUCERS = names().filter(lambda name: ".sunbird." not in f".{name}.")

# Nothing is looked up for users and dialcodes, and ids of dialcodes are changed:
# contract/pipeline.md 5.4 and 10 row 15.
_KINDS = st.sampled_from(["Content", "Collection", "Course", "TextBook"]) | names().filter(
    lambda kind: kind.upper() not in {"USER", "QR", "DIALCODE"}
)

_ROLLUP = Shape(optional=dict.fromkeys(("l1", "l2", "l3", "l4"), texts()))
_PDATA = Shape({"id": _PRODUCERS}, {"pid": texts(), "ver": texts()})
_CDATA = st.lists(Shape({"type": texts(), "id": texts()}).objects(), max_size=3)

ACTOR = Shape({"id": _USER_IDS, "type": st.sampled_from(["User", "user", "USER"])})

CONTEXT = Shape(
    {
        "channel": names(),
        "pdata": _PDATA,
        "env": texts(),
        "sid": names(),
        "did": names(),
    },
    {"cdata": _CDATA, "rollup": _ROLLUP},
)

PARENT = Shape(optional={"id": texts(), "type": texts()})

OBJECT = Shape(
    {"id": names(), "type": _KINDS},
    {"ver": texts(), "rollup": _ROLLUP},
)

TARGET = Shape({"id": texts(), "ver": texts(), "type": texts()}, {"parent": PARENT})

PLUGIN = Shape({"id": texts(), "ver": texts()}, {"category": texts()})

#: What an ERROR happened to.
INLINE_OBJECT = Shape(
    {"id": texts(), "type": texts(), "ver": texts()},
    {"subtype": texts(), "name": texts(), "code": texts(), "parent": PARENT},
)

QUESTION = Shape(
    {"id": texts()},
    {
        "maxscore": numbers(),
        "exlength": numbers(),
        "params": st.lists(json_objects(), max_size=2),
        "uri": texts(),
        "desc": texts(),
        "title": texts(),
        "mmc": st.lists(texts(), max_size=3),
        "mc": st.lists(texts(), max_size=3),
    },
)

DSPEC = Shape(
    optional={
        **dict.fromkeys(("os", "make", "id", "camera", "cpu"), texts()),
        **dict.fromkeys(("mem", "idisk", "edisk", "scrn", "sims"), numbers(_UNKNOWN)),
        "cap": st.lists(texts(), max_size=3),
    }
)

UASPEC = Shape(optional=dict.fromkeys(("agent", "ver", "system", "platform", "raw"), texts()))
