"""
Documents and SDKs that disagree with the pipeline: events that follow them are dropped.
"""

from __future__ import annotations

from typing import Any

from sunbird_telemetry.finding import Level
from sunbird_telemetry.findings.rule import Check, ErrorsAt, Rule, Scope

__all__ = ["RULES"]

_DROPPED = "The client gets its 200, and then the pipeline moves the event to telemetry.failed."
_OLD_PAGES = "contract/spec.yaml conflicts d2_old_fields"


def _old_field(code: str, eid: str, field: str, edata: tuple[Any, Any], instead: str = "") -> Rule:
    """
    The rule about a *field* that the page "V3 event details" lists, but the pipeline rejects;
    *edata* is a wrong and a right example, *instead* the field that the pipeline expects, if any.
    """
    return Rule(
        id=code,
        name=f"{eid.lower()}-{field.lower()}",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message=f"/edata/{field} is not allowed for {eid}. The docs page 'V3 event details' lists "
        f"it, but the pipeline {f'expects {instead} instead' if instead else 'rejects it'}.",
        why=_DROPPED,
        remedy=f"Remove {field} from edata{f', and send {instead} instead' if instead else ''}.",
        wrong={"eid": eid, "edata": edata[0]},
        right={"eid": eid, "edata": edata[1]},
        evidence=_OLD_PAGES,
        explains_schema_errors=(ErrorsAt((f"/edata/{field}",), ("additionalProperties",), (eid,)),),
    )


_OLD_FIELDS = (
    _old_field("SB401", "START", "stageid", ({"stageid": "home"}, {"pageid": "home"}), "pageid"),
    _old_field("SB402", "END", "contentId", ({"contentId": "do_2123"}, {}), "object.id"),
    _old_field("SB403", "IMPRESSION", "itype", ({"itype": "AUTO"}, {"type": "view"})),
    _old_field("SB404", "IMPRESSION", "stageto", ({"stageto": "n"}, {"pageid": "n"})),
    _old_field("SB405", "RESPONSE", "qid", ({"qid": "do_3001"}, {}), "target.id"),
    _old_field("SB406", "INTERRUPT", "eventid", ({"eventid": "e"}, {"pageid": "home"})),
    _old_field("SB407", "FEEDBACK", "contentId", ({"contentId": "do_1"}, {}), "object.id"),
    Rule(
        id="SB408",
        name="share-item-obj",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="An item of SHARE must not have obj. The docs page 'V3 event details' lists it, "
        "but the pipeline expects id, type and ver in the item itself.",
        why=_DROPPED,
        remedy="Write id, type and ver of the shared object directly into the item.",
        wrong={"eid": "SHARE", "edata": {"items": [{"obj": {"id": "do_2123"}}]}},
        right={"eid": "SHARE", "edata": {"items": [{"id": "do_2123"}]}},
        evidence=_OLD_PAGES,
        explains_schema_errors=(
            ErrorsAt(("/edata/items/*/obj",), ("additionalProperties",), ("SHARE",)),
        ),
    ),
    Rule(
        id="SB409",
        name="edata-in-edata",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="edata.edata is not allowed. The docs page 'V3 event details' shows a second "
        "edata, but the pipeline expects its members in edata itself.",
        why=_DROPPED,
        remedy="Move the members of edata.edata up into edata.",
        wrong={"eid": "AUDIT", "edata": {"edata": {"state": "Live"}}},
        right={"eid": "AUDIT", "edata": {"state": "Live"}},
        evidence=_OLD_PAGES,
        explains_schema_errors=(
            ErrorsAt(("/edata/edata",), ("additionalProperties",), ("AUDIT", "METRICS", "SUMMARY")),
        ),
    ),
    Rule(
        id="SB410",
        name="heartbeat-edata-in-edata",
        level=Level.NOTE,
        scope=Scope.EVENT,
        message="HEARTBEAT has a second edata, as on the docs page 'V3 event details'. The "
        "pipeline accepts it, but the usual place for its members is edata itself.",
        why="HEARTBEAT is the only type whose edata allows any field, so the event is not dropped.",
        remedy="Move the members of edata.edata up into edata.",
        wrong={"eid": "HEARTBEAT", "edata": {"edata": {"note": "here"}}},
        right={"eid": "HEARTBEAT", "edata": {"note": "here"}},
        evidence=_OLD_PAGES,
        certain=False,
        checks=(Check(("/edata/edata",), clean_schema=False, eids=("HEARTBEAT",)),),
    ),
    Rule(
        id="SB411",
        name="impression-uri-missing",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="edata.uri is missing. The docs page 'V3 event details' does not list it, but the "
        "pipeline requires it in every IMPRESSION.",
        why=_DROPPED,
        remedy="Send the relative address of the page in edata.uri. It may be empty.",
        wrong={"eid": "IMPRESSION", "edata": {"uri": None}},
        right={"eid": "IMPRESSION", "edata": {"uri": "/explore"}},
        evidence=_OLD_PAGES,
        explains_schema_errors=(ErrorsAt(("/edata/uri",), ("required",), ("IMPRESSION",)),),
    ),
)

