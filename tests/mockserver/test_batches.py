"""
The batch in a body, whether or not the service read it.
"""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunbird_mockserver.delivery import Delivery
from sunbird_mockserver.upstreams.telemetry.sent_batch import batch_in

BATCH = {"events": [{"eid": "START"}]}
TEXT = b'{"events": [{"eid": "START"}]}'
# Without the time of day in it: every process that runs the tests must name them alike.
GZIPPED = gzip.compress(TEXT, mtime=0)
JSON = "application/json"


def batch(body, content_type=JSON, encoding=None):
    headers = {"content-type": content_type, "content-encoding": encoding}
    sent = {name: value for name, value in headers.items() if value is not None}

    return batch_in(Delivery("POST", "/v1/telemetry", "", sent, body))


@pytest.mark.parametrize(
    ("body", "content_type", "encoding"),
    [
        (TEXT, JSON, None),
        (GZIPPED, JSON, "gzip"),
        (zlib.compress(TEXT), JSON, "deflate"),
        (TEXT.decode().encode("utf-16"), JSON + "; charset=utf-16", None),
    ],
)
def test_what_the_service_reads(body, content_type, encoding):
    """
    With the right headers it is what the service itself reads.
    """
    assert BATCH == batch(body, content_type, encoding)


@pytest.mark.parametrize(
    ("body", "content_type", "encoding"),
    [
        (TEXT, None, None),
        (TEXT, "text/plain", None),
        (TEXT, "application/x-www-form-urlencoded", None),
        (GZIPPED, None, "gzip"),
        (GZIPPED, None, None),
        (GZIPPED, JSON, None),
        (TEXT, JSON, "gzip"),
        (TEXT, JSON, "br"),
        (TEXT, JSON + "; charset=latin-1", None),
    ],
)
def test_what_it_would_have_read(body, content_type, encoding):
    """
    With wrong headers it is what the client meant.
    """
    assert BATCH == batch(body, content_type, encoding)


@pytest.mark.parametrize(
    "body", [b"junk", b"\x1f\x8b", gzip.compress(b"junk", mtime=0), b" " * 6_000_000, b'{"a":']
)
@pytest.mark.parametrize("content_type", [JSON, None])
def test_nothing_where_there_is_no_json(body, content_type):
    """
    What is not JSON, or too large to be read by anybody, is no batch.
    """
    assert batch(body, content_type) is None


def test_does_not_inflate_a_bomb():
    """
    A body that grows beyond what the service takes is no batch, and costs no memory.
    """
    assert batch(gzip.compress(b"[" + b" " * 50_000_000 + b"]"), None) is None


@given(
    body=st.binary(max_size=40) | st.sampled_from([TEXT, gzip.compress(TEXT), b"\x1f\x8b"]),
    content_type=st.none() | st.text() | st.sampled_from([JSON, JSON + ";charset=utf-32"]),
    encoding=st.none() | st.text(max_size=4) | st.sampled_from(["gzip", "deflate", "GZIP"]),
)
def test_never_fails(body, content_type, encoding):
    """
    Whatever is sent, asking for its batch raises nothing.
    """
    batch(body, content_type, encoding)
