from pathlib import Path
from textwrap import dedent

import pytest

from separate import run_pytest

SENDING = (Path(__file__).parent.parent / "sending.py").read_text("utf-8") + (
    "\n\ndef broken(**fields):\n"
    "    return impression(edata={'type': 'view', 'uri': ''}, **fields)\n"
)


@pytest.fixture
def suite(pytester):
    """
    A suite of tests that have `impression`, `broken` and `send`.
    """
    pytester.makepyfile(sending=SENDING)

    return pytester


@pytest.fixture(scope="module")
def new_session(tmp_path_factory):
    """
    Runs such a suite in a process of its own, for several tests to look at.
    """

    def new_session(*arguments, **modules):
        folder = tmp_path_factory.mktemp("suite")
        for name, text in {"sending": SENDING, **modules}.items():
            (folder / f"{name}.py").write_text(dedent(text), "utf-8")

        return run_pytest(folder, *arguments)

    return new_session
