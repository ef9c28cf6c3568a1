"""
Two events with one mid are told apart by what they say, however it is written.
"""

import json

import pytest

from sunbird_telemetry.findings.finders.delivery import Contents
from telemetry.check.running import rules
from telemetry.pipeline.making import made

EVENT = made("START", edata__pageid="élève/1")
OTHER = made("START", edata__pageid="élève/2")
COMPACT = json.dumps(EVENT, ensure_ascii=False, separators=(",", ":"))
FORMS = {
    "compact": COMPACT + "\n",
    "without an end": COMPACT,
    "with the end of another system": COMPACT + "\r\n",
    "with spaces": json.dumps(EVENT, ensure_ascii=False) + "\n",
    "with spaces later on": COMPACT.replace('"edata":{', '"edata": {') + "\n",
    "with a tab": COMPACT.replace('"edata":{', '"edata":\t{') + "\n",
    "with ends of lines of old": COMPACT.replace('"edata":{', '"edata":\r{') + "\n",
    "escaped": json.dumps(EVENT, separators=(",", ":")) + "\n",
    "escaped, with spaces": json.dumps(EVENT) + "\n",
    "as PHP writes it": json.dumps(EVENT, separators=(",", ":")).replace("/", "\\/") + "\n",
}


@pytest.mark.parametrize("before", FORMS.values(), ids=FORMS)
def test_a_copy_in_another_form_is_a_copy(before):
    """
    Spaces, escapes and ends of lines are no other content.
    """
    found = {form: rules(before.encode(), after.encode()) for form, after in FORMS.items()}

    assert {form: [[], ["duplicate-at-druid"]] for form in FORMS} == found


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_other_content_is_told_in_any_form(form):
    """
    The mid of one event must not be another's.
    """
    assert [[], ["duplicate-at-druid", "mid-reused"]] == rules(OTHER, form.encode())


def seen(contents, number, content):
    event = {"mid": f"m{number}", "content": content}
    line = json.dumps(event, separators=(",", ":")).encode() + b"\n"

    return [finding.rule for finding in contents.see(event["mid"], line, event)]


def test_the_last_ones_are_remembered():
    """
    At least as many as there is room for, and the oldest go first.
    """
    contents = Contents(limit=10)
    for number in range(25):
        assert [] == seen(contents, number, "one")

    assert [["mid-reused"]] * 10 == [seen(contents, number, "two") for number in range(15, 25)]
    assert [] == seen(contents, 0, "two")


def test_the_latest_content_counts():
    """
    What was told once is not told again of the same content.
    """
    contents = Contents()

    assert [[], ["mid-reused"], [], ["mid-reused"]] == [
        seen(contents, 1, content) for content in ("one", "two", "two", "one")
    ]