_DISAGREEMENTS = (
    Rule(
        id="SB420",
        name="pdata-missing",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="context.pdata or its id is missing. The published page lists pdata as optional, "
        "but the pipeline requires it, with an id.",
        why=_DROPPED,
        remedy="Send context.pdata with the id of your application.",
        wrong={"context": {"pdata": None}},
        right={"context": {"pdata": {"id": "dev.partner.app"}}},
        evidence="contract/spec.yaml conflicts pdata_required",
        explains_schema_errors=(ErrorsAt(("/context/pdata", "/context/pdata/id"), ("required",)),),
    ),
    Rule(
        id="SB421",
        name="target-ver-missing",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="edata.target.ver is missing. Samples in older documents leave it out, but the "
        "pipeline requires it.",
        why=_DROPPED,
        remedy="Send edata.target with id, type and ver.",
        wrong={"eid": "RESPONSE", "edata": {"target": {"ver": None}}},
        right={"eid": "RESPONSE", "edata": {"target": {"ver": "1.0"}}},
        evidence="contract/spec.yaml conflicts target_ver",
        explains_schema_errors=(ErrorsAt(("/edata/target/ver",), ("required",)),),
    ),
    Rule(
        id="SB422",
        name="metrics-documented-form",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="{pointer}: the published page shows METRICS with free names for numbers, but the "
        "pipeline requires system, subsystem and a list called metrics, and rejects all other "
        "fields.",
        why=f"{_DROPPED} This happens to every METRICS event in the documented form.",
        remedy="Send system and subsystem, and put each number as {metric, value} into metrics.",
        wrong={"eid": "METRICS", "edata": {"system": None, "subsystem": None, "pagesViewed": 3}},
        right={"eid": "METRICS", "edata": {"metrics": [{"metric": "pagesViewed", "value": 3}]}},
        evidence="contract/spec.yaml conflicts metrics_shape",
        explains_schema_errors=(
            ErrorsAt(
                ("/edata/*",),
                ("required", "additionalProperties"),
                ("METRICS",),
            ),
        ),
    ),
    Rule(
        id="SB423",
        name="summary-timespent-as-text",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="edata.timespent is text. The schema of the SDKs 0.0.29 to 2.0.1 requires a "
        "string, but the pipeline requires a number.",
        why=f"{_DROPPED} A SUMMARY cannot satisfy both.",
        remedy="Send the seconds as a number, and leave enableValidation of the SDK off.",
        wrong={"eid": "SUMMARY", "edata": {"timespent": "12"}},
        right={"eid": "SUMMARY", "edata": {"timespent": 12}},
        evidence="contract/spec.yaml conflicts summary_timespent; contract/clients.md 1",
        explains_schema_errors=(ErrorsAt(("/edata/timespent",), ("type",), ("SUMMARY",)),),
    ),
    Rule(
        id="SB424",
        name="summary-breakdowns",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="{pointer} is not allowed for SUMMARY. The published page lists breakdowns, but "
        "the pipeline rejects them.",
        why=_DROPPED,
        remedy="Remove envsummary, eventssummary and pagesummary, or send their data in "
        "edata.extra.",
        wrong={"eid": "SUMMARY", "edata": {"pagesummary": []}},
        right={"eid": "SUMMARY", "edata": {"extra": [{"id": "pages", "value": "3"}]}},
        evidence="contract/spec.yaml conflicts summary_breakdowns",
        explains_schema_errors=(
            ErrorsAt(
                ("/edata/envsummary", "/edata/eventssummary", "/edata/pagesummary"),
                ("additionalProperties",),
                ("SUMMARY",),
            ),
        ),
    ),
    Rule(
        id="SB425",
        name="error-traceid",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="/edata/traceid is not allowed for ERROR. The schema of the SDK lists it, but the "
        "pipeline rejects it.",
        why=_DROPPED,
        remedy="Remove traceid. To correlate events, use context.cdata.",
        wrong={"eid": "ERROR", "edata": {"traceid": "t-1"}},
        right={"eid": "ERROR", "context": {"cdata": [{"type": "Trace", "id": "t-1"}]}},
        evidence="contract/spec.yaml conflicts error_traceid",
        explains_schema_errors=(
            ErrorsAt(("/edata/traceid",), ("additionalProperties",), ("ERROR",)),
        ),
    ),
)

