"""
Retries, and ids that are used twice.
"""

import tracemalloc

import pytest

from sunbird_telemetry.findings import DeliveryRules
from sunbird_telemetry.specification.samples import whole_batch

ONE = {"mid": "START:1"}
TWO = {"mid": "START:2", "ets": 1767225601000}
HOUR = 3_600_000


def batch(msgid, *events):
    return whole_batch({"params": {"msgid": msgid}, "events": list(events)})


def told(*batches):
    rules = DeliveryRules()
    return [each for one in batches for each in rules.see(one)]


def names(*batches):
    return [finding.rule for finding in told(*batches)]


def test_news_is_no_finding():
    """
    New events under a new msgid are how it should be.
    """
    assert [] == told(batch("a", ONE), batch("b", TWO))


def test_a_retry_is_recognised():
    """
    The same batch again is a retry that the msgid recognises.
    """
    assert ["retry-recognised"] == names(batch("a", ONE, TWO), batch("a", ONE, TWO))


def test_a_retry_within_the_hour_is_recognised():
    """
    For an hour the extractor knows a msgid; after it the retry comes too late.
    """
    rules = DeliveryRules()
    rules.see(batch("a", ONE), 0)

    assert ["retry-recognised"] == [f.rule for f in rules.see(batch("a", ONE), HOUR - 1)]
    assert ["retry-too-late"] == [f.rule for f in rules.see(batch("a", ONE), HOUR)]


def test_the_deployment_may_remember_longer_or_shorter():
    """
    How long a msgid is known is the deployment's, and told with the retry that came too late.
    """
    rules = DeliveryRules(ttl_ms=60_000)
    rules.see(batch("a", ONE), 0)

    (finding,) = rules.see(batch("a", ONE), 90_000)

    assert (
        "A retry came 90 s after the first batch, "
        "but the extractor remembers a msgid only for 60 s."
    ) == finding.message


def test_ids_of_any_length_take_the_same_room():
    """
    Of a long msgid and a long mid only a number is kept.
    """
    rules, long = DeliveryRules(), "x" * 1_000_000
    tracemalloc.start()
    rules.see(batch(long + "b", {"mid": long + "e"}))
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert kept < len(long)


def test_after_the_hour_a_msgid_is_new_again():
    """
    An hour after its first use a msgid may stand for other events, and retries of them count anew.
    """
    rules = DeliveryRules()
    rules.see(batch("a", ONE), 0)

    assert () == rules.see(batch("a", TWO), HOUR)
    assert ["retry-recognised"] == [f.rule for f in rules.see(batch("a", TWO), HOUR + 1)]


@pytest.mark.parametrize("msgid", ["b", None, ""])
def test_a_retry_needs_its_msgid(msgid):
    """
    Events that were sent before, under no or another msgid, are told of once with their number.
    """
    (finding,) = told(batch("a", ONE, TWO), batch(msgid, ONE, TWO))

    assert "retry-new-msgid" == finding.rule
    assert "2 events were sent before, under another msgid." == finding.message


def test_a_retry_may_be_a_part_of_another_batch():
    """
    Events that are sent again among new ones are found, too.
    """
    (finding,) = told(batch("a", ONE), batch("b", TWO, ONE))

    assert "1 events were sent before, under another msgid." == finding.message


def test_events_that_came_under_this_msgid_too_are_no_retry_under_a_new_one():
    """
    Where all batches have one msgid, that is what is wrong: not that the msgid is another one.
    """
    batches = batch("a", ONE), batch("a", TWO), batch("a", TWO), batch("a", TWO, ONE)

    assert ["msgid-reused"] * 3 == names(*batches)


def test_an_event_is_new_under_a_msgid_once():
    """
    Events that are sent under a second msgid are told of then, all of them, and not with the next.
    """
    repeated = batch("b", ONE, ONE, TWO)

    assert ["retry-new-msgid"] == names(batch("a", ONE), repeated)
    assert (
        "2 events were sent before, under another msgid."
        == told(batch("a", ONE), repeated)[0].message
    )
    assert ["retry-new-msgid", "msgid-reused"] == names(batch("a", ONE), repeated, batch("b", ONE))


def test_without_msgids_every_retry_is_told_of():
    """
    No msgid is none that anything could be recognised by.
    """
    assert ["retry-new-msgid"] * 2 == names(*[batch("", ONE)] * 3)


def test_new_mids_are_recognised_by_content():
    """
    Events that differ in nothing but the mid were sent before.
    """
    (finding,) = told(batch("a", ONE), batch("b", TWO, {"mid": "START:9"}))

    assert ("retry-new-mids", "/events/1/mid") == (finding.rule, finding.pointer)


def test_equal_events_within_a_batch_are_no_retry():
    """
    Two equal events with mids of their own in one batch are left to other rules.
    """
    assert [] == told(batch("a", {"mid": "START:1"}, {"mid": "START:9"}))


def test_a_mid_is_for_one_event():
    """
    The same mid with other content is an error, within a batch and beyond it.
    """
    other = {**TWO, "mid": "START:1"}

    assert ["mid-reused"] == names(batch("a", ONE, other))
    assert ["mid-reused"] == names(batch("a", ONE), batch("b", other))


def test_a_msgid_is_for_one_batch():
    """
    New events under a known msgid are an error.
    """
    (finding,) = told(batch("a", ONE), batch("a", TWO))

    assert ("msgid-reused", "/params/msgid") == (finding.rule, finding.pointer)


def test_a_repeated_log_is_a_note():
    """
    A LOG that is sent again under another msgid is told of by itself: nothing removes it.
    """
    log = {"eid": "LOG", "mid": "LOG:1"}

    assert ["log-repeated"] == names(batch("a", log), batch("b", log))


@pytest.mark.parametrize("mid", [None, "", 7])
def test_events_without_mid_are_left_to_other_rules(mid):
    """
    An event without a mid repeats nothing.
    """
    event = {"mid": mid} if mid is not None else {"mid": None}

    assert [] == names(batch("a", event), batch("b", event))


@pytest.mark.parametrize("sent", [None, 7, [], {}, {"events": None}, {"events": []}])
def test_what_holds_no_events_repeats_nothing(sent):
    """
    A body without events says nothing, however often it comes.
    """
    assert [] == told(sent, sent)


def test_the_oldest_events_are_forgotten_first():
    """
    Beyond the limit the oldest events are forgotten.
    """
    rules = DeliveryRules(limit=1)
    rules.see(batch("a", ONE))
    rules.see(batch("b", TWO))

    assert () == rules.see(batch("c", ONE))


def test_a_retry_of_poison_is_no_good_retry():
    """
    The extractor remembers the msgid of what made it throw, so repeating it brings nothing back.
    """
    rules, poison = DeliveryRules(), batch("a", {"eid": 7, "mid": "START:1"})
    rules.see(poison, thrown=True)

    assert ["retry-of-poison"] * 2 == [each.rule for _ in "12" for each in rules.see(poison)]


def test_news_under_the_msgid_of_poison_is_no_retry():
    """
    A corrected batch needs a msgid of its own.
    """
    rules = DeliveryRules()
    rules.see(batch("a", {"eid": 7, "mid": "START:1"}), thrown=True)

    assert ["msgid-reused"] == [each.rule for each in rules.see(batch("a", TWO))]
