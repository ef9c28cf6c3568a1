"""
Findings: a table of rules, what raises them, and their explanation.

`event_findings`, `batch_findings`, `transport_findings`, `fate_findings` and `answer_finding` look
at one thing by itself. `SessionRules` and `DeliveryRules` remember what came before, up to a limit.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sunbird_telemetry.findings.catalogue import RULES, THEMES, rule_called
    from sunbird_telemetry.findings.finders.batch import batch_findings
    from sunbird_telemetry.findings.finders.delivery import Contents, DeliveryRules
    from sunbird_telemetry.findings.finders.event import event_findings
    from sunbird_telemetry.findings.finders.fate import answer_finding, fate_findings
    from sunbird_telemetry.findings.finders.request import transport_findings
    from sunbird_telemetry.findings.finders.session import SessionEnd, SessionRules
    from sunbird_telemetry.findings.make import capped, findings_by, make_finding
    from sunbird_telemetry.findings.rule import Rule, Scope
    from sunbird_telemetry.findings.rule_page import page, sentence
    from sunbird_telemetry.findings.shortcut import is_clean, shortcut_findings
    from sunbird_telemetry.findings.summary import Aggregator, Repeated, producer_of

__all__ = [
    "RULES",
    "THEMES",
    "Aggregator",
    "Contents",
    "DeliveryRules",
    "Repeated",
    "Rule",
    "Scope",
    "SessionEnd",
    "SessionRules",
    "answer_finding",
    "batch_findings",
    "capped",
    "event_findings",
    "fate_findings",
    "findings_by",
    "is_clean",
    "make_finding",
    "page",
    "producer_of",
    "rule_called",
    "sentence",
    "shortcut_findings",
    "transport_findings",
]

# The table of rules takes its time to load, and `judge` needs it for invalid events only.
_HOMES = {
    "RULES": "catalogue",
    "THEMES": "catalogue",
    "Aggregator": "summary",
    "Contents": "finders.delivery",
    "DeliveryRules": "finders.delivery",
    "Repeated": "summary",
    "Rule": "rule",
    "Scope": "rule",
    "SessionEnd": "finders.session",
    "SessionRules": "finders.session",
    "answer_finding": "finders.fate",
    "batch_findings": "finders.batch",
    "event_findings": "finders.event",
    "fate_findings": "finders.fate",
    "capped": "make",
    "findings_by": "make",
    "make_finding": "make",
    "is_clean": "shortcut",
    "page": "rule_page",
    "producer_of": "summary",
    "shortcut_findings": "shortcut",
    "rule_called": "catalogue",
    "sentence": "rule_page",
    "transport_findings": "finders.request",
}


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
