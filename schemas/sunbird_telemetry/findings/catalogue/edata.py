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
        message="{pointer} is {value}: the documents spell it with other upper and lower case "
        "letters.",
        why="The pipeline accepts it, but reports that count by this value do not include the "
        "event.",
        remedy="Copy the spelling of the documents, for example 'Yes' and 'No' in ASSESS.pass.",
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
        why="The pipeline accepts any text, but reports may count only documented values.",
        remedy="Use a documented value if one fits. If not, keep yours: the pipeline accepts it.",
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
        message="edata.duration is {value}: this is a point in time, not a number of seconds.",
        why="SDKs up to 1.3.0 put the current time into START.duration if no duration is given.",
        remedy="Pass a duration in seconds. For START, 0 is enough.",
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
        message="edata.duration is {value}: a duration cannot be negative.",
        why="The pipeline accepts it, but sums and averages become wrong.",
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
        message="edata.score is {value}: the documents require a number from 0 to 1.",
        why="The pipeline accepts it, but averages become wrong.",
        remedy="Divide the marks by the maximum marks.",
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
        why="The pipeline accepts it, but the period makes no sense.",
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
        message="ERROR goes only to the error stream, never to telemetry.unique.",
        why="A search among the other events does not find it.",
        remedy="Look in telemetry.error and its index.",
        wrong={"eid": "ERROR"},
        right={"eid": "IMPRESSION"},
        evidence="contract/pipeline.md 10 row 17",
        checks=(Check(("/eid",), clean_schema=False, eids=("ERROR",)),),
        valid_events_only=True,
    ),
    Rule(
        id="SB321",
        name="error-as-log",
        level=Level.NOTE,
        scope=Scope.EVENT,
        message="A LOG of level {value} does not count as an ERROR.",
        why="LOG goes only to the log topic and is not validated. Error reports read ERROR events.",
        remedy="Send ERROR for errors that should be counted.",
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
        message="{pointer} is an empty list: the pipeline makes no SHARE_ITEM of that item.",
        why="Reports on shared content read SHARE_ITEM. Without params, the pipeline makes one.",
        remedy="Leave params out, or give the number of transfers and the size in it.",
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
        message="edata.items is an empty list: it must name what was shared.",
        why="The pipeline accepts it, but makes no SHARE_ITEM of it, and reports read SHARE_ITEM.",
        remedy="List what was shared, one item for each object.",
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
        message="{pointer} is {value}: transfers must be a number.",
        why="This number decides whether a SHARE_ITEM is a download or an import.",
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
        message="edata.filters.dialCodes is not indexed; only dialcodes is.",
        why="The pipeline's code that renamed it is no longer called.",
        remedy="Write dialcodes, all in lower case.",
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
        message="{pointer} is missing: the pipeline makes one SHARE_ITEM of size 0 of that item.",
        why="With params, the pipeline makes one SHARE_ITEM for each entry, with the size in that "
        "entry.",
        remedy="If you need them, give the number of transfers and the size in params.",
        wrong={"eid": "SHARE", "edata": {"items": [{"id": "do_2123"}]}},
        right={"eid": "SHARE", "edata": {"items": [{"id": "do_2123", "params": [{"size": 9}]}]}},
        evidence="contract/pipeline.md 5.6 and 10 row 20",
        checks=(Check(("/edata/items",), {"items": {"required": ["params"]}}, ("SHARE",)),),
    ),
)

RULES = (*_VALUES, *_NUMBERS, *_TYPES)
