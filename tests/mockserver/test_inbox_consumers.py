"""
Consumers that only one inbox knows.
"""

from sunbird_mockserver.consumers import Consumer, Credential, built_in
from sunbird_mockserver.consumers.inboxes import InboxConsumers

MINE = Consumer("mine", credentials=(Credential("my-key", "s"),))


def test_an_inbox_knows_its_own_and_the_shared():
    """
    What is added to one inbox is there beside all others.
    """
    register = InboxConsumers(built_in())
    register.own("one").add(MINE)

    assert MINE == register.of("one").named("mine")
    assert register.of("one").find("partner-key")


def test_no_other_inbox_knows_it():
    """
    Tests do not meet.
    """
    shared = built_in()
    register = InboxConsumers(shared)
    register.own("one").add(MINE)

    assert register.of("two") is shared
    assert shared.find("my-key") is None


def test_the_inboxes_that_were_used_last_keep_theirs():
    """
    However many names somebody makes up, there are so many registers and no more.
    """
    shared = built_in()
    register = InboxConsumers(shared, limit=2)
    register.own("one").add(MINE)
    register.own("two").add(MINE)
    register.of("one")
    register.own("three")

    assert MINE == register.of("one").named("mine")
    assert register.of("two") is shared


def test_forgets():
    """
    Afterwards the inbox is as any other.
    """
    shared = built_in()
    register = InboxConsumers(shared)
    register.own("one").add(MINE)
    register.forget("one")
    register.forget("never there")

    assert register.of("one") is shared
