"""
What failures say, compared with the texts in the folder failures.
"""

import re
from pathlib import Path

FAILURES = Path(__file__).parent / "failures"

_CHANGING = ((r"127\.0\.0\.1:\d+", "127.0.0.1:8123"), (r"/i/[\w.-]+?\.\d+\b", "/i/test_login.1"))
_DELIVERIES = re.compile(r"(?<=delivery )\d+|(?<=deliveries )\d+(?:, \d+)*")


def golden(name):
    """
    The text of a failure that is called *name*.
    """
    return (FAILURES / f"{name}.txt").read_text("utf-8").removesuffix("\n")


def steady(text):
    """
    *text* without what is different in each run: port, inbox, and where the deliveries begin.
    """
    for pattern, instead in _CHANGING:
        text = re.sub(pattern, instead, text)
    ids = sorted({int(each) for found in _DELIVERIES.findall(text) for each in found.split(", ")})

    return _DELIVERIES.sub(lambda found: _from_one(found[0], ids), text)


def _from_one(found, ids):
    return ", ".join(str(ids.index(int(each)) + 1) for each in found.split(", "))
