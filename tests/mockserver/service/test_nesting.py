from __future__ import annotations

import pytest

from sunbird_mockserver.upstreams.telemetry.nesting import DEEPEST, too_deep


def nested(depth):
    return b"[" * depth + b"]" * depth


def test_a_batch_may_be_nested_4096_levels_deep(serve):
    """
    What JSON.stringify can write is dispatched: recorded.
    """
    assert 200 == serve(nested(DEEPEST)).reply.status


@pytest.mark.parametrize("body", [nested(DEEPEST + 1), b'{"a":' * 5000 + b"1" + b"}" * 5000])
def test_a_deeper_batch_is_500(serve, version, body):
    """
    JSON.stringify runs out of stack on what JSON.parse accepted, and nothing is stored: recorded.
    """
    served = serve(body, version=version)

    assert (500, False) == (served.reply.status, served.dispatched)


def test_a_deeper_batch_is_a_range_error(serve, sentence):
    """
    The page says what JavaScript calls it: recorded.
    """
    reply = serve(nested(DEEPEST + 1)).reply

    assert "RangeError: Maximum call stack size exceeded" == sentence(reply)


def test_utf_16_is_measured_too(serve):
    """
    The charset of a batch does not change how deep it may be.
    """
    body = nested(DEEPEST + 1).decode().encode("utf-16-le")

    assert 500 == serve(body, content_type="application/json; charset=utf-16le").reply.status


def test_nothing_deep_goes_anywhere_else(serve):
    """
    Depth matters only to what is stored: an unknown path stays 404.
    """
    assert 404 == serve(nested(DEEPEST + 1), path="/unknown").reply.status


def test_many_brackets_are_not_deep():
    """
    A batch of many events is not a deep one.
    """
    assert not too_deep([[]] * 5000, b"[" * 5001)
