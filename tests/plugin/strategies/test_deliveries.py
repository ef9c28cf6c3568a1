import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing import draws
from plugin.strategies.judging import NOW, example, smallest
from pytest_sunbird.strategies import batches, deliveries
from sunbird_mockserver.journal.query import Query, select
from sunbird_mockserver.mock import Mock
from sunbird_mockserver.settings import Settings
from sunbird_telemetry.findings import transport_findings


def mock_of(profile):
    """
    A mock whose clock stands still.
    """
    return Mock(Settings(profile=profile), clock=lambda: NOW)


@pytest.mark.parametrize("profile", ["sunbird", "spark"])
def test_every_delivery_is_answered_200(profile):
    """
    The gateway lets it in, the service reads it, its events are accepted, and neither path nor
    headers nor size break a rule.
    """
    mock = mock_of(profile)

    @draws(50)
    @given(deliveries(profile=profile, now=NOW))
    def holds(delivery):
        mock.reset("default")
        reply = mock.receive(delivery)
        fates = {event.judged.fate for event in select(mock.journal, Query(("default",)))}

        assert (200, {"accepted"}) == (reply.status, fates)
        assert () == transport_findings(delivery, None)

    holds()


@draws(20)
@given(deliveries(batches(events=[]), st.just("TOKEN"), now=NOW))
def test_batch_and_token_may_be_given(delivery):
    """
    What is sent and who sends it can be told.
    """
    body = delivery.body

    assert "Bearer TOKEN" == delivery.headers["authorization"]
    assert b'"events":[]' in (gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body)


def test_a_compressed_one_names_its_encoding():
    """
    The header says what was done to the body.
    """
    compressed = example(deliveries(now=NOW), lambda each: each.body.startswith(b"\x1f\x8b"))

    assert "gzip" == compressed.headers["content-encoding"]


def test_a_delivery_shrinks_to_a_plain_one():
    """
    The smallest delivery is not compressed and says nothing that it need not say.
    """
    delivery = smallest(deliveries(now=NOW))

    assert ("POST", "/api/data/v1/telemetry") == (delivery.method, delivery.path)
    assert ["authorization", "content-type"] == sorted(delivery.headers)
