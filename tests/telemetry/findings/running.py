"""
Runs the examples of a rule through what applies it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from sunbird_telemetry.coverage import Coverage, Plan, report
from sunbird_telemetry.findings import (
    DeliveryRules,
    Scope,
    SessionRules,
    answer_finding,
    batch_findings,
    event_findings,
    fate_findings,
    findings_by,
    transport_findings,
)
from sunbird_telemetry.pipeline import Fate, PipelineSettings, State, Verdict, judge, lost_batch
from sunbird_telemetry.specification import TELEMETRY
from sunbird_telemetry.specification.samples import whole, whole_batch

NOW = 1767229200000  # an hour into 2026

#: Telemetry of a deployment that has one more type, with a schema of its own.
DEPLOYMENT = TELEMETRY.with_types(
    {"CB_AUDIT": {"properties": {"edata": {"properties": {"state": {"pattern": "^Live$"}}}}}}
)


@dataclass
class Request:
    path: str = "/data/v1/telemetry"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


def findings_in(rule, example):
    """
    All findings about *example*, by whatever applies rules like *rule*.
    """
    match rule.id[:3], rule.scope:
        case "SB0", _:
            return in_answer(example)
        case "SB5", _:
            return in_fates(example)
        case _, Scope.EVENT:
            return event_findings(whole(example), specification=DEPLOYMENT)
        case _:
            return IN_SCOPE[rule.scope](example)


def in_answer(example):
    if "text" in example:
        import json

        try:
            json.loads(example["text"])
        except ValueError as error:
            return findings_by("not-json", detail=error)
        return []
    finding = answer_finding(example["stage"], example["status"], example.get("said", ""))
    return [finding] if finding else []


def in_fates(example):
    match example:
        case {"headers": headers}:
            verdicts = [] if "json" in headers["Content-Type"] else lost_batch([{}]).events
        case {"fate": fate, "stage": stage}:
            verdicts = [Verdict(fate, stage)]
        case {"profile": profile}:
            return findings_by("spark-assumes-pipeline") if profile == "spark" else ()
        case {"forgotten": count}:
            return findings_by("ids-forgotten", count=count) if count else ()
        case {"forgotten_sessions": count}:
            return forgetting(count)
        case {"settings": changed, "batches": batches}:
            verdicts = judged(batches, **changed)
        case _:
            verdicts = judged(example)
    eid = example[-1].get("events", [{}])[-1].get("eid") if isinstance(example, list) else None
    return [each for verdict in verdicts for each in fate_findings(verdict, eid)]


def forgetting(count):
    """
    What is told at the end when so many sessions without START had to be forgotten.
    """
    rules = SessionRules(limit=1)
    sids = [*map(str, range(count + 1))]
    seen = [rules.see(whole({"context": {"sid": sid}})) for sid in sids]
    return [*chain(*seen), *(each for each in rules.end() if each.rule.endswith("-forgotten"))]


def judged(examples: list[Any], **changed: Any):
    if "registration_questions" in changed:
        changed["registration_questions"] = frozenset(changed["registration_questions"])
    state, settings = State(), PipelineSettings(**changed)
    for example in examples:
        batch = {**whole_batch(example), "syncts": NOW}
        verdicts = judge(batch, state, settings, lambda: NOW).events
    return verdicts


def in_batch(example):
    if isinstance(example, dict) and "limit" in example:
        batch = whole_batch({"events": example["events"]})
        return batch_findings(batch, limit=example["limit"])
    return batch_findings(whole_batch(example))


def in_session(examples):
    rules = SessionRules()
    seen = [each for example in examples for each in rules.see(whole(example))]
    return [*seen, *rules.end()]


def in_plan(example):
    coverage = Coverage(Plan.from_dict(example["plan"]))
    for event in example["events"]:
        coverage.see(whole(event), Fate.ACCEPTED)
    return report(coverage).findings


def in_deliveries(examples):
    rules, findings = DeliveryRules(), []
    for example in examples:
        batch = whole_batch(example.get("batch", {}))
        request = Request(
            example.get("path", Request.path),
            example.get("headers", {}),
            example.get("body", "").encode("latin-1"),
        )
        findings += rules.see(batch, example.get("received"), thrown=example.get("thrown", False))
        findings += transport_findings(request, batch, example.get("limit", 1_048_576))
    return findings


IN_SCOPE = {
    Scope.BATCH: in_batch,
    Scope.SESSION: in_session,
    Scope.DELIVERY: in_deliveries,
    Scope.PLAN: in_plan,
}
