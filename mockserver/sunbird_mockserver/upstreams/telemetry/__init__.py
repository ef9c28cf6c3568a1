"""
The telemetry service behind the gateway, as a pure function of one delivery.

`answer` says what the real service answers and what it hands to ``telemetry.ingest``. All status
codes, headers and bodies were recorded from the real service, each release with its own packages.
JSON is refused in the words of Node 20; where a release runs on another Node, only those differ.

Two things are left out on purpose. The stack trace that a page shows below ``Name: message``
names the folders of somebody's machine. ``Keep-Alive: timeout=300`` belongs to one connection and
ends at the gateway, so it is the outer server's own.
"""

from sunbird_mockserver.upstreams.telemetry.service import Served, answer, failure
from sunbird_mockserver.upstreams.telemetry.versions import MASTER, VERSIONS, Version

__all__ = ["MASTER", "VERSIONS", "Served", "Version", "answer", "failure"]
