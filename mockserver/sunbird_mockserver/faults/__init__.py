"""
Faults: answers that the mock gives in place of the true one, in one inbox, until they end.

`kinds` has the kinds of faults, `Faults` those of each inbox, `MatchedFaults` those that affect one
delivery, and `answers` the answers that clients get then.
"""

from sunbird_mockserver.faults.active import ActiveFault
from sunbird_mockserver.faults.fault import TELEMETRY, Answering, Fault, FaultError
from sunbird_mockserver.faults.kinds import (
    KINDS,
    AcceptThenDrop,
    BadJson,
    Chaos,
    Delay,
    Drop,
    Empty200,
    ExpireCredential,
    NoCors,
    RateLimit,
    Status,
)
from sunbird_mockserver.faults.load import read_faults
from sunbird_mockserver.faults.matched import MatchedFaults
from sunbird_mockserver.faults.registry import Faults

__all__ = [
    "KINDS",
    "TELEMETRY",
    "AcceptThenDrop",
    "ActiveFault",
    "Answering",
    "BadJson",
    "Chaos",
    "Delay",
    "Drop",
    "Empty200",
    "ExpireCredential",
    "Fault",
    "FaultError",
    "Faults",
    "MatchedFaults",
    "NoCors",
    "RateLimit",
    "Status",
    "read_faults",
]
