"""
Failures in four parts, as they read.
"""

from functools import reduce

import pytest

from plugin.failing import golden, steady
from pytest_sunbird import Sunbird, TelemetryMismatch
from pytest_sunbird.formatting import shown
from sunbird_mockserver import MockServer

pytestmark = pytest.mark.usefixtures("wide")

HOME = {"pageid": "home"}


@pytest.fixture
def sunbird():
    """
    An inbox on a server of its own, where deliveries are numbered from 1.
    """
    with MockServer() as server:
        yield Sunbird(server, "test_login.1")


@pytest.fixture
def failure():
    """
    The text of the failure of a call.
    """

    def text_of(expectation, *args, **kwargs):
        with pytest.raises(TelemetryMismatch) as caught:
            expectation(*args, **kwargs)
        return steady(str(caught.value))

    return text_of


def some(sender, *eids):
    return [sender.event(eid) for eid in eids]


class TestExpect:
    def test_nothing_was_sent(self, sunbird, failure):
        """
        Where no request came there is one thing to do.
        """
        text = failure(sunbird.expect, "IMPRESSION", edata=HOME, timeout=0)

        assert golden("nothing-sent") == text

    def test_requests_came_but_no_telemetry(self, sunbird, sender, failure):
        """
        What was not refused is not said to be.
        """
        sender.send([])

        assert "refused" not in failure(sunbird.expect, "END", timeout=0)

    def test_everything_was_refused(self, sunbird, sender, failure):
        """
        Refusals are named before all else, with the reason.
        """
        for _ in range(3):
            sender.send(some(sender, "IMPRESSION"), token=sunbird.forged_token())

        assert golden("all-refused") == failure(sunbird.expect, "IMPRESSION", timeout=0)

    def test_something_else_came(self, sunbird, sender, failure):
        """
        What came nearest is shown field by field, and what else there is by type.
        """
        sender.send(some(sender, "START", "IMPRESSION", "INTERACT", "INTERACT"))
        sender.send(some(sender, "END"), token="")
        sender.send(some(sender, "END"), token=sunbird.token_without_group())
        fields = {"edata": {"pageid": "login", "pageId": "x"}, "context": {"env": "home"}}

        assert golden("nearest") == failure(sunbird.expect, "IMPRESSION", timeout=0, **fields)

    def test_what_was_wanted_was_refused(self, sunbird, sender, failure):
        """
        An event in a refused delivery was sent all right.
        """
        sender.send(some(sender, "START"))
        sender.send(some(sender, "END"), token="")

        assert golden("wanted-was-refused") == failure(sunbird.expect, "END", timeout=0)

    @pytest.mark.parametrize("fault", ["next", "drop"])
    def test_what_was_wanted_met_a_fault(self, sunbird, sender, failure, fault):
        """
        A fault is there for the app to survive it: nobody has to mend the fault.
        """
        getattr(sunbird.faults, fault)(*([503] if fault == "next" else []))
        sender.send(some(sender, "END"))

        text = " ".join(failure(sunbird.expect, "END", timeout=0).split())

        assert (
            "The wanted event was in delivery 1, which met a fault that the test asked for, "
            "and it was not sent again. Have the app send again what was not answered 200;"
        ) in text
        assert "fix that first" not in text

    def test_no_such_type(self, sunbird, sender, failure):
        """
        A slip in the expectation is told.
        """
        sender.send(some(sender, "IMPRESSION"))

        assert golden("no-such-type") == failure(sunbird.expect, "IMPRESION", timeout=0)

    def test_long_values(self, sunbird, sender, failure):
        """
        Of long values the part that differs is shown.
        """
        uri = "https://partner.example.org/learn/courses/" + "a" * 60
        sender.send(sender.event("IMPRESSION", edata={"uri": uri + "/units/one?page=1"}))
        wanted = {"uri": uri + "/units/two?page=1", "pageid": str.isdigit, "type": 3}

        assert golden("long-values") == failure(
            sunbird.expect, "IMPRESSION", edata=wanted, timeout=0
        )

    def test_secrets(self, sunbird, sender, failure):
        """
        A token or password in an event is not shown.
        """
        extra = {"token": "s3cret", "url": f"/x?t={sunbird.token()}", "password": "hunter2"}
        sender.send(sender.event("INTERACT", edata={"extra": extra, "id": sunbird.token()}))
        wanted = {"id": "x", "extra": {"url": "x", "password": "x"}}

        assert golden("secrets") == failure(sunbird.expect, "INTERACT", edata=wanted, timeout=0)


class TestWaitFor:
    def test_no_event_satisfied(self, sunbird, sender, failure):
        """
        A predicate has no fields to compare.
        """
        sender.send(some(sender, "START"))

        def is_dropped(event):
            return event.fate.dropped

        assert golden("unsatisfied") == failure(sunbird.wait_for, is_dropped, timeout=0)

    def test_refused_events_are_tried_with_care(self, sunbird, sender, failure):
        """
        A predicate need not understand what was refused, but is asked about it.
        """
        sender.send([{"eid": "LOG"}, sender.event("END")], token="")

        text = failure(sunbird.wait_for, lambda event: event["mid"] == "END:1", timeout=0)
        assert "The wanted event was in delivery 1" in text


