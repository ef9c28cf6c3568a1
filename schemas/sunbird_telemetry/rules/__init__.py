"""
What is worth telling beyond the fate of an event: the table of rules, and what applies it.

`event_findings`, `batch_findings`, `transport_findings`, `fate_findings` and `answer_finding` look
at one thing by itself. `SessionRules` and `DeliveryRules` remember what came before, up to a limit.
"""

from sunbird_telemetry.rules.aggregator import Aggregator, Repeated, producer_of
from sunbird_telemetry.rules.batch import batch_findings
from sunbird_telemetry.rules.delivery import DeliveryRules
from sunbird_telemetry.rules.fates import answer_finding, fate_findings
from sunbird_telemetry.rules.found import first_of, found
from sunbird_telemetry.rules.lanes import is_clean, quickly
from sunbird_telemetry.rules.page import page, sentence
from sunbird_telemetry.rules.rule import Rule, Scope
from sunbird_telemetry.rules.session import SessionEnd, SessionRules
from sunbird_telemetry.rules.stateless import event_findings
from sunbird_telemetry.rules.table import RULES, THEMES, rule_called
from sunbird_telemetry.rules.transport import transport_findings

__all__ = [
    "RULES",
    "THEMES",
    "Aggregator",
    "DeliveryRules",
    "Repeated",
    "Rule",
    "Scope",
    "SessionEnd",
    "SessionRules",
    "answer_finding",
    "batch_findings",
    "event_findings",
    "fate_findings",
    "first_of",
    "found",
    "is_clean",
    "page",
    "producer_of",
    "quickly",
    "rule_called",
    "sentence",
    "transport_findings",
]
