"""
The frame around what the component answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sunbird_mockserver.upstreams.analytics.play_framework import json_reply

if TYPE_CHECKING:
    from sunbird_mockserver.delivery import Reply

__all__ = ["Envelope"]


@dataclass(frozen=True, slots=True)
class Envelope:
    """
    The common members of every answer.

    Attributes:
        api: The id of the endpoint.

        now: The time in ms since the epoch.

        resmsgid: The id of the answer.
    """

    api: str
    now: int
    resmsgid: str

    def ok(self, result: dict[str, Any]) -> Reply:
        """
        The 200 with *result*.
        """
        return self._framed(200, "OK", {"status": "successful"}, result)

    def failed(self, status: int, errmsg: str, code: str) -> Reply:
        """
        Return the answer for an error.
        """
        return self._framed(
            status, code, {"err": code, "status": "failed", "errmsg": errmsg}, result=None
        )

    def _framed(
        self, status: int, code: str, said: dict[str, Any], result: dict[str, Any] | None
    ) -> Reply:
        moment = datetime.fromtimestamp(self.now / 1000, UTC)
        value = {
            "id": self.api,
            "ver": "1.0",
            "ts": moment.isoformat(timespec="milliseconds"),
            "params": {"resmsgid": self.resmsgid, **said, "client_key": None},
            "responseCode": code,
            "result": result,
        }

        return json_reply(status, value)