class TestExpectNone:
    def test_one_came(self, sunbird, sender, failure):
        """
        The event is shown, and which delivery brought it.
        """
        sender.send(some(sender, "START", "INTERACT"))

        assert golden("unwanted") == failure(sunbird.expect_none, "INTERACT", within=0)


class TestExpectCount:
    def test_too_few(self, sunbird, sender, failure):
        """
        What is there is named, and what else came nearest.
        """
        sender.send(sender.event("IMPRESSION", edata=HOME))
        sender.send(sender.event("IMPRESSION", edata={"pageid": "Home"}))

        assert golden("too-few") == failure(
            sunbird.expect_count, 2, "IMPRESSION", edata=HOME, timeout=0
        )

    def test_too_many(self, sunbird, sender, failure):
        """
        All of them are named.
        """
        sender.send(some(sender, "INTERACT", "INTERACT", "END"))

        assert golden("too-many") == failure(sunbird.expect_count, 1, "INTERACT", within=0)


class TestExpectSequence:
    def test_breaks_off(self, sunbird, sender, failure):
        """
        The longest part that was found is shown, and what came nearest to the next.
        """
        sender.send(some(sender, "INTERACT", "START", "IMPRESSION", "LOG"))
        page = {"eid": "IMPRESSION", "edata": {"pageid": "home"}}

        assert golden("broken-off") == failure(
            sunbird.expect_sequence, "START", page, "INTERACT", "END", timeout=0
        )


class TestWaitUntilIdle:
    def test_never_idle(self, sunbird, sender, failure):
        """
        The last deliveries are shown.
        """
        sender.send(some(sender, "START"))
        sender.send([], token="")

        assert golden("not-idle") == failure(sunbird.wait_until_idle, quiet=9, timeout=0)

    def test_nothing_came(self, sunbird, failure):
        """
        Where there are no deliveries, none is announced.
        """
        assert "the last of" not in failure(sunbird.wait_until_idle, quiet=9, timeout=0)


class TestChecks:
    def test_findings(self, sunbird, sender, failure):
        """
        Each finding with its rule, and the remedies.
        """
        bad = {"pageid": None}
        sender.send([sender.event("IMPRESSION", edata=bad), sender.event("IMPRESSION", edata=bad)])
        sender.send(some(sender, "END"), token="")

        assert golden("not-conformant") == failure(sunbird.assert_conformant)

    def test_delivered_twice(self, sunbird, sender, failure):
        """
        The mid, and which deliveries brought it.
        """
        events = some(sender, "START", "END")
        sender.send(events)
        sender.send(events)
        sender.send(some(sender, "LOG"), token="")

        assert golden("not-once") == failure(sunbird.assert_delivered_once)

    def test_not_retried(self, sunbird, sender, failure):
        """
        Which events are missing since which delivery.
        """
        sender.send(some(sender, "START", "END"), token="")

        assert golden("not-retried") == failure(sunbird.assert_retried, after=401)

    def test_new_mids(self, sunbird, sender, failure):
        """
        Which event came again as which.
        """
        event = sender.event("START")
        sender.send(event, token="")
        sender.send({**event, "mid": "START:new"})

        assert golden("new-mids") == failure(sunbird.assert_same_mid_on_retry)

    def test_batches_too_large(self, sunbird, sender, failure):
        """
        Which delivery, and how large it was.
        """
        sender.send(some(sender, "START", "LOG", "END"))

        assert golden("too-large") == failure(sunbird.assert_batches, max_events=2)

    def test_open_sessions(self, sunbird, sender, failure):
        """
        What was started and never ended.
        """
        sender.send(some(sender, "START"))

        assert golden("open-sessions") == failure(sunbird.assert_sessions_closed)


class TestWidth:
    @pytest.mark.parametrize("columns", [30, 80, 160])
    def test_lines_fit_into_the_terminal(self, sunbird, sender, failure, monkeypatch, columns):
        """
        With the margin that pytest puts in front of them; below 60 nothing could be read.
        """
        monkeypatch.setenv("COLUMNS", str(columns))
        sender.send(sender.event("IMPRESSION", edata={"pageid": "x" * 300}), token="")
        sender.send(sender.event("IMPRESSION", edata={"pageid": "x" * 300}))
        text = failure(sunbird.expect, "IMPRESSION", edata={"pageid": "y" * 300}, timeout=0)

        longest = max(len(line) for line in text.splitlines() if "/i/" not in line)
        assert longest <= max(columns - 5, 60)


def test_what_was_sent_cannot_move_the_cursor(sunbird, sender, failure):
    """
    Control characters in an event are shown as escapes.
    """
    sender.send(sender.event("END", mid="\x1b[2J"))

    assert "mid \\x1b[2J" in failure(sunbird.expect, "START", timeout=0)


def test_what_is_nested_too_deeply_is_not_shown():
    """
    A client may nest as deeply as it likes, and gets no RecursionError for it.
    """
    deep = reduce(lambda inner, _: [inner], range(100_000), 1)

    assert "a value that is nested too deeply to be shown" == shown(deep)
