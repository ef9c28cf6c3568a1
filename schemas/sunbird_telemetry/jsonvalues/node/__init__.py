"""
JSON as Node 20 reads it, because the telemetry service is a Node program.

The service parses what it is sent with ``JSON.parse`` and passes on what
``JSON.stringify`` makes of it (contract/pipeline.md 1.4), so whatever Node
forgives, rounds or refuses is what becomes of an event. `orjson` agrees with
Node on all ordinary text and decides there; where it refuses, or holds an
integer that Node cannot, the exact reader has the last word.
"""

from sunbird_telemetry.jsonvalues.node.errors import NotJson
from sunbird_telemetry.jsonvalues.node.reading import is_exact, loads, read
from sunbird_telemetry.jsonvalues.node.writing import dumps

__all__ = ["NotJson", "dumps", "is_exact", "loads", "read"]
