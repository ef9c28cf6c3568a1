"""
Runs a `Checker` over values, one a line.
"""

from __future__ import annotations

from sunbird_telemetry.check import Checker, InputClock
from sunbird_telemetry.jsonvalues.node import dumps
from telemetry.pipeline.making import NOW

FILE = "events.jsonl"


def checked(*lines, end=False, **options):
    """
    What becomes of *lines*: bytes as they are, anything else as JSON.
    """
    checker = Checker(InputClock(NOW, source="--now"), **options)
    texts = [line if isinstance(line, bytes) else dumps(line) + b"\n" for line in lines]
    found = list(checker.check(texts, FILE))

    return [*found, *checker.end()] if end else found


def sources(*lines, **options):
    """
    Where the events of *lines* are said to stand.
    """
    return [(each.source, each.place) for each in checked(*lines, **options)]


def outcomes(*lines, **options):
    """
    Fate and stage of each, as text; None for what has none.
    """
    verdicts = [each.verdict for each in checked(*lines, **options)]

    return [each and (each.fate.value, each.stage and each.stage.value) for each in verdicts]


def rules(*lines, **options):
    """
    The rules that speak about each.
    """
    return [[each.rule for each in one.findings] for one in checked(*lines, **options)]
