"""
Answers on demand: what the mock does in place of the truth, in one inbox, until it is told to stop.

`kinds` says which faults there are, `Faults` which are in place where, `Meeting` what a delivery
meets of them, and `answers` what its client is told then.
"""

from sunbird_mockserver.faults.active import Placed
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
from sunbird_mockserver.faults.matched import Meeting
from sunbird_mockserver.faults.registry import Faults

__all__ = [
    "KINDS",
    "TELEMETRY",
    "AcceptThenDrop",
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
    "Meeting",
    "NoCors",
    "Placed",
    "RateLimit",
    "Status",
    "read_faults",
]
