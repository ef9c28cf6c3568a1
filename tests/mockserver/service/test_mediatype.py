from __future__ import annotations

import pytest

from sunbird_mockserver.upstreams.telemetry.content_type import NO_TYPE, MediaType, media_type


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("application/json", ("application/json", "")),
        (" Application/JSON ", ("application/json", "")),
        ("application/json;charset=UTF-8", ("application/json", "utf-8")),
        ("application/json ; charset = utf-8 ", ("application/json", "utf-8")),
        ('application/json; charset="ut\\f-8"', ("application/json", "utf-8")),
        ('application/json; charset=""', ("application/json", "")),
        ("application/json; a=b; Charset=utf-8; c=d", ("application/json", "utf-8")),
        ("application/json; charset=utf-8; charset=latin1", ("application/json", "latin1")),
        ("application/json+", ("application/json", "")),
        ("application/vnd.api+json", ("application/vnd.api+json", "")),
    ],
)
def test_a_media_type_is_read(header, expected):
    """
    Type and charset are read without regard to case, quotes and blanks: recorded.
    """
    assert MediaType(*expected) == media_type(header)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "json",
        "application/json;",
        "application/json; charset",
        "application/json; charset=",
        "application/json;; charset=utf-8",
        "application/json, text/plain",
        "application/json\t",
        "application/json; charset=caf\xe9",
    ],
)
def test_anything_malformed_is_no_media_type(header):
    """
    One stray character makes all of the header unreadable, and the batch is lost: recorded.
    """
    assert NO_TYPE == media_type(header)
