"""
A first plan: the telemetry that was sent, for the developers of the app to review and correct.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sunbird_telemetry.coverage.fields import common_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sunbird_telemetry.coverage.counter import Coverage, Sent
    from sunbird_telemetry.coverage.fields import Field

__all__ = ["plan_of"]

_HEAD = """\
# The telemetry that the app promises to send. This first version lists what the test suite made the
# app send: remove what need not be sent, and add what should be sent but is not tested yet.
#
# Each event type, field and value below must be sent at least once. Fields that every event of a
# type must have (mid, actor.id, ...) need not be listed. For an event type you can also set:
#   optional = true          # the event type may be sent, and is not counted
#   optional_fields = [...]  # these fields may be sent, and are not counted
"""


def plan_of(coverage: Coverage) -> str:
    """
    A plan, as TOML, that promises what *coverage* has counted.
    """
    sent = {eid: each for eid, each in sorted(coverage.sent.items()) if each.kept}
    paths = {eid: tuple(_innermost(coverage.fields_of(eid), each)) for eid, each in sent.items()}
    common = common_fields(coverage.specification)
    everywhere = [
        path
        for path in next(iter(paths.values()), ())
        if common.find(path) and all(path in others for others in paths.values())
    ]
    tables = [_table("every_event", everywhere)] if everywhere else []
    for eid, each in sent.items():
        tables += _event_tables(eid, [path for path in paths[eid] if path not in everywhere], each)

    return "\n".join((_HEAD, *tables))


def _innermost(field: Field, sent: Sent) -> Iterator[str]:
    for inner in field.inner.values():
        if not sent.fields[inner.path]:
            continue
        below = tuple(_innermost(inner, sent))
        yield from below
        if not below and _is_worth_a_promise(inner):
            yield inner.path


def _is_worth_a_promise(field: Field) -> bool:
    return field.path.startswith("edata.") or not field.required


def _event_tables(eid: str, paths: Iterable[str], sent: Sent) -> Iterator[str]:
    # Where something undocumented was sent, it is the field that matters, not the value.
    values = {path: sent.values[path] for path in paths if path in sent.values}
    fixed = {path: sorted(seen) for path, seen in values.items() if path not in sent.others}
    yield _table(f"events.{eid}", [path for path in paths if path not in fixed])
    if fixed:
        lines = [f"{json.dumps(path)} = [{', '.join(seen)}]\n" for path, seen in fixed.items()]
        yield "".join((f"[events.{eid}.values]\n", *lines))


def _table(name: str, paths: Iterable[str]) -> str:
    lines = [f"    {json.dumps(path)},\n" for path in paths]
    fields = ("fields = [\n", *lines, "]\n") if lines else ()

    return "".join((f"[{name}]\n", *fields))
