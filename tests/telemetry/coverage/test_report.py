import tomllib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sunbird_telemetry.coverage import Coverage, Plan, report
from sunbird_telemetry.coverage.plan_writer import plan_of
from sunbird_telemetry.coverage.report_text import lines
from sunbird_telemetry.finding import Level
from sunbird_telemetry.pipeline import Fate
from sunbird_telemetry.specification import EVENT_TYPES
from telemetry.coverage.seeing import seen, told
from telemetry.strategies import good_events, mutated_events

PLAN = {
    "events": {
        "START": {},
        "IMPRESSION": {
            "fields": ["edata.pageid", "object.id"],
            "values": {"edata.type": ["list", "detail"]},
        },
        "LOG": {"optional": True},
    }
}
HOME = {"eid": "IMPRESSION", "edata": {"type": "list", "pageid": "home"}, "object": None}
BARE = {"eid": "IMPRESSION", "object": None, "tags": None}

SENT = st.lists(st.one_of(good_events(), mutated_events()), max_size=5)


def extra(report):
    return [str(item) for row in report.rows for item in row.extra]


def said(report):
    return [finding.message for finding in report.findings]


class TestBesideAPlan:
    def test_items_are_event_types_fields_and_values(self):
        """
        Two event types, two fields and two values make six items.
        """
        report = told(HOME, plan=PLAN)

        assert (3, 6) == (report.met, report.total)
        assert 50 == report.percent

    def test_what_is_missing_is_named(self):
        """
        What was promised and never sent is named by event type, field and value.
        """
        missing = [str(item) for row in told(HOME, plan=PLAN).rows for item in row.missing]

        assert ["START", "IMPRESSION object.id", 'IMPRESSION edata.type = "detail"'] == missing

    def test_promised_and_never_sent_is_a_warning(self):
        """
        Each broken promise is a finding.
        """
        broken = [each for each in told(HOME, plan=PLAN).findings if each.level is Level.WARNING]

        assert [
            ("", "The plan promises START, but it was never sent."),
            ("/object/id", "The plan promises IMPRESSION object.id, but it was never sent."),
            (
                "/edata/type",
                'The plan promises IMPRESSION edata.type = "detail", but it was never sent.',
            ),
        ] == [(each.pointer, each.message) for each in broken]

    def test_of_what_was_not_sent_at_all_one_thing_is_told(self):
        """
        That no field of an event type was sent goes without saying if the type was not.
        """
        report = told({"eid": "START"}, plan=PLAN)

        assert ["The plan promises IMPRESSION, but it was never sent."] == said(report)

    def test_what_the_pipeline_drops_keeps_no_promise(self):
        """
        Events that are dropped are told as such.
        """
        report = told({"eid": "START"}, plan={"events": {"START": {}}}, fate=Fate.FAILED)

        assert (0, 1) == (report.rows[0].kept, report.rows[0].dropped)
        sentence = "The plan promises START, but none was kept (1 dropped, 0 refused)."
        assert [sentence] == said(report)

    def test_sent_and_never_promised_is_a_note(self):
        """
        An event type that is not in the plan is a finding.
        """
        report = told({"eid": "END"}, {"eid": "START"}, plan={"events": {"START": {}}})

        assert ["END was sent (1 x), but the plan does not promise it."] == said(report)

    def test_what_is_optional_may_be_sent_or_not(self):
        """
        An optional event type is never told of.
        """
        plan = {"events": {"START": {}, "LOG": {"optional": True}}}

        assert () == told({"eid": "START"}, plan=plan).findings
        assert () == told({"eid": "START"}, {"eid": "LOG"}, plan=plan).findings

    def test_without_a_list_any_field_may_be_sent(self):
        """
        An event type that lists no fields promises nothing about them.
        """
        plan = {"every_event": {"fields": ["context.sid"]}, "events": {"IMPRESSION": {}}}

        assert [] == extra(told({**BARE, "object": {"id": "do_1"}}, plan=plan))

    @pytest.mark.parametrize(
        ("sent", "expected"),
        [
            ({"tags": ["a"]}, ["IMPRESSION tags"]),
            ({"object": {"type": "Content"}}, ["IMPRESSION object.type"]),
            ({"edata": {"visits": [{"objid": "do_1"}]}}, ["IMPRESSION edata.visits"]),
            ({"context": {"cdata": []}}, []),
            ({"object": {"id": "do_1", "rollup": {"l1": "do_2"}}}, []),
        ],
    )
    def test_a_field_beyond_the_list_is_told_once_and_outermost(self, sent, expected):
        """
        Listed are a field, what is around it and what is inside of it; what every event of the type
        has needs no promise.
        """
        listed = ["object.id", "object.rollup", "context.cdata.id", "context.sid", "context.did"]
        usual = ["context.pdata", "edata.duration", "edata.subtype"]
        plan = {"events": {"IMPRESSION": {"fields": listed, "optional_fields": usual}}}

        report = told({**BARE, "edata": {"visits": None}, **sent}, plan=plan)

        assert expected == extra(report)

    def test_a_value_beyond_the_list_is_told(self):
        """
        Where values are promised another one is a finding, at its place.
        """
        plan = {"events": {"LOG": {"values": {"edata.level": ["ERROR"]}}}}

        report = told(
            {"eid": "LOG", "edata": {"level": "ERROR"}},
            {"eid": "LOG", "edata": {"level": "Info"}},
            plan=plan,
        )

        (finding,) = report.findings
        assert "/edata/level" == finding.pointer
        assert finding.message.startswith("LOG edata.level = 'Info' was sent (1 x),")

    def test_nothing_counted_is_all_of_it(self):
        """
        A plan in which all is optional is kept.
        """
        report = told(plan={"events": {"LOG": {"optional": True}}})

        assert 100 == report.percent
        assert report.reaches(100)


