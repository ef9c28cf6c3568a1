"""
Personal data and secrets in free text.
"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunbird_telemetry.findings import event_findings
from sunbird_telemetry.findings.redaction import TOKEN as PATTERN
from sunbird_telemetry.findings.redaction import redacted, without_names
from sunbird_telemetry.specification.samples import whole

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhIn0.c2ln"


def told(eid, edata):
    return event_findings(whole({"eid": eid, "edata": edata}))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("mail me: some.one+x@mail.example.org!", "email-in-text"),
        ("call +91 98765 43210", "phone-in-text"),
        ("call +91-9876543210 now", "phone-in-text"),
        ("9876543210", "phone-in-text"),
        (f"jwt={TOKEN}", "token-in-text"),
        ("Authorization: Bearer 0123456789abcdef", "token-in-text"),
    ],
)
def test_personal_data_is_found_in_text(text, rule):
    """
    E-mail addresses, phone numbers and tokens in free text are told by place, never by value.
    """
    (finding,) = told("SEARCH", {"query": text})

    assert (rule, "/edata/query") == (finding.rule, finding.pointer)
    assert not any(part in str(finding.to_dict()) for part in ("9876", "some.one", "eyJ", "0123"))


@pytest.mark.parametrize(
    "text",
    [
        "do_2123@3",
        "31307361357558579213961",
        "user 1234567890",
        "2026-01-01 10:00:00 - 12:00:00",
        "874ed8a5-782e-4f6c-8f36-e0288455901e",
        "1767225600000",
        "eyJ",
        "the bearer of this",
        "12 34 56 78 90",
    ],
)
def test_ids_and_numbers_are_no_personal_data(text):
    """
    Long numbers, ids, times and words are left alone.
    """
    assert () == told("SEARCH", {"query": text})


@pytest.mark.parametrize(
    ("eid", "edata", "pointer"),
    [
        ("INTERACT", {"extra": {"values": [{"a": "a@b.org"}]}}, "/edata/extra/values/0/a"),
        ("ERROR", {"stacktrace": "a@b.org"}, "/edata/stacktrace"),
        ("FEEDBACK", {"commenttxt": "a@b.org"}, "/edata/commenttxt"),
        ("FEEDBACK", {"comments": "a@b.org"}, "/edata/comments"),
        ("LOG", {"message": "a@b.org"}, "/edata/message"),
        ("LOG", {"params": [{"a": "a@b.org"}]}, "/edata/params/0/a"),
        ("EXDATA", {"data": "a@b.org"}, "/edata/data"),
        ("ASSESS", {"resvalues": [{"a": "a@b.org"}]}, "/edata/resvalues/0/a"),
        ("RESPONSE", {"values": [{"a": "a@b.org"}]}, "/edata/values/0/a"),
        ("END", {"summary": [{"a": "a@b.org"}]}, "/edata/summary/0/a"),
        ("SUMMARY", {"extra": [{"value": "a@b.org"}]}, "/edata/extra/0/value"),
    ],
)
def test_every_free_text_is_read(eid, edata, pointer):
    """
    All fields that take free text are read, with what is in them.
    """
    assert ("email-in-text", pointer) in [(each.rule, each.pointer) for each in told(eid, edata)]


@pytest.mark.parametrize(
    "patch",
    [
        {"actor": {"id": "someone@example.org"}},
        {"context": {"did": "9876543210"}},
        {"mid": "Bearer 0123456789abcdef"},
        {"object": {"id": "9876543210", "type": "Content"}},
    ],
)
def test_ids_are_not_read(patch):
    """
    Ids may look like anything.
    """
    assert () == event_findings(whole(patch))


def test_text_is_read_however_deep_it_is():
    """
    What is nested deep is told of by the container in which it begins to be deep.
    """
    value = "someone@example.org"
    for _ in range(50):
        value = {"a": value}

    (finding,) = told("INTERACT", {"extra": value})

    assert "/edata/extra" + "/a" * 6 == finding.pointer


def test_redacted_text_keeps_the_rest():
    """
    Only what looks personal or secret is taken out of a text.
    """
    assert "ask [hidden] or [hidden]" == redacted(f"ask a@b.org or {TOKEN}")
    assert 7 == redacted(7)


# The pattern as it would be without a bound on its time.
SIMPLE = re.compile(r"eyJ[\w-]{5,}\.[\w.-]+|[Bb]earer [\w.~+/=-]{12,}")
PARTS = ("eyJ", "aaaaa", "a", ".", "bearer ", "Bearer", " ", "=", "~", "-", "é", "aaaaaaaaaaaa")


@given(st.lists(st.sampled_from(PARTS)).map("".join))
def test_tokens_are_found_wherever_they_stand(text):
    """
    Those that the simple pattern finds, which takes a time that grows with the square of the text.
    """
    assert SIMPLE.sub("[hidden]", text) == PATTERN.sub(r"\1[hidden]", text)
    assert bool(SIMPLE.search(text)) is bool(PATTERN.search(text))


@pytest.mark.parametrize(
    ("uri", "rule"),
    [
        ("/profile?mail=some.one%40example.org", "email-in-text"),
        ("/profile?mail=some.one@example.org&x=1", "email-in-text"),
        ("/profile#/edit?phone=9876543210", "phone-in-text"),
        ("/profile?phone=%2B91%2098765%2043210", "phone-in-text"),
        ("/profile?phone=+91-98765-43210", "phone-in-text"),
        ("/profile?q=call+98765+43210", "phone-in-text"),
        (f"/login?next=%2F&token={TOKEN}", "token-in-text"),
        ("/login?authorization=Bearer+0123456789abcdef", "token-in-text"),
    ],
)
def test_personal_data_is_found_in_the_query_of_an_address(uri, rule):
    """
    What stands behind the path of edata.uri is read, decoded as a browser encodes it.
    """
    (finding,) = told("IMPRESSION", {"uri": uri})

    assert (rule, "/edata/uri") == (finding.rule, finding.pointer)
    assert not any(part in str(finding.to_dict()) for part in ("9876", "some.one", "eyJ", "0123"))


@pytest.mark.parametrize(
    "uri",
    [
        "/play/content/do_31307361357558579213961?contentType=Course",
        "/play?content=do_31307361357558579213961&t=1767225600000",
        "/user/9876543210",
        "/@someone/posts?page=2",
        "https://example.org/explore#top",
    ],
)
def test_paths_and_ids_in_addresses_are_left_alone(uri):
    """
    The path of edata.uri names pages and things, and their ids may look like anything.
    """
    assert () == told("IMPRESSION", {"uri": uri})


@pytest.mark.parametrize(
    ("eid", "edata", "secret"),
    [
        ("ERROR", {"err": 9876543210}, "9876543210"),
        ("INTERACT", {"extra": "I live in Elm Street"}, "Elm"),
        ("INTERACT", {"someone@example.org": 1}, "someone"),
        ("INTERACT", {"extra": {"9876543210": "mail a@b.org"}}, "9876543210"),
        ("FEEDBACK", {"commenttxt": 9876543210}, "9876543210"),
        ("FEEDBACK", {"commenttxt": 1767}, "1767"),
        ("LOG", {"message": 12345}, "12345"),
        ("log", {"message": 12345}, "12345"),
        ("IMPRESSION", {"type": 9876543210.0}, "9876543210"),
    ],
)
def test_no_finding_tells_what_is_personal(eid, edata, secret):
    """
    Findings say where and what kind, whether a value, a number or a name is personal.
    """
    findings = told(eid, edata)

    assert findings
    assert secret not in str([finding.to_dict() for finding in findings])


def test_a_name_that_looks_personal_is_left_out_of_the_pointer():
    """
    The other steps of the pointer stay, so that the place is found all the same.
    """
    assert "/edata/extra/<…>/0" == without_names("/edata/extra/someone@example.org/0")
    assert "/edata/extra/name" == without_names("/edata/extra/name")


@pytest.mark.parametrize(
    ("extra", "pointer"),
    [
        ({"0": "a@example.org"}, "/edata/extra/0"),
        ({"": "a@example.org"}, "/edata/extra/"),
        ({"": {"": ["", "a@example.org"]}}, "/edata/extra///1"),
        ({"a": ["b"], "": {"a": ["a@example.org"]}}, "/edata/extra//a/0"),
    ],
)
def test_a_place_is_told_whatever_its_members_are_called(extra, pointer):
    """
    Members may be called like an index, or not at all.
    """
    (finding,) = told("INTERACT", {"extra": extra})

    assert ("email-in-text", pointer) == (finding.rule, finding.pointer)
