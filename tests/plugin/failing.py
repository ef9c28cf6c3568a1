"""
What failures say, compared with the texts in the folder failures.
"""

import re
from pathlib import Path

FAILURES = Path(__file__).parent / "failures"

_CHANGING = ((r"127\.0\.0\.1:\d+", "127.0.0.1:41763"), (r"/i/[\w.-]+?\.\d+\b", "/i/test_login.1"))


def golden(name):
    """
    The text of a failure that is called *name*.
    """
    return (FAILURES / f"{name}.txt").read_text("utf-8").removesuffix("\n")


def steady(text):
    """
    *text* without what is different in each run.
    """
    for pattern, instead in _CHANGING:
        text = re.sub(pattern, instead, text)

    return text
