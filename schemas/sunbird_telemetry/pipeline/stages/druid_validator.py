"""
The last job: has Druid seen the event, and are its details of the right types?

Source: contract/pipeline.md 7.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sunbird_telemetry.jsonvalues.pointer import pointer
from sunbird_telemetry.pipeline.verdict import Fate, Stage, Verdict
from sunbird_telemetry.validation.pipeline_reason import stored

if TYPE_CHECKING:
    from sunbird_telemetry.pipeline.batch_context import BatchContext
    from sunbird_telemetry.pipeline.event_in_transit import EventInTransit

__all__ = ["DETAILS", "validate_for_druid"]

# Types of this name have a topic of their own.
_SUMMARY = "ME_WORKFLOW_SUMMARY"

# The types of the details that denormalization adds, and that a client may have sent itself:
# contract/pipeline.md 7.
_Types = tuple[type, ...]
_Members = dict[tuple[str, ...], _Types]

_TEXT: _Types = (str,)
_NUMBER: _Types = (int, float)
_LIST: _Types = (list,)
_OBJECT: _Types = (dict,)
_NONE: _Members = {}


def _members(names: str, types: _Types, *inside: str) -> _Members:
    paths: list[tuple[str, ...]] = [(*inside, name) for name in names.split()]

    return dict.fromkeys(paths, types)


_CONTENT = {
    **_members(
        "name objecttype contenttype mediatype mimetype createdby framework board status", _TEXT
    ),
    **_members("language medium gradelevel subject createdfor", _LIST),
    **_members("pkgversion lastsubmittedon lastpublishedon lastupdatedon", _NUMBER),
}
_DEVICE = {
    **_members(
        "state statecode city countrycode country os make id mem idisk edisk scrn camera cpu sims"
        " iso3166statecode statecustomcode statecustomname districtcustom",
        _TEXT,
    ),
    **_members("firstaccess", _NUMBER),
    **_members("uaspec userdeclared", _OBJECT),
    **_members("agent ver system platform raw", _TEXT, "uaspec"),
    **_members("state district", _TEXT, "userdeclared"),
}
_DIAL_CODE = {
    **_members("channel identifier batchcode publisher objecttype", _TEXT),
    **_members("generatedon publishedon", _NUMBER),
}
_USER = {
    **_members("gradelist languagelist subjectlist", _LIST),
    **_members("usertype state district usersignintype userlogintype", _TEXT),
}
_LOCATION = _members("state district from", _TEXT)

# By name, and members after their container: the order in which the first failure is found,
# which alone is reported (contract/pipeline.md 5.3).
_TYPES = {
    name: (types, sorted(members.items()))
    for name, types, members in (
        ("collectiondata", _OBJECT, _CONTENT),
        ("contentdata", _OBJECT, _CONTENT),
        ("derivedlocationdata", _OBJECT, _LOCATION),
        ("devicedata", _OBJECT, _DEVICE),
        ("dialcodedata", (dict, list), _DIAL_CODE),
        ("userdata", _OBJECT, _USER),
        ("ver", _TEXT, _NONE),
    )
}

#: The names of the details at the top of an event.
DETAILS = frozenset(_TYPES) - {"ver"}


def validate_for_druid(transit: EventInTransit, context: BatchContext) -> Verdict:
    """
    Deduplicate one event, validate it loosely, and put it on Druid's topic.
    """
    transit.stage = Stage.DRUID_VALIDATOR
    event: dict[str, Any] = transit.event
    mid = event.get("mid")
    if mid is None or not context.new_to_druid(mid):
        return transit.end(Fate.DUPLICATE, "telemetry.duplicate")

    wrong = _first_wrong(event)
    if wrong is not None:
        reason = stored(f'"{wrong}"', event)
        return transit.end(Fate.FAILED, "telemetry.failed", reason=reason)
    is_summary = event.get("eid") == _SUMMARY
    transit.put_on("druid.events.summary" if is_summary else "druid.events.telemetry")

    return transit.arrive()


def _first_wrong(event: dict[str, Any]) -> str | None:
    """
    The JSON pointer that the Druid validator reports of *event*; None if it has nothing to report.
    """
    for name, (types, members) in _TYPES.items():
        if name not in event:
            continue
        if not _is(event[name], types):
            return pointer((name,))
        if (path := _first_wrong_member(event[name], members)) is not None:
            return pointer((name, *path))

    return None


def _first_wrong_member(detail: Any, members: Any) -> tuple[str | int, ...] | None:
    if isinstance(detail, list):
        return _first_wrong_item(detail, members)
    if isinstance(detail, dict):
        for path, types in members:
            holder, name = _holder(detail, path), path[-1]
            if isinstance(holder, dict) and name in holder and not _is(holder[name], types):
                found: tuple[str | int, ...] = path
                return found

    return None


def _first_wrong_item(details: list[Any], members: Any) -> tuple[str | int, ...] | None:
    for index, item in enumerate(details):
        if not isinstance(item, dict):
            return (index,)
        if (path := _first_wrong_member(item, members)) is not None:
            return (index, *path)

    return None


def _holder(detail: dict[str, Any], path: tuple[str, ...]) -> Any:
    return detail if len(path) == 1 else detail.get(path[0])


def _is(value: Any, types: _Types) -> bool:
    # To Python, true is a number; to no validator: contract/spec.yaml validators.
    return isinstance(value, types) and not isinstance(value, bool)
