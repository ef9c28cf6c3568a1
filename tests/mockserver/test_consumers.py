"""
The register of those who may call.
"""

import threading
from functools import partial

import pytest

from sunbird_mockserver.consumers import (
    PARTNER,
    STANDARD,
    Consumer,
    Consumers,
    Credential,
    KeyTakenError,
    UnknownConsumerError,
    built_in,
)

ONE = Consumer("one", frozenset({"telemetryCreate"}), (Credential("key-1", "secret-1"),))
TWO = Consumer("two", credentials=(Credential("key-2", "secret-2"),))


class TestCredential:
    def test_does_not_show_its_secret(self):
        """
        A secret is in no repr, so that it is in no log and no failure text.
        """
        assert "secret-1" not in repr(ONE)

    def test_has_an_id_that_follows_from_its_key(self):
        """
        Two runs count limits by the same ids, and no id is a key.
        """
        assert Credential("k").id == Credential("k").id
        assert "k" != Credential("k").id != Credential("l").id

    def test_keeps_an_id_that_is_given(self):
        """
        Whoever wants a certain id gets it.
        """
        assert "mine" == Credential("k", id="mine").id

    def test_needs_a_key(self):
        """
        The gateway could never find a credential without a key.
        """
        with pytest.raises(ValueError) as caught:
            Credential("", "s")

        assert "A credential needs a key that is not empty: tokens name it by that." == str(
            caught.value
        )

    def test_names_the_nearest_algorithm(self):
        """
        A misspelt algorithm is an error when it is declared, not a refusal later.
        """
        with pytest.raises(ValueError) as caught:
            Credential("k", "s", "RSA256")

        assert "'RSA256' is not an algorithm of the gateway. Did you mean 'RS256'?" == str(
            caught.value
        )

    @pytest.mark.parametrize(
        ("algorithm", "expected"), [("HS512", "secret"), ("RS256", "pem"), ("EdDSA", "pem")]
    )
    def test_uses_the_half_that_its_algorithm_wants(self, algorithm, expected):
        """
        HMAC never sees the public key, the others never the secret.
        """
        assert expected == Credential("k", "secret", algorithm, "pem").key_material


class TestConsumers:
    def test_are_found_by_key(self):
        """
        A key leads to its credential and its owner.
        """
        assert (ONE, ONE.credentials[0]) == Consumers([ONE, TWO]).find("key-1")

    def test_are_found_by_name(self):
        """
        A name leads to its consumer.
        """
        assert TWO == Consumers([ONE, TWO]).named("two")

    def test_unknown_are_none(self):
        """
        Nobody is found by a key or a name that nobody has.
        """
        consumers = Consumers([ONE])

        assert (None, None) == (consumers.find("key-2"), consumers.named("two"))

    def test_are_listed_in_order(self):
        """
        All of them can be listed, in the order in which they came.
        """
        assert [TWO, ONE] == list(Consumers([TWO, ONE]))

    def test_can_be_added_later(self):
        """
        Whoever is added is found from then on.
        """
        consumers = Consumers([ONE])
        consumers.add(TWO)

        assert consumers.find("key-2") == (TWO, TWO.credentials[0])

    def test_of_the_same_name_replace_each_other(self):
        """
        The newer consumer of a name wins, and the keys of the older one are gone.
        """
        consumers = Consumers([ONE])
        consumers.add(Consumer("one", credentials=(Credential("key-3", "s"),)))

        assert consumers.find("key-1") is None
        assert consumers.find("key-3") is not None

    def test_cannot_share_a_key(self):
        """
        A key that is taken is refused, and the register stays as it was.
        """
        consumers = Consumers([ONE])
        with pytest.raises(KeyTakenError) as caught:
            consumers.add(Consumer("thief", credentials=ONE.credentials))

        assert (
            "The key 'key-1' already belongs to the consumer 'one', and the gateway looks "
            "credentials up by key alone. Choose another key."
        ) == str(caught.value)
        assert [ONE] == list(consumers)

    def test_can_be_removed(self):
        """
        Whoever is removed is gone, with the keys.
        """
        consumers = Consumers([ONE, TWO])
        consumers.remove("one")

        assert [TWO] == list(consumers)
        assert consumers.find("key-1") is None

    def test_stay_consistent_while_they_are_changed(self):
        """
        A consumer that is replaced again and again is found by every lookup in between.
        """
        consumers = Consumers([ONE])
        done = threading.Event()

        def replace():
            while not done.is_set():
                consumers.add(Consumer("one", credentials=(*ONE.credentials, Credential("extra"))))
                consumers.add(ONE)

        writer = threading.Thread(target=replace)
        writer.start()
        found = [consumers.find("key-1") for _ in range(20_000)]
        done.set()
        writer.join()

        assert None not in found


