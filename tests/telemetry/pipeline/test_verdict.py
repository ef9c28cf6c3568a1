"""
The values that a judgement is made of.
"""

from __future__ import annotations

from sunbird_telemetry.pipeline import Fate, PipelineSettings


def test_dropped_is_an_umbrella():
    """
    Dropped: failed, lost or poison.
    """
    assert {"failed", "lost", "poison"} == {fate for fate in Fate if fate.dropped}


def test_settings_have_the_real_defaults():
    """
    Who sets nothing gets what the real jobs are packaged with: 4.1, 4.2, 5.5 and 6.
    """
    settings = PipelineSettings()

    assert (3600, 3600) == (settings.batch_ttl_s, settings.mid_ttl_s)
    assert (3, 1_048_576) == (settings.ignore_months, settings.max_event_bytes)
    assert {"dev.sunbird.portal", "dev.sunbird.desktop"} == settings.deduplicated_early
