"""
The values that a judgement is made of.
"""

from __future__ import annotations

import pytest

from sunbird_telemetry.pipeline import Change, Fate, PipelineSettings, overwritten
from telemetry.pipeline.making import NOW, batch_of


def test_dropped_is_an_umbrella():
    """
    Dropped: failed, lost or poison.
    """
    assert {"failed", "lost", "poison"} == {fate for fate in Fate if fate.dropped}


@pytest.mark.parametrize(
    ("name", "sent", "stamped", "changes"),
    [
        ("did", "mine", {}, (Change("/did", "mine", None),)),
        ("did", "mine", {"did": "header"}, (Change("/did", "mine", "header"),)),
        ("did", "same", {"did": "same"}, ()),
        ("did", None, {"did": "header"}, ()),
        ("channel", "mine", {}, (Change("/channel", "mine", None),)),
        ("pid", "mine", {}, (Change("/pid", "mine", None),)),
        ("syncts", 5, {"syncts": NOW}, (Change("/syncts", 5, NOW),)),
        ("mid", "", {"mid": "new"}, ()),
    ],
)
def test_the_service_overwrites_what_headers_say(name, sent, stamped, changes):
    """
    did, channel and pid are the headers', syncts is the time of receipt: 1.1.
    """
    batch = batch_of()
    del batch["syncts"]

    assert changes == overwritten({**batch, name: sent}, {**batch, **stamped})


def test_settings_have_the_real_defaults():
    """
    Who sets nothing gets what the real jobs are packaged with: 4.1, 4.2, 5.5 and 6.
    """
    settings = PipelineSettings()

    assert (3600, 3600) == (settings.batch_ttl_s, settings.mid_ttl_s)
    assert (3, 1_048_576) == (settings.ignore_months, settings.max_event_bytes)
    assert {"dev.sunbird.portal", "dev.sunbird.desktop"} == settings.deduplicated_early
