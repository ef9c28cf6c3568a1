"""
Documents and SDKs that disagree with the pipeline: following them gets events dropped.
"""

from __future__ import annotations

from typing import Any

from sunbird_telemetry.finding import Level
from sunbird_telemetry.findings.rule import Check, ErrorsAt, Rule, Scope

__all__ = ["RULES"]

_DROPPED = "The pipeline moves the event to telemetry.failed after the client has got its 200."
_OLD_PAGES = "contract/spec.yaml conflicts d2_old_fields"


def _old_field(code: str, eid: str, field: str, wants: str, edata: tuple[Any, Any]) -> Rule:
    """
    The rule about a *field* that the page "V3 event details" shows, and the pipeline rejects;
    *edata* is an example of it, and how to do it well.
    """
    return Rule(
        id=code,
        name=f"{eid.lower()}-{field.lower()}",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message=f"The docs page 'V3 event details' says {eid} has {field}; "
        f"the pipeline wants {wants}.",
        why=_DROPPED,
        remedy=f"Leave {field} out: the pipeline wants {wants}.",
        wrong={"eid": eid, "edata": edata[0]},
        right={"eid": eid, "edata": edata[1]},
        evidence=_OLD_PAGES,
        explains_schema_errors=(ErrorsAt((f"/edata/{field}",), ("additionalProperties",), (eid,)),),
    )


_OLD_FIELDS = (
    _old_field("SB401", "START", "stageid", "pageid", ({"stageid": "home"}, {"pageid": "home"})),
    _old_field("SB402", "END", "contentId", "object.id", ({"contentId": "do_2123"}, {})),
    _old_field("SB403", "IMPRESSION", "itype", "none", ({"itype": "AUTO"}, {"type": "view"})),
    _old_field("SB404", "IMPRESSION", "stageto", "none", ({"stageto": "n"}, {"pageid": "n"})),
    _old_field("SB405", "RESPONSE", "qid", "target.id", ({"qid": "do_3001"}, {})),
    _old_field("SB406", "INTERRUPT", "eventid", "none", ({"eventid": "e"}, {"pageid": "home"})),
    _old_field("SB407", "FEEDBACK", "contentId", "object.id", ({"contentId": "do_1"}, {})),
    Rule(
        id="SB408",
        name="share-item-obj",
        level=Level.ERROR,
        scope=Scope.EVENT,
        message="The docs page 'V3 event details' says items have obj; the pipeline wants id, type "
        "and ver in the item itself.",
        why=_DROPPED,
        remedy="Write id, type and ver of the thing into the item.",
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
        message="The docs page 'V3 event details' puts the data into a second edata; the pipeline "
        "wants it in edata itself.",
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
        message="The docs page 'V3 event details' puts the data of HEARTBEAT into a second edata; "
        "the pipeline takes it, but it is not where anybody looks.",
        why="HEARTBEAT is the only type with an open edata, so it is not dropped for this.",
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
        message="The docs page 'V3 event details' says nothing of uri; the pipeline wants it in "
        "every IMPRESSION.",
        why=_DROPPED,
        remedy="Send the relative address of the page in edata.uri; it may be empty.",
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
        message="The published page says pdata is optional; the pipeline wants it, with an id.",
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
        message="Samples in older documents leave ver out of target; the pipeline wants it.",
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
        message="{pointer}: the published page says METRICS is free names with numbers; the "
        "pipeline wants system, subsystem and a list called metrics, and nothing else.",
        why=f"{_DROPPED} Every METRICS event in the documented form goes this way.",
        remedy="Send system and subsystem, and each number as {metric, value} in metrics.",
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
        message="The schema of the SDKs 0.0.29 to 2.0.1 says timespent is a string; "
        "the pipeline wants a number.",
        why=f"{_DROPPED} No SUMMARY satisfies both.",
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
        message="{pointer}: the published page says SUMMARY may have breakdowns; "
        "the pipeline wants none.",
        why=_DROPPED,
        remedy="Leave envsummary, eventssummary and pagesummary out, or send them as extra.",
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
        message="The schema of the SDK says ERROR may have traceid; the pipeline wants none.",
        why=_DROPPED,
        remedy="Leave traceid out, or correlate by context.cdata.",
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
        message="{pointer}: some SDKs' own validation rejects it; the pipeline takes it.",
        why="SDK 5.2 and 5.3 know commentid and commenttxt only, other releases comments only.",
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
        message="{pointer}: some SDKs' own validation rejects it; the pipeline takes it.",
        why="The published page has neither type nor duration, but reports of AUDIT go by type.",
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
        message="edata.item.type: the SDKs' own validation rejects it; the pipeline takes it.",
        why="Sunbird's own players send it. An SDK that validates throws the event away.",
        remedy="Leave it out, or leave enableValidation of the SDK off.",
        wrong={"eid": "ASSESS", "edata": {"item": {"type": "mcq"}}},
        right={"eid": "ASSESS", "edata": {"item": {"title": "Name the capital."}}},
        evidence="contract/spec.yaml conflicts question_type; contract/clients.md 1",
        checks=(Check(("/edata/item/type",), clean_schema=False, eids=("ASSESS",)),),
    ),
)

RULES = (*_OLD_FIELDS, *_DISAGREEMENTS, *_SDKS)
