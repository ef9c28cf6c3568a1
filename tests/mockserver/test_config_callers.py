"""
Consumers of a configuration who could never call.
"""

import pytest

from sunbird_mockserver import Mock
from sunbird_mockserver.config import ConfigurationError, settings_from

OTHER = "Choose another: credentials are looked up by key alone."
WHOLE = "Give its PEM text whole, from -----BEGIN PUBLIC KEY----- to the end."


def consumer(username, *credentials, **more):
    return {"username": username, "credentials": list(credentials), **more}


def credential(key, **more):
    return {"key": key, "secret": "s", **more}


def asymmetric(algorithm, **more):
    return consumer("a", {"key": "k", "algorithm": algorithm, **more})


def complaint(*consumers):
    """
    What the configuration with these consumers is refused with.
    """
    with pytest.raises(ConfigurationError) as caught:
        settings_from({"consumers": list(consumers)})

    return str(caught.value)


class TestKeys:
    def test_of_two_consumers_are_two(self):
        """
        A key that two consumers have leads to neither: both places are named.
        """
        assert (
            f"consumers[1].credentials[0].key is 'k', as in consumers[0].credentials[0]. {OTHER}"
            == complaint(consumer("a", credential("k")), consumer("b", credential("k")))
        )

    def test_of_one_consumer_are_different(self):
        """
        Of two credentials with one key the gateway would see the last only.
        """
        assert (
            f"consumers[0].credentials[1].key is 'k', as in consumers[0].credentials[0]. {OTHER}"
            == complaint(consumer("a", credential("k"), credential("k")))
        )

    @pytest.mark.parametrize("others", [(), ("b",), ("mobile_app",)])
    def test_of_the_standard_consumers_are_taken(self, others):
        """
        The standard consumers are there beside the declared ones, with their keys, which stay
        theirs where they are declared anew.
        """
        assert (
            "consumers[0].credentials[0].key is 'mobile_app-key', "
            f"which the standard consumer mobile_app has. {OTHER}"
        ) == complaint(consumer("a", credential("mobile_app-key")), *map(consumer, others))

    def test_of_partner_is_free(self):
        """
        Declared consumers replace `partner`.
        """
        settings = settings_from({"consumers": [consumer("a", credential("partner-key"))]})

        assert "a" == Mock(settings).consumers.find("partner-key")[0].username


class TestNames:
    def test_are_unique(self):
        """
        The second consumer of a name would replace the first without a word.
        """
        assert (
            "consumers[1].username is 'a', as in consumers[0]. "
            "Choose another, or make one consumer of the two."
        ) == complaint(consumer("a"), consumer("a"))

    def test_are_not_empty(self):
        """
        A consumer has a name.
        """
        assert "consumers[0].username is empty." == complaint(consumer(""))

    def test_of_a_standard_consumer_replace_it(self):
        """
        Who declares `mobile_app` wants another than the standard one, with that key or a new one.
        """
        credentials = credential("mobile_app-key", secret="mine"), credential("other")
        settings = settings_from({"consumers": [consumer("mobile_app", *credentials)]})

        assert "mine" == Mock(settings).consumers.find("mobile_app-key")[1].secret


class TestGroups:
    @pytest.mark.parametrize(
        ("group", "hint"),
        [
            ("telemetryCrate", "Did you mean 'telemetryCreate'?"),
            ("x", "Known are: desktopAdmin, desktopSuperAdmin, deviceCreate, "),
        ],
    )
    def test_that_no_route_asks_for_are_mistakes(self, group, hint):
        """
        With a misspelt group every request would be refused.
        """
        assert complaint(consumer("a", groups=["telemetryCreate", group])).startswith(
            f"consumers[0].groups has {group!r}, which no route asks for. {hint}"
        )


class TestSecrets:
    @pytest.mark.parametrize("table", [{}, {"secret": ""}])
    def test_are_there(self, table):
        """
        Nothing is signed with nothing.
        """
        assert (
            "consumers[0].credentials[0].secret is missing: HS256 signatures are made with it. "
            "Give one that is not empty."
        ) == complaint(consumer("a", {"key": "k", **table}))

    def test_a_public_key_wants_its_algorithm(self, rsa):
        """
        The algorithm is HS256 unless said, and that has no use for a public key.
        """
        assert complaint(consumer("a", {"key": "k", "rsa_public_key": rsa.public})).endswith(
            'A public key wants an algorithm too, as in algorithm = "RS256".'
        )


class TestPublicKeys:
    @pytest.mark.parametrize("algorithm", ["RS256", "PS512", "ES384", "EdDSA"])
    @pytest.mark.parametrize("table", [{}, {"rsa_public_key": ""}, {"secret": "s"}])
    def test_are_there(self, algorithm, table):
        """
        Without one no signature can be checked.
        """
        place = "consumers[0].credentials[0].rsa_public_key"

        assert (
            f"{place} is missing: {algorithm} signatures are checked with it. {WHOLE}"
        ) == complaint(asymmetric(algorithm, **table))

    def test_can_be_read(self, rsa):
        """
        A text that was cut off, or the private half, is no public key.
        """
        complaints = {
            complaint(asymmetric("RS256", rsa_public_key=text))
            for text in ("key", rsa.public[:-40], rsa.public[5:], rsa.private)
        }

        assert {
            f"consumers[0].credentials[0].rsa_public_key is no public key. {WHOLE}"
        } == complaints

    def test_fit_the_algorithm(self, rsa, curves):
        """
        A key of another kind proves nothing.
        """
        place = "consumers[0].credentials[0].rsa_public_key"

        assert f"{place} should be an RSA key: PS256 works with no other." == complaint(
            asymmetric("PS256", rsa_public_key=curves["ES256"].public)
        )
        assert f"{place} should be a key on an elliptic curve: ES256 works with no other." == (
            complaint(asymmetric("ES256", rsa_public_key=rsa.public))
        )

    def test_of_every_kind_are_taken(self, rsa, curves):
        """
        Each algorithm has a key that it works with.
        """
        keys = {"RS256": rsa, "PS256": rsa, **curves}
        credentials = [
            {"key": name, "algorithm": name, "rsa_public_key": pair.public}
            for name, pair in keys.items()
        ]

        (declared,) = settings_from({"consumers": [consumer("a", *credentials)]}).consumers

        assert list(keys) == [each.key for each in declared.credentials]
