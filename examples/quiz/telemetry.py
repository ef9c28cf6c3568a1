"""
How the quiz tells Sunbird what happens in it.
"""

from __future__ import annotations

import json
import time
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import uuid4

__all__ = ["Telemetry"]

Json = dict[str, Any]

_PATH = "/api/data/v1/telemetry"
_OUTAGE = 500


class Telemetry:
    """
    Collects events and sends them in batches.

    Args:
        host: Where Sunbird is, e.g. ``https://sunbird.example``.

        token: The bearer token of the app.

        user: The id of who plays.

        batch_size: How many events go into one batch.

        pauses_s: How long to wait before each new try to send a batch, in s.
    """

    def __init__(
        self,
        host: str,
        token: str,
        *,
        user: str,
        batch_size: int = 20,
        pauses_s: tuple[float, ...] = (1, 2, 4),
    ) -> None:
        self._url = host + _PATH
        self._token = token
        self._user = user
        self._batch_size = batch_size
        self._pauses_s = pauses_s
        self._session = str(uuid4())
        self._started_s = time.time()
        self._queue: list[Json] = []

    def start(self) -> None:
        """
        The quiz begins.
        """
        self._add("START", {"type": "assessment", "mode": "play", "pageid": "quiz"})

    def page(self, pageid: str) -> None:
        """
        A page is shown.
        """
        self._add("IMPRESSION", {"type": "view", "pageid": pageid, "uri": f"/{pageid}"})

    def touch(self, button: str, pageid: str) -> None:
        """
        A button is touched.
        """
        self._add("INTERACT", {"type": "TOUCH", "id": button, "pageid": pageid})

    def answer(self, question: str, typed: str, *, passed: bool, duration_s: float) -> None:
        """
        A question is answered.
        """
        item = {"id": question, "maxscore": 1, "exlength": 0, "desc": "", "title": question}
        score = {"pass": "Yes" if passed else "No", "score": int(passed)}
        self._add(
            "ASSESS",
            {"item": item, **score, "resvalues": [{"1": typed}], "duration": duration_s},
        )

    def end(self) -> None:
        """
        The quiz is over. Sends what is left.
        """
        duration_s = round(time.time() - self._started_s, 3)
        self._add("END", {"type": "assessment", "mode": "play", "duration": duration_s})
        self.flush()

    def flush(self) -> None:
        """
        Send all that waits. What could not be sent waits for the next time.
        """
        while self._queue:
            batch = self._batch(self._queue[: self._batch_size])
            if not self._sent(batch):
                return
            del self._queue[: self._batch_size]

    def _add(self, eid: str, edata: Json) -> None:
        self._queue.append(self._event(eid, edata))
        if len(self._queue) >= self._batch_size:
            self.flush()

    def _event(self, eid: str, edata: Json) -> Json:
        return {
            "eid": eid,
            "ets": self._now_ms(),
            "ver": "3.0",
            "mid": self._mid(eid),
            "actor": {"id": self._user, "type": "User"},
            "context": self._context(),
            "object": {"id": "do_1130", "type": "Content", "ver": "1"},
            "tags": [],
            "edata": edata,
        }

    def _now_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def _mid(self, eid: str) -> str:
        return f"{eid}:{uuid4()}"

    def _context(self) -> Json:
        return {
            "channel": "quiz-channel",
            "env": "quiz",
            "did": "device-1",
            "sid": self._session,
            "pdata": {"id": "partner.quiz", "pid": "quiz", "ver": "1.0"},
            "cdata": [],
        }

    def _batch(self, events: list[Json]) -> Json:
        return {
            "id": "api.sunbird.telemetry",
            "ver": "3.0",
            "params": {"msgid": str(uuid4())},
            "ets": self._now_ms(),
            "events": events,
        }

    def _sent(self, batch: Json) -> bool:
        """
        Whether Sunbird took *batch*, in the end. Every try is the same to the byte.
        """
        body = json.dumps(batch).encode()
        for pause_s in (0, *self._pauses_s):
            time.sleep(pause_s)
            try:
                with urlopen(Request(self._url, body, self._headers()), timeout=10):  # noqa: S310  the host is ours
                    return True
            except HTTPError as refusal:
                if refusal.code < _OUTAGE:  # the next try would be refused as well
                    return False
            except (OSError, HTTPException):  # no answer: it may have arrived, or not
                continue

        return False

    def _headers(self) -> dict[str, str]:
        return {"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"}
