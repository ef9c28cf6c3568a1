from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest

from sunbird_mockserver.upstreams.telemetry.body_errors import Refused
from sunbird_mockserver.upstreams.telemetry.inflate import content_encoding, inflated

GZIP = gzip.compress(b"abc")
ZLIB = zlib.compress(b"abc")
NO_HEADER = b"xyz"


def with_dictionary():
    stream = zlib.compressobj(zdict=b"abc")

    return stream.compress(b"abc") + stream.flush()


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        pytest.param(b"abc", "identity", id="as it is"),
        pytest.param(GZIP, "gzip", id="one member"),
        pytest.param(gzip.compress(b"a") + gzip.compress(b"bc"), "gzip", id="two members"),
        pytest.param(GZIP + b"\0\0xyz", "gzip", id="padding, and whatever follows it"),
        pytest.param(ZLIB, "deflate", id="a zlib stream"),
        pytest.param(ZLIB + NO_HEADER, "deflate", id="a zlib stream, and whatever follows it"),
    ],
)
def test_compressed_bodies_are_inflated(body, encoding):
    """
    A gzip body may have members and padding, a deflate body has the zlib wrapper: recorded.
    """
    assert b"abc" == inflated(body, encoding, 3)


@pytest.mark.parametrize(
    ("body", "encoding", "reason"),
    [
        pytest.param(b"", "gzip", "unexpected end of file", id="nothing"),
        pytest.param(GZIP[:-1], "gzip", "unexpected end of file", id="truncated"),
        pytest.param(GZIP + b"\x1f", "gzip", "unexpected end of file", id="a member begins"),
        pytest.param(b"abc", "gzip", "incorrect header check", id="no gzip"),
        pytest.param(GZIP + NO_HEADER, "gzip", "incorrect header check", id="no second member"),
        pytest.param(GZIP[:-8] + bytes(8), "gzip", "incorrect data check", id="a wrong checksum"),
        pytest.param(GZIP[:-1] + b"x", "gzip", "incorrect length check", id="a wrong length"),
        pytest.param(ZLIB[2:-4], "deflate", "incorrect header check", id="no wrapper"),
        pytest.param(GZIP, "deflate", "incorrect header check", id="gzip is not deflate"),
        pytest.param(with_dictionary(), "deflate", "Missing dictionary", id="a dictionary"),
    ],
)
def test_what_cannot_be_inflated_is_refused_in_the_words_of_zlib(body, encoding, reason):
    """
    The page repeats what zlib says: recorded.
    """
    with pytest.raises(Refused) as refused:
        inflated(body, encoding, 100)

    assert f"Error: {reason}" == str(refused.value)


@pytest.mark.parametrize(
    ("header", "encoding"), [("GZIP", "gzip"), ("Deflate", "deflate"), ("", "identity")]
)
def test_an_encoding_is_known_in_any_case(header, encoding):
    """
    Content-Encoding is read without regard to case; an empty one means none: recorded.
    """
    assert encoding == content_encoding({"content-encoding": header})


def test_without_the_header_there_is_no_encoding():
    """
    A body without Content-Encoding is as it is.
    """
    assert "identity" == content_encoding({})


@pytest.mark.parametrize("header", ["br", "zstd", "x-gzip", "gzip, deflate"])
def test_any_other_encoding_is_refused(header):
    """
    Neither brotli nor zstd nor a list of encodings is known: recorded.
    """
    with pytest.raises(Refused) as refused:
        content_encoding({"content-encoding": header})

    assert 415 == refused.value.status


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        pytest.param(b"abcd", "identity", id="as it is"),
        pytest.param(gzip.compress(b"abcd"), "gzip", id="one member"),
        pytest.param(GZIP + gzip.compress(b"d"), "gzip", id="two members together"),
        pytest.param(gzip.compress(b"abcd")[:-8], "gzip", id="before it is found truncated"),
    ],
)
def test_one_byte_more_than_the_limit_is_too_large(body, encoding):
    """
    The limit is on the inflated size of all members together: contract/pipeline.md 1.4.
    """
    with pytest.raises(Refused) as refused:
        inflated(body, encoding, 3)

    assert 413 == refused.value.status


def test_a_bomb_is_stopped_at_the_limit():
    """
    A body that would inflate to 50 MB never takes more memory than its limit asks for.
    """
    bomb = gzip.compress(bytes(50_000_000))
    tracemalloc.start()
    with pytest.raises(Refused):
        inflated(bomb, "gzip", 1_000_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 4_000_000


def test_many_tiny_members_are_inflated():
    """
    Members may be as many as fit: recorded.
    """
    assert b"x" * 5000 == inflated(gzip.compress(b"x") * 5000, "gzip", 5000)