def test_a_share_is_never_rounded_up():
    """
    100 % means all, and a limit is compared with the true share.
    """
    plan = {"events": {"START": {"fields": ["tags", "object.id"]}}}
    report = told({"eid": "START", "tags": None, "object": {"id": "x"}}, plan=plan)

    assert 66.6 == report.percent
    assert report.reaches(66.6)
    assert not report.reaches(66.7)


class TestBesideTheSpecification:
    def test_the_fields_of_what_was_sent_are_counted(self):
        """
        Without a plan the fields of the event types that were sent are the items.
        """
        (row,) = told(HOME).rows

        assert "edata.visits.objid" in {item.field for item in row.items}
        assert {"object.id", "object.type"} <= {item.field for item in row.missing}

    def test_what_was_never_sent_is_listed(self):
        """
        The other event types are listed, and no findings.
        """
        report = told({"eid": "START"})

        assert {*EVENT_TYPES} - {"START"} == {*report.never_sent}
        assert () == report.findings


class TestFirstPlan:
    @given(SENT)
    def test_what_was_sent_keeps_the_plan_that_is_made_of_it(self, sent):
        """
        A written plan is met to 100 % by what it was made of, without a finding.
        """
        first = Coverage()
        for event in sent:
            first.see(event, Fate.ACCEPTED)
        assume(first.sent)
        again = Coverage(Plan.from_dict(tomllib.loads(plan_of(first))))
        for event in sent:
            again.see(event, Fate.ACCEPTED)

        assert 100 == report(again).percent
        assert [] == [*report(again).findings]

    def test_it_reads_as_one_would_write_it(self):
        """
        What all events have stands once, values where they are documented, and nothing that every
        event has anyway.
        """
        page = {**BARE, "edata": {"type": "view", "visits": None, "subtype": None}}
        end = {"eid": "END", "tags": None, "object": {"id": "do_1"}}

        table = tomllib.loads(plan_of(seen(page, end)))

        assert {"context.sid", "context.did"} <= {*table["every_event"]["fields"]}
        assert {"edata.type": ["view"]} == table["events"]["IMPRESSION"]["values"]
        assert "edata.pageid" in table["events"]["IMPRESSION"]["fields"]
        assert "object.id" in table["events"]["END"]["fields"]
        assert "actor.id" not in str(table)


class TestLines:
    def test_a_plan_is_a_table_with_what_is_missing(self):
        """
        A row per event type, then the total, then the findings with what to do.
        """
        report = told({**BARE, "edata": {"visits": None, "duration": None}}, plan=PLAN)

        shown = [line.rstrip() for line in lines(report, 80)][:8]

        assert [
            "event type  kept  met      %  missing",
            "-------------------------------------",
            "START          0  0/1     0%  all of it",
            'IMPRESSION     1  2/5    40%  object.id, edata.type = "list", edata.type =',
            '                              "detail"',
            "LOG            0    -      -",
            "-------------------------------------",
            "TOTAL          1  2/6  33.3%",
        ] == shown

    def test_nothing_of_nothing_is_no_percentage(self):
        """
        A suite that sent nothing at all has not sent 100% of it.
        """
        (total,) = [line for line in lines(report(Coverage()), 80) if line.startswith("TOTAL")]

        assert ["TOTAL", "0", "0/0", "-"] == total.split()

    def test_dropped_events_have_a_column(self):
        """
        Where events are dropped a column says so.
        """
        first, *_ = lines(told({"eid": "START"}, plan=PLAN, fate=Fate.LOST), 80)

        assert "event type  kept  dropped  met" == first[:30]

    @given(SENT, st.integers(0, 200), st.sampled_from([None, Plan.from_dict(PLAN)]))
    def test_any_report_fits_any_terminal(self, sent, width, plan):
        """
        Whatever was sent, and however narrow the terminal, there are lines.
        """
        coverage = Coverage(plan)
        for event in sent:
            coverage.see(event, Fate.ACCEPTED)

        assert all("\n" not in line for line in lines(report(coverage), width))
