"""
Texts, numbers and free-form values as they may stand in any event.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from sunbird_telemetry.findings.redaction import redacted
from sunbird_telemetry.specification.documented_values import VALUES

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = [
    "AWKWARD",
    "EPOCH",
    "EXACT",
    "documented",
    "durations",
    "json_objects",
    "names",
    "numbers",
    "prose",
    "texts",
    "words",
]

#: The largest integer up to which Node reads every one as it was sent: contract/pipeline.md 1.4.
EXACT = 2**53

#: Seconds that look like a point in time: rule duration-epoch.
EPOCH = 10**8

#: Texts that programs trip over, and JSON and the pipeline do not.
AWKWARD = (
    "\u0000",
    "e\u0301",  # two code points, one letter
    "\u0645\u0631\u062d\u0628\u0627",  # from right to left
    "\u0928\u092e\u0938\u094d\u0924\u0947",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",  # five code points, ten bytes in UTF-16
    "\U0010ffff",
    "\ufeff",
    "\u2028",
    "null",
    '"\\/\r\n\t',
    "../%00{{7*7}}<b>&amp;",
    "x" * 256,
)

_EXTREMES = (EXACT, -EXACT, 1.7976931348623157e308, -1.7976931348623157e308, 5e-324, 0.1)
_ANY = st.text(max_size=12) | st.sampled_from(AWKWARD)
_NUMBERS = (
    st.integers(-EXACT, EXACT)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(_EXTREMES)
)
# An alphabet costs nothing, where a filter would take as long as the drawing. The byte order mark
# is white space to regular expressions of ECMA-262.
_NO_SPACE = st.characters(
    exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs"), exclude_characters="\ufeff"
)
_NAMES = st.text(_NO_SPACE, min_size=1, max_size=12)


def texts() -> SearchStrategy[str]:
    """
    Any text, empty ones too.
    """
    return _ANY


def names() -> SearchStrategy[str]:
    """
    Texts to name something by, without white space.
    """
    return _NAMES


def words() -> SearchStrategy[str]:
    """
    A few ASCII letters and digits, such as ids are made of.
    """
    return st.text("0123456789abcdef", min_size=1, max_size=32)


def prose() -> SearchStrategy[str]:
    """
    Text that people and programs write, without e-mail addresses, phone numbers and tokens.
    """
    return _ANY.filter(lambda text: text == redacted(text))


def numbers(least: int | None = None) -> SearchStrategy[float]:
    """
    Numbers that arrive as they are sent, from *least* on.
    """
    return _NUMBERS if least is None else _NUMBERS.filter(lambda number: number >= least)


def durations() -> SearchStrategy[float]:
    """
    Seconds.
    """
    return st.integers(0, EPOCH - 1) | st.floats(0, EPOCH, exclude_max=True)


def documented(eid: str, name: str, *, but: tuple[str, ...] = ()) -> SearchStrategy[str]:
    """
    Documented values of the member *name* of the edata of *eid*, without those in *but*.
    """
    return st.sampled_from([each for each in VALUES[eid, f"/edata/{name}"] if each not in but])


_SCALARS = st.none() | st.booleans() | _NUMBERS | prose()
_FREE: SearchStrategy[Any] = st.deferred(
    lambda: (
        _SCALARS
        | st.lists(_SCALARS, max_size=2)
        | st.dictionaries(texts(), _SCALARS, max_size=2)
        | st.lists(json_objects(), max_size=2)
    )
)


def json_objects(*, but: tuple[str, ...] = ()) -> SearchStrategy[dict[str, Any]]:
    """
    Objects with members of any name *but* some, and of any kind.
    """
    keys = texts().filter(lambda name: name not in but) if but else texts()

    return st.dictionaries(keys, _FREE, max_size=2)
