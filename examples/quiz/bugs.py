"""
What goes wrong in real senders, one mistake per class. None of them shows in what Sunbird answers,
but for the last three.
"""

from __future__ import annotations

import time
from typing import Any
from uuid import uuid4

from telemetry import Telemetry

__all__ = ["BUGS"]

Json = dict[str, Any]


class SecondsForMilliseconds(Telemetry):
    """
    ``ets`` is in seconds: events of January 1970, which are too old to be kept.
    """

    def _now_ms(self) -> int:
        return int(time.time())


class EpochForDuration(Telemetry):
    """
    END says when the quiz ended, and not how long it took.
    """

    def end(self) -> None:
        self._started_s = 0
        super().end()


class MisspeltType(Telemetry):
    """
    There is no event type INTERRACT.
    """

    def touch(self, button: str, pageid: str) -> None:
        self._add("INTERRACT", {"type": "TOUCH", "id": button, "pageid": pageid})


class NoProducer(Telemetry):
    """
    The published pages say that pdata is optional.
    """

    def _context(self) -> Json:
        context = super()._context()
        del context["pdata"]

        return context


class TextForNumber(Telemetry):
    """
    A duration is sent as text.
    """

    def _event(self, eid: str, edata: Json) -> Json:
        texts = {name: f"{value}" for name, value in edata.items() if name == "duration"}

        return super()._event(eid, edata | texts)


class CountedIds(Telemetry):
    """
    Ids are counted, and every session counts from one: the second one is taken for the first.
    """

    def _mid(self, eid: str) -> str:
        return f"{eid}:{len(self._queue) + 1}"


class NewIdsOnRetry(Telemetry):
    """
    Every try gives the events new ids, so a batch whose answer got lost is counted twice.
    """

    def _sent(self, batch: Json) -> bool:
        pauses_s, self._pauses_s = self._pauses_s, ()
        try:
            for pause_s in (0, *pauses_s):
                time.sleep(pause_s)
                events = [event | {"mid": self._mid(event["eid"])} for event in batch["events"]]
                if super()._sent(batch | {"params": {"msgid": str(uuid4())}, "events": events}):
                    return True
        finally:
            self._pauses_s = pauses_s

        return False


class GivesUp(Telemetry):
    """
    A batch is thrown away when the first try fails.
    """

    def flush(self) -> None:
        self._pauses_s = ()
        super().flush()
        self._queue.clear()


class NoEnd(Telemetry):
    """
    The last page sends what is left, but nobody says that the quiz is over.
    """

    def end(self) -> None:
        self.flush()


class NameInText(Telemetry):
    """
    What the learner typed goes out as it is, and somebody always types an e-mail address.
    """

    def answer(self, question: str, typed: str, *, passed: bool, duration_s: float) -> None:
        super().answer(question, f"{typed} asha@example.org", passed=passed, duration_s=duration_s)


class OneBigBatch(Telemetry):
    """
    Everything waits for the end of the quiz.
    """

    def _add(self, eid: str, edata: Json) -> None:
        self._queue.append(self._event(eid, edata))

    def flush(self) -> None:
        self._batch_size = len(self._queue) or 1
        super().flush()


class BareToken(Telemetry):
    """
    The token is sent without the word Bearer.
    """

    def _headers(self) -> dict[str, str]:
        return super()._headers() | {"Authorization": self._token}


class FormForJson(Telemetry):
    """
    The content type is forgotten, and the library puts in the one of forms.
    """

    def _headers(self) -> dict[str, str]:
        headers = super()._headers()
        del headers["Content-Type"]

        return headers


class GzipInName(Telemetry):
    """
    The header says gzip, and the body is not.
    """

    def _headers(self) -> dict[str, str]:
        return super()._headers() | {"Content-Encoding": "gzip"}


BUGS: dict[str, type[Telemetry]] = {bug.__name__: bug for bug in Telemetry.__subclasses__()}