_SDKS = (
    Rule(
        id="SB440",
        name="sdk-feedback-comments",
        level=Level.NOTE,
        scope=Scope.EVENT,
        message="The pipeline accepts {pointer}, but the validation of some SDKs rejects it.",
        why="SDK 5.2 and 5.3 know only commentid and commenttxt; other releases know only "
        "comments.",
        remedy="Send the form that your SDK knows, or leave its enableValidation off.",
        wrong={"eid": "FEEDBACK", "edata": {"comments": "Nice"}},
        right={"eid": "FEEDBACK", "edata": {"rating": 4}},
        evidence="contract/spec.yaml conflicts feedback_comments",
        checks=(
            Check(
                ("/edata/comments", "/edata/commentid", "/edata/commenttxt"),
                clean_schema=False,
                eids=("FEEDBACK",),
            ),
        ),
    ),
    Rule(
        id="SB441",
        name="sdk-audit-fields",
        level=Level.NOTE,
        scope=Scope.EVENT,
        message="The pipeline accepts {pointer}, but the validation of some SDKs rejects it.",
        why="The published page lists neither type nor duration, but reports on AUDIT use type.",
        remedy="Send them, and leave enableValidation of the SDK off.",
        wrong={"eid": "AUDIT", "edata": {"type": "status"}},
        right={"eid": "AUDIT", "edata": {"state": "Live"}},
        evidence="contract/spec.yaml conflicts audit_type_duration",
        checks=(Check(("/edata/type", "/edata/duration"), clean_schema=False, eids=("AUDIT",)),),
    ),
    Rule(
        id="SB442",
        name="sdk-question-type",
        level=Level.NOTE,
        scope=Scope.EVENT,
        message="The pipeline accepts edata.item.type, but the validation of the SDKs rejects it.",
        why="Sunbird's own players send it. An SDK that validates drops the event.",
        remedy="Remove it, or leave enableValidation of the SDK off.",
        wrong={"eid": "ASSESS", "edata": {"item": {"type": "mcq"}}},
        right={"eid": "ASSESS", "edata": {"item": {"title": "Name the capital."}}},
        evidence="contract/spec.yaml conflicts question_type; contract/clients.md 1",
        checks=(Check(("/edata/item/type",), clean_schema=False, eids=("ASSESS",)),),
    ),
)

RULES = (*_OLD_FIELDS, *_DISAGREEMENTS, *_SDKS)
