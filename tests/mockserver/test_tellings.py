"""
What was found out about events is remembered: exactly, and within bounds.
"""

import pytest

from asking import Api, event
from sunbird_mockserver.journal import record
from sunbird_mockserver.journal.explanation_cache import Tellings
from sunbird_telemetry.finding import Finding, Level
from sunbird_telemetry.pipeline import Fate, Verdict


def failed(text="x"):
    return Verdict(Fate.FAILED, findings=(Finding("a", Level.ERROR, "", text, ""),))


@pytest.fixture
def told(monkeypatch):
    """
    The events that were looked into.
    """
    seen, told = [], record.explain

    def telling(judged, event, pipeline):
        seen.append(event["mid"])
        return told(judged, event, pipeline)

    monkeypatch.setattr(record, "explain", telling)

    return seen


@pytest.mark.parametrize("question", ["stats", "events?level=error", "events"])
def test_why_an_event_failed_is_found_out_once(told, question):
    """
    Whoever asks again gets the same answer, and nobody looks into the event for it.
    """
    api = Api()
    api.send({**event(mid="a"), "edata": 7})

    first, second = api.ask(question).json, api.ask(question).json

    assert (first, ["a"]) == (second, told)


def test_a_reset_forgets_what_was_found_out(told):
    """
    What was found out goes with whatever is reset, of all inboxes: asked again, it is found again.
    """
    api = Api()
    api.send({**event(mid="a"), "edata": 7})
    api.ask("stats")
    api.ask("reset", method="POST", inbox="other")
    api.ask("stats")

    assert ["a", "a"] == told


def test_only_what_failed_is_remembered():
    """
    Why all others fared as they did is found out in no time.
    """
    tellings = Tellings()
    tellings.put(1, Verdict(Fate.ACCEPTED))
    tellings.put(2, failed())

    assert (None, failed()) == (tellings.get(1), tellings.get(2))


def test_the_oldest_go_first():
    """
    Beyond the bound what was found out first is forgotten.
    """
    tellings = Tellings(max_bytes=2500)
    for seq in range(3):
        tellings.put(seq, failed("x" * 400))

    assert [None, failed("x" * 400), failed("x" * 400)] == [tellings.get(seq) for seq in range(3)]


def test_what_is_put_twice_counts_once():
    """
    Two threads may find out the same at once.
    """
    tellings = Tellings(max_bytes=2500)
    for _ in range(10):
        tellings.put(1, failed("x" * 400))
    tellings.put(2, failed("x" * 400))

    assert failed("x" * 400) == tellings.get(1)


def test_more_than_there_is_room_for_is_not_kept():
    """
    One event alone cannot go beyond the bound.
    """
    tellings = Tellings(max_bytes=2500)
    tellings.put(1, failed("x" * 2500))

    assert tellings.get(1) is None
