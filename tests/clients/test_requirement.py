"""
What happens where a client is missing.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def run_without_node():
    """
    Runs one test of the Node SDK on a machine that has no Node.
    """

    def run_without_node(**environment):
        test = Path(__file__).with_name("test_node_sdk.py")
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--maxfail=1", test],
            env={"PATH": "", **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    return run_without_node


def test_a_missing_client_skips_its_tests_and_says_why(run_without_node):
    """
    On a laptop without Node the suite passes, and its summary names what to install.
    """
    result = run_without_node()

    assert os.EX_OK == result.returncode
    assert "there is no node on the PATH: install Node.js" in result.stdout


def test_a_missing_client_fails_where_clients_are_required(run_without_node):
    """
    With SUNBIRD_REQUIRE_CLIENTS=1, as CI sets it, nothing is skipped for want of a client.
    """
    result = run_without_node(SUNBIRD_REQUIRE_CLIENTS="1")

    assert pytest.ExitCode.TESTS_FAILED == result.returncode
    assert "Failed: there is no node on the PATH: install Node.js" in result.stdout
