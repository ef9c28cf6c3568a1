"""
Rules about edata that is valid, but useless or misleading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sunbird_telemetry.finding import Level
from sunbird_telemetry.findings.rule import Check, Rule, Scope
from sunbird_telemetry.specification.documented_values import VALUES

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["RULES"]

_TIMED = ("START", "END", "IMPRESSION", "INTERACT", "ASSESS", "AUDIT")
_EPOCH = 10**8  # three years, in seconds


def _differs_in_case(values: tuple[str, ...]) -> Callable[[Any], bool]:
    known = frozenset(map(str.lower, values))

    return lambda value: isinstance(value, str) and value.lower() in known


def _is_other(values: tuple[str, ...]) -> Callable[[Any], bool]:
    known = frozenset(map(str.lower, values))

    return lambda value: isinstance(value, str) and value.lower() not in known


def _ends_before_it_starts(edata: Any) -> bool:
    match edata:
        case {"starttime": int() | float() as start, "endtime": int() | float() as end}:
            return end < start
        case _:
            return False


_VALUES = (
    Rule(
        id="SB301",
        name="value-case",
        level=Level.WARNING,
        scope=Scope.EVENT,
        message="{pointer} is {value}: the documents write it differently in upper and lower case.",
        why="It is accepted, but reports that count by this value leave the event out.",
        remedy="Copy the spelling of the documents, for instance 'Yes' and 'No' in ASSESS.pass.",
        wrong={"eid": "ASSESS", "edata": {"pass": "yes"}},
        right={"eid": "ASSESS", "edata": {"pass": "Yes"}},
        evidence="contract/pipeline.md 10 row 22",
        certain=False,
        checks=tuple(
            Check((place,), {"enum": list(values)}, (eid,), _differs_in_case(values))
            for (eid, place), values in VALUES.items()
        ),
    ),
    Rule(
        id="SB302",
        name="value-undocumented",
        level=Level.NOTE,
        scope=Scope.EVENT,
        message="{pointer} is {value}: the documents do not list that value.",
        why="Any text is accepted, but reports may count only the values that are documented.",
        remedy="Use a documented value if one fits. If none does, keep yours: nothing rejects it.",
        wrong={"eid": "INTERACT", "edata": {"type": "HOVER"}},
        right={"eid": "INTERACT", "edata": {"type": "TOUCH"}},
        evidence="contract/spec.yaml events, values",
        certain=False,
        checks=tuple(
            Check((place,), {"enum": list(values)}, (eid,), _is_other(values))
            for (eid, place), values in VALUES.items()
        ),
    ),
)

_NUMBERS = (
    Rule(
        id="SB310",
        name="duration-epoch",
        level=Level.WARNING,
        scope=Scope.EVENT,
        message="edata.duration is {value}: that is a point in time, not a number of seconds.",
        why="SDKs up to 1.3.0 fill START.duration with the clock if no duration is given.",
        remedy="Pass a duration in seconds; 0 will do for START.",
        wrong={"edata": {"duration": 1795438707.326}},
        right={"edata": {"duration": 0}},
        evidence="contract/clients.md 1; contract/pipeline.md 10 row 31",
        checks=(Check(("/edata/duration",), {"exclusiveMaximum": _EPOCH}, _TIMED),),
    ),
    Rule(
        id="SB311",
        name="duration-negative",
        level=Level.WARNING,
        scope=Scope.EVENT,
        message="edata.duration is {value}: nothing takes less than no time.",
        why="It is accepted, and makes sums and averages wrong.",
        remedy="Measure with a monotonic clock.",
        wrong={"eid": "END", "edata": {"duration": -3}},
        right={"eid": "END", "edata": {"duration": 3}},
        evidence="contract/pipeline.md 10 row 31",
        certain=False,
        checks=(Check(("/edata/duration",), {"minimum": 0}, _TIMED),),
    ),
    Rule(
        id="SB312",
        name="score-out-of-range",
        level=Level.WARNING,
        scope=Scope.EVENT,
        message="edata.score is {value}: the documents want a number from 0 to 1.",
        why="It is accepted, and makes averages wrong.",
        remedy="Divide the marks by the highest possible ones.",
        wrong={"eid": "ASSESS", "edata": {"score": 7}},
        right={"eid": "ASSESS", "edata": {"score": 0.7}},
        evidence="contract/pipeline.md 10 row 22",
        certain=False,
        checks=(Check(("/edata/score",), {"minimum": 0, "maximum": 1}, ("ASSESS",)),),
    ),
    Rule(
        id="SB313",
        name="summary-ends-before-start",
        level=Level.WARNING,
        scope=Scope.EVENT,
        message="edata.endtime is before edata.starttime.",
        why="It is accepted, and the stretch of time makes no sense.",
        remedy="Take both from the same clock, in milliseconds since 1970.",
        wrong={"eid": "SUMMARY", "edata": {"starttime": 1767225600000, "endtime": 1767225500000}},
        right={"eid": "SUMMARY", "edata": {"starttime": 1767225500000, "endtime": 1767225600000}},
        evidence="contract/spec.yaml events.SUMMARY",
        certain=False,
        checks=(
            Check(
                ("/edata",), clean_schema=False, eids=("SUMMARY",), confirm=_ends_before_it_starts
            ),
        ),
    ),
)

_TYPES = (
    Rule(
        id="SB320",
        name="error-has-its-own-stream",
        level=Level.NOTE,
        scope=Scope.EVENT,
        message="ERROR goes to the error stream only, never to telemetry.unique.",
        why="Whoever looks for it among the other events does not find it.",
        remedy="Look in telemetry.error and its index.",
        wrong={"eid": "ERROR"},
        right={"eid": "IMPRESSION"},
        evidence="contract/pipeline.md 10 row 17",
        checks=(Check(("/eid",), clean_schema=False, eids=("ERROR",)),),
    ),
    Rule(
        id="SB321",
        name="error-as-log",
        level=Level.NOTE,
        scope=Scope.EVENT,
        message="A LOG of level {value}: it does not count as an ERROR.",
        why="LOG goes to the log topic only, unvalidated; error reports read ERROR events.",
        remedy="Send ERROR for errors that somebody should count.",
        wrong={"eid": "LOG", "edata": {"level": "FATAL"}},
        right={"eid": "LOG", "edata": {"level": "INFO"}},
        evidence="contract/pipeline.md 10 row 18",
        certain=False,
        checks=(Check(("/edata/level",), {"not": {"enum": ["ERROR", "FATAL"]}}, ("LOG",)),),
    ),
    Rule(
        id="SB322",
        name="share-params-empty",
        level=Level.WARNING,
        scope=Scope.EVENT,
        message="{pointer} is an empty list: no SHARE_ITEM is made of that item.",
        why="Reports on shared content read SHARE_ITEM. Without params there would be one.",
        remedy="Leave params out, or say in it how often and how large.",
        wrong={"eid": "SHARE", "edata": {"items": [{"id": "do_2123", "params": []}]}},
        right={"eid": "SHARE", "edata": {"items": [{"id": "do_2123", "params": [{"size": 9}]}]}},
        evidence="contract/pipeline.md 10 row 20",
        checks=(
            Check(
                ("/edata/items",),
                {"items": {"properties": {"params": {"minItems": 1}}}},
                ("SHARE",),
            ),
        ),
    ),
    Rule(
        id="SB323",
        name="share-without-items",
        level=Level.WARNING,
        scope=Scope.EVENT,
        message="edata.items is an empty list: nothing was shared.",
        why="It is accepted, but no SHARE_ITEM is made of it, and reports read those.",
        remedy="Name what was shared, one item each.",
        wrong={"eid": "SHARE", "edata": {"items": []}},
        right={"eid": "SHARE", "edata": {"items": [{"id": "do_2123", "type": "Content"}]}},
        evidence="contract/pipeline.md 5.6",
        checks=(Check(("/edata/items",), {"minItems": 1}, ("SHARE",)),),
    ),
    Rule(
        id="SB324",
        name="share-transfers-as-text",
        level=Level.NOTE,
        scope=Scope.EVENT,
        message="{pointer} is {value}: transfers is a number.",
        why="Whether a SHARE_ITEM is a download or an import hangs on that number.",
        remedy="Send a number, without quotes.",
        wrong={"eid": "SHARE", "edata": {"items": [{"params": [{"transfers": "3"}]}]}},
        right={"eid": "SHARE", "edata": {"items": [{"params": [{"transfers": 3}]}]}},
        evidence="contract/pipeline.md 10 row 20",
        checks=(
            Check(
                ("/edata/items",),
                {
                    "items": {
                        "properties": {
                            "params": {
                                "items": {"properties": {"transfers": {"type": "number"}}},
                            }
                        }
                    }
                },
                ("SHARE",),
            ),
        ),
    ),
    Rule(
        id="SB325",
        name="search-dialcodes-spelling",
        level=Level.WARNING,
        scope=Scope.EVENT,
        message="edata.filters.dialCodes is not indexed: only dialcodes is.",
        why="The correction that renamed it is no longer called.",
        remedy="Write dialcodes in lower case.",
        wrong={"eid": "SEARCH", "edata": {"filters": {"dialCodes": ["4XJG3F"]}}},
        right={"eid": "SEARCH", "edata": {"filters": {"dialcodes": ["4XJG3F"]}}},
        evidence="contract/pipeline.md 10 row 21",
        checks=(Check(("/edata/filters/dialCodes",), clean_schema=False, eids=("SEARCH",)),),
    ),
    Rule(
        id="SB326",
        name="share-params-missing",
        level=Level.NOTE,
        scope=Scope.EVENT,
        message="{pointer} is missing: one SHARE_ITEM of size 0 is made of that item.",
        why="With params there is one SHARE_ITEM for each entry, with the size that it gives.",
        remedy="Say in params how often and how large, or leave it out if nobody needs that.",
        wrong={"eid": "SHARE", "edata": {"items": [{"id": "do_2123"}]}},
        right={"eid": "SHARE", "edata": {"items": [{"id": "do_2123", "params": [{"size": 9}]}]}},
        evidence="contract/pipeline.md 5.6 and 10 row 20",
        checks=(Check(("/edata/items",), {"items": {"required": ["params"]}}, ("SHARE",)),),
    ),
)

RULES = (*_VALUES, *_NUMBERS, *_TYPES)
