"""
De-normalization: contract/pipeline.md 6.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sunbird_telemetry.pipeline import Change, PipelineSettings, judge
from sunbird_telemetry.pipeline.settings import zone
from sunbird_telemetry.pipeline.time_window import ALWAYS, as_long, iso, window
from sunbird_telemetry.specification import TELEMETRY
from telemetry.pipeline.making import (
    DAY,
    HOUR,
    INDEXED,
    NOW,
    PRIMARY,
    RAW,
    batch_of,
    judged,
    junk,
    made,
    outcome,
)


def ms(text):
    """
    An ISO time in ms since the epoch.
    """
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


OLDEST = ms("2025-12-15T12:00:00")
LATEST = ms("2026-03-16T00:00:00") - 1


class TestAge:
    @pytest.mark.parametrize(
        "ets", [OLDEST - 1, OLDEST - 0.5, NOW // 1000, 0, -1, -1e300, NOW - 95 * DAY]
    )
    def test_beyond_three_months_is_lost(self, ets):
        """
        Older than three calendar months: dropped without trace, after telemetry.unique.
        """
        verdict = judged(made(ets=ets))

        assert ("lost", "denormalization") == outcome(verdict)
        assert (PRIMARY, None) == (verdict.topics, verdict.reason)

    @pytest.mark.parametrize("ets", [OLDEST, OLDEST + 0.5, NOW - 89 * DAY, NOW, NOW + 0.5])
    def test_within_three_months_is_kept(self, ets):
        """
        Three months to the ms are not older: ets is cut to whole ms.
        """
        assert ("accepted", None) == outcome(judged(made(ets=ets)))

    def test_has_a_limit_in_the_settings(self):
        """
        A deployment may ignore other ages.
        """
        event = made(ets=NOW - 40 * DAY)

        assert "lost" == judged(event, None, PipelineSettings(ignore_months=1)).fate
        assert "accepted" == judged(event, None, PipelineSettings(ignore_months=2)).fate

    def test_of_errors_counts_as_well(self):
        """
        ERROR has its own copy of this job.
        """
        verdict = judged(made("ERROR", ets=0))

        assert ("lost", "denormalization") == outcome(verdict)
        assert (*RAW, "telemetry.error") == verdict.topics

    def test_is_looked_at_before_the_type(self):
        """
        An INTERRUPT that is too old is lost, not merely unindexed.
        """
        assert "lost" == judged(made("INTERRUPT", ets=0)).fate


class TestFuture:
    @pytest.mark.parametrize("ets", [LATEST + 1, LATEST + 1.5, NOW * 1000, 1e300])
    def test_is_rewritten_to_the_end_of_today(self, ets):
        """
        After the last ms of today: replaced by it. Microseconds end there, too.
        """
        verdict = judged(made(ets=ets))

        assert ("altered", "denormalization") == outcome(verdict)
        assert (Change("/ets", ets, LATEST),) == verdict.changes
        assert (*PRIMARY, *INDEXED) == verdict.topics

    @pytest.mark.parametrize("ets", [LATEST, LATEST + 0.5, NOW + HOUR])
    def test_of_today_is_kept(self, ets):
        """
        The rest of today is not the future: ets is cut to whole ms.
        """
        assert ("accepted", None) == outcome(judged(made(ets=ets)))

    def test_begins_where_the_server_stands(self):
        """
        Today ends in the server's time zone: 18:30 UTC in India.
        """
        india = PipelineSettings(timezone="Asia/Kolkata")
        latest = ms("2026-03-15T18:30:00") - 1

        assert "accepted" == judged(made(ets=latest), None, india).fate
        assert (Change("/ets", latest + 1, latest),) == judged(
            made(ets=latest + 1), None, india
        ).changes

    def test_of_errors_is_rewritten_as_well(self):
        """
        ERROR has its own copy of this job.
        """
        verdict = judged(made("ERROR", ets=LATEST + 1))

        assert ("altered", "denormalization") == outcome(verdict)
        assert (*RAW, "telemetry.error", "druid.events.error") == verdict.topics

    def test_of_what_is_skipped_is_not_rewritten(self):
        """
        INTERRUPT is skipped before anything is rewritten.
        """
        verdict = judged(made("INTERRUPT", ets=LATEST + 1))

        assert ("unindexed", "denormalization") == outcome(verdict)
        assert () == verdict.changes


class TestSkipping:
    def test_keeps_interrupts_out_of_the_index(self):
        """
        INTERRUPT stays in telemetry.unique and never reaches Druid.
        """
        verdict = judged(made("INTERRUPT"))

        assert ("unindexed", "denormalization") == outcome(verdict)
        assert PRIMARY == verdict.topics

    @pytest.mark.parametrize(
        ("eid", "fate"),
        [
            ("SUMMARY", "accepted"),
            ("ME_WORKFLOW_SUMMARY", "accepted"),
            ("ME_SUMMARY", "unindexed"),
            ("MY_SUMMARY_2", "unindexed"),
            ("Summary2", "accepted"),
        ],
    )
    def test_keeps_summaries_out_but_two(self, eid, fate):
        """
        eids containing SUMMARY other than SUMMARY and ME_WORKFLOW_SUMMARY are skipped.
        """
        settings = PipelineSettings(specification=TELEMETRY.with_types({eid: {}}))

        assert fate == judged(made(eid=eid), None, settings).fate

    @pytest.mark.parametrize("ets", [None, "1773576000000", True, []])
    def test_throws_where_ets_is_no_number(self, ets):
        """
        Junk events are valid without ets, and the job takes it for a number.
        """
        verdict = judged(junk(ets=ets))

        assert ("poison", "denormalization") == outcome(verdict)
        assert PRIMARY == verdict.topics


class TestNow:
    def test_is_what_the_clock_says(self):
        """
        A clock wins over the batch's stamp.
        """
        batch = batch_of(made(ets=NOW))

        assert "lost" == judge(batch, clock=lambda: NOW + 100 * DAY).events[0].fate
        assert "altered" == judge(batch, clock=lambda: NOW - DAY).events[0].fate

    def test_is_the_stamp_without_a_clock(self):
        """
        The wall clock is not read: the batch is processed when the service stamped it.
        """
        assert "accepted" == judge(batch_of(made(ets=0), syncts=HOUR)).events[0].fate

    @pytest.mark.parametrize("ets", [0, -1e300, 1e300, float("nan"), float("inf")])
    def test_may_be_unknown(self, ets):
        """
        Without clock and stamp no event is too old or too new.
        """
        assert "accepted" == judge({"events": [made(ets=ets)]}).events[0].fate

    @pytest.mark.parametrize("syncts", [1e300, -1e300, float("nan"), 2**70, 10**400])
    def test_may_be_beyond_any_calendar(self, syncts):
        """
        Whatever the stamp, there is a fate.
        """
        assert 1 == len(judge(batch_of(made(), syncts=syncts)).events)


class TestWindow:
    @pytest.mark.parametrize(
        ("now", "months", "oldest"),
        [
            ("2026-05-31T10:00:00", 3, "2026-02-28T10:00:00"),
            ("2024-05-31T10:00:00", 3, "2024-02-29T10:00:00"),
            ("2026-05-28T10:00:00", 3, "2026-02-28T10:00:00"),
            ("2026-01-15T00:00:00", 3, "2025-10-15T00:00:00"),
            ("2026-03-15T00:00:00", 3, "2025-12-15T00:00:00"),
            ("2026-03-15T00:00:00", 15, "2024-12-15T00:00:00"),
        ],
    )
    def test_opens_calendar_months_ago(self, now, months, oldest):
        """
        A month ends on its own last day.
        """
        assert ms(oldest) == window(ms(now), months, UTC).oldest

    @pytest.mark.parametrize(
        ("now", "place", "end"),
        [
            ("2026-03-15T23:59:59", "UTC", "2026-03-16T00:00:00"),
            ("2026-03-15T18:30:00", "Asia/Kolkata", "2026-03-16T18:30:00"),
            ("2026-12-31T12:00:00", "UTC", "2027-01-01T00:00:00"),
            # Clocks go forward at 02:00 on 29 March, and at midnight of 29 March in Beirut.
            ("2026-03-29T00:30:00", "Europe/Berlin", "2026-03-29T22:00:00"),
            ("2026-03-28T12:00:00", "Asia/Beirut", "2026-03-28T22:00:00"),
        ],
    )
    def test_closes_with_the_day(self, now, place, end):
        """
        The last ms before tomorrow begins.
        """
        assert ms(end) - 1 == window(ms(now), 3, zone(place)).latest

    @pytest.mark.parametrize("now", [10**18, -(10**18), ms("9999-12-31T12:00:00")])
    def test_is_open_beyond_the_calendar(self, now):
        """
        No time is too old or too late where there is no calendar.
        """
        assert ALWAYS == window(now, 3, UTC)

    def test_needs_a_zone_that_exists(self):
        """
        An unknown time zone is an error that says what to do.
        """
        with pytest.raises(ValueError, match="not a time zone") as caught:
            judged(made(), None, PipelineSettings(timezone="Mars/Base"))

        assert (
            "'Mars/Base' is not a time zone of this machine. Use a name such as 'Asia/Kolkata';"
            " if the name is right, install the package tzdata."
        ) == str(caught.value)


class TestNumbers:
    @pytest.mark.parametrize(
        ("number", "long"),
        [
            (1.9, 1),
            (-1.9, -1),
            (float("nan"), 0),
            (float("inf"), 2**63 - 1),
            (float("-inf"), -(2**63)),
            (1e300, 2**63 - 1),
            (10**400, 2**63 - 1),
        ],
    )
    def test_are_cut_as_in_java(self, number, long):
        """
        A double becomes the long next to it towards zero.
        """
        assert long == as_long(number)

    @pytest.mark.parametrize(
        ("time", "text"),
        [
            (NOW, "2026-03-15T12:00:00.000Z"),
            (NOW + 7, "2026-03-15T12:00:00.007Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (10**18, ""),
        ],
    )
    def test_are_written_as_times(self, time, text):
        """
        UTC, with milliseconds: 4.2.
        """
        assert text == iso(time)