class TestAddCredential:
    def test_gives_a_consumer_one_more(self):
        """
        The new key works beside the old one.
        """
        consumers = Consumers([ONE])
        extra = Credential("key-4", "s")

        assert (*ONE.credentials, extra) == consumers.add_credential("one", extra).credentials
        assert extra == consumers.find("key-4")[1]

    def test_replaces_the_same_key(self):
        """
        A credential with the same key takes the place of the old one.
        """
        consumers = Consumers([ONE])
        newer = Credential("key-1", "other")

        assert (newer,) == consumers.add_credential("one", newer).credentials
        assert newer == consumers.find("key-1")[1]

    def test_needs_a_known_consumer(self):
        """
        The error says who is there.
        """
        with pytest.raises(UnknownConsumerError) as caught:
            Consumers([TWO, ONE]).add_credential("three", Credential("key-5"))

        assert "There is no consumer 'three'. Declare it, or use one of: one, two." == str(
            caught.value
        )


class TestPromise:
    def test_is_kept_at_the_first_lookup(self):
        """
        The credential is made then, and only once.
        """
        made = []
        consumers = Consumers([ONE])
        consumers.add_lazy("one", "late", lambda: made.append(1) or Credential("late", "s"))
        before = list(made)
        found = [consumers.find("late") for _ in range(3)]

        assert [] == before
        assert [1] == made
        assert {(ONE, Credential("late", "s"))} == set(found)

    def test_takes_the_key(self):
        """
        Nobody else can have it, here or in a register on top of this one.
        """
        consumers = Consumers([ONE, TWO])
        consumers.add_lazy("one", "late", lambda: Credential("late"))
        for register in (consumers, Consumers(parent=consumers)):
            with pytest.raises(KeyTakenError):
                register.add_credential("two", Credential("late", "s"))

    def test_outlives_a_consumer_that_is_replaced(self):
        """
        Looked up before or not.
        """
        consumers = Consumers([ONE])
        for key in ("late", "later"):
            consumers.add_lazy("one", key, partial(Credential, key))
        consumers.find("late")
        consumers.add(Consumer("one"))

        assert None not in map(consumers.find, ("late", "later"))

    def test_to_nobody_is_none(self):
        """
        Such a key is unknown and free, until somebody of that name is there.
        """
        consumers = Consumers([ONE])
        consumers.add_lazy("two", "late", lambda: Credential("late"))
        consumers.add_lazy("three", "free", lambda: Credential("free"))
        before = consumers.find("late")
        consumers.add(TWO)
        consumers.add_credential("one", Credential("free", "s"))

        assert before is None
        assert TWO == consumers.find("late")[0]
        assert "s" == consumers.find("free")[1].secret


class TestParent:
    def test_is_asked_for_the_rest(self):
        """
        A register finds its parent's consumers too, and lists them.
        """
        child = Consumers([TWO], parent=Consumers([ONE]))

        assert ONE == child.find("key-1")[0]
        assert [ONE, TWO] == list(child)

    def test_sees_nothing_of_what_is_added(self):
        """
        What one inbox adds is not known in another.
        """
        parent = Consumers([ONE])
        child = Consumers(parent=parent)
        child.add(TWO)
        child.add_credential("one", Credential("key-6", "s"))

        assert [ONE] == list(parent)
        assert parent.find("key-6") is None
        assert child.find("key-6") is not None

    def test_keys_are_taken(self):
        """
        A key of the parent's cannot be given to somebody else.
        """
        child = Consumers(parent=Consumers([ONE]))
        with pytest.raises(KeyTakenError):
            child.add(Consumer("thief", credentials=ONE.credentials))

        assert ONE == child.find("key-1")[0]

    def test_is_overruled_by_name(self):
        """
        Whoever redeclares a consumer decides what its keys may do.
        """
        child = Consumers([Consumer("one")], parent=Consumers([ONE]))

        assert frozenset() == child.find("key-1")[0].groups


class TestBuiltIn:
    def test_partner_may_send_telemetry(self):
        """
        The first curl works: key and secret are public.
        """
        consumer, credential = built_in().find("partner-key")

        assert PARTNER == consumer
        assert "partner-secret" == credential.secret
        assert {"telemetryCreate", "deviceCreate", "refreshTokenCreate"} == consumer.groups

    @pytest.mark.parametrize(
        ("username", "groups"),
        [
            ("mobile_admin", {"mobileSuperAdmin"}),
            ("mobile_app", {"mobileAdmin"}),
            ("mobile_devicev2", {"telemetryCreate", "deviceCreate", "refreshTokenCreate"}),
            ("portal_anonymous", {"telemetryCreate", "deviceCreate"}),
            ("portal_anonymous_register", {"portalAnonymous"}),
            ("desktop_app", {"desktopAdmin"}),
        ],
    )
    def test_standard_consumers_have_their_groups(self, username, groups):
        """
        The consumers of every Sunbird are there, each with what it may do.
        """
        assert groups == built_in().named(username).groups

    def test_declared_consumers_replace_partner(self):
        """
        Whoever declares consumers has these and the standard ones.
        """
        assert [*STANDARD, ONE] == list(built_in([ONE]))
