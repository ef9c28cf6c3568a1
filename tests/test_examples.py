"""
The sample suite in ``examples/quiz`` passes, and catches every bug that it says it catches.
"""

import ast
import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
QUIZ = ROOT / "examples" / "quiz"

# Which test catches the bug, and what of the failure tells the reader what to mend.
CAUGHT = {
    "SecondsForMilliseconds": ("test_a_quiz_is_told_from_start_to_end", "*ets-in-seconds*"),
    "EpochForDuration": ("test_nothing_is_wrong_with_any_of_it", "*duration-epoch*"),
    "MisspeltType": ("test_a_quiz_is_told_from_start_to_end", "*INTERRACT*"),
    "NoProducer": ("test_a_quiz_is_told_from_start_to_end", "*pdata-missing*"),
    "TextForNumber": ("test_nothing_is_wrong_with_any_of_it", "*wrong-type*"),
    "CountedIds": ("test_a_quiz_can_be_played_again", "*mid-reused*"),
    "NewIdsOnRetry": ("test_a_lost_answer_counts_nothing_twice", "*mid*"),
    "GivesUp": ("test_an_outage_loses_nothing", "*503*"),
    "NoEnd": ("test_a_quiz_is_told_from_start_to_end", "*END*"),
    "NameInText": ("test_nothing_is_wrong_with_any_of_it", "*email-in-text*"),
    "OneBigBatch": ("test_batches_stay_small", "*20*"),
    "BareToken": ("test_a_quiz_is_told_from_start_to_end", "*Send 'Authorization: Bearer TOKEN'*"),
    "FormForJson": ("test_a_quiz_is_told_from_start_to_end", "*lost-unread*"),
    "GzipInName": ("test_a_quiz_is_told_from_start_to_end", "*gzip-header-on-plain-body*"),
}


@pytest.fixture
def quiz(pytester, monkeypatch):
    """
    A copy of the sample suite, as a partner would take it.
    """
    for file in (*QUIZ.glob("*.py"), QUIZ / "pyproject.toml"):
        shutil.copy(file, pytester.path)
        # Modules of this suite are called like some of the sample's.
        monkeypatch.delitem(sys.modules, file.stem, raising=False)

    return pytester


def bugs():
    """
    The names of the bugs that the sample knows.
    """
    tree = ast.parse((QUIZ / "bugs.py").read_text("utf-8"))

    return {node.name for node in tree.body if isinstance(node, ast.ClassDef)}


def test_the_sender_without_bugs_passes(quiz):
    """
    A suite that fails without a bug catches nothing. Runs in a process of its own, as at a partner.
    """
    result = quiz.runpytest_subprocess()

    result.assert_outcomes(passed=7)


@pytest.mark.parametrize(("bug", "test", "words"), [(bug, *how) for bug, how in CAUGHT.items()])
def test_each_bug_is_caught(quiz, bug, test, words):
    """
    By the test whose promise it breaks, which says what to mend.
    """
    result = quiz.runpytest("--bug", bug, "-k", test)

    result.assert_outcomes(failed=1, deselected=6)
    result.stdout.fnmatch_lines([words])


def test_there_is_no_bug_that_nobody_catches():
    """
    Each bug of the sample stands in the table above.
    """
    assert bugs() == set(CAUGHT)
