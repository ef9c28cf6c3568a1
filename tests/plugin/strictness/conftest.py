from pathlib import Path

import pytest

SENDING = Path(__file__).parent.parent / "sending.py"


@pytest.fixture
def suite(pytester):
    """
    A suite of tests that have `impression`, `broken` and `send`.
    """
    pytester.makepyfile(
        sending=SENDING.read_text("utf-8")
        + "\n\ndef broken(**fields):\n"
        + "    return impression(edata={'type': 'view', 'uri': ''}, **fields)\n"
    )

    return pytester
