"""
What can be set, and what cannot.
"""

import pytest

from sunbird_mockserver.upstreams.adminutil import Adminutil, Keys, SigningKey
from sunbird_mockserver.upstreams.adminutil.signing_keys import NoKeysError

UNREADABLE = "The key cannot be read: give its PEM text whole, from -----BEGIN to -----END."


class TestSigningKey:
    def test_is_not_shown(self, rsa):
        """
        A private key is in no repr, so that it is in no log.
        """
        assert "PRIVATE" not in repr(SigningKey("mobile_device", "k", rsa.private))

    def test_is_pem(self):
        """
        What cannot be read is an error when it is set, not when somebody registers.
        """
        with pytest.raises(ValueError) as caught:
            SigningKey("mobile_device", "k", "no pem")

        assert UNREADABLE == str(caught.value)

    def test_is_rsa(self, curves):
        """
        Tokens are RS256 and nothing else.
        """
        with pytest.raises(ValueError) as caught:
            SigningKey("mobile_device", "k", curves["ES256"].private)

        assert "Tokens are signed with RSA keys. Make one with `openssl genrsa 2048`." == str(
            caught.value
        )

    @pytest.mark.parametrize(("consumer", "kid"), [("", "k"), ("mobile_device", "")])
    def test_has_names(self, rsa, consumer, kid):
        """
        Whose it is, and what tokens call it.
        """
        with pytest.raises(ValueError) as caught:
            SigningKey(consumer, kid, rsa.private)

        assert "A signing key needs the name of a consumer and a kid." == str(caught.value)


class TestAdminutil:
    @pytest.mark.parametrize("secret", ["", "!"])
    def test_the_refresh_secret_is_base64(self, secret):
        """
        A secret that cannot be read is an error when it is set.
        """
        with pytest.raises(ValueError) as caught:
            Adminutil(refresh_secret=secret)

        assert (
            "refresh_secret is not base64, or empty. Encode the secret, for example with `base64`."
            == str(caught.value)
        )

    def test_the_refresh_public_key_is_pem(self):
        """
        So is a key.
        """
        with pytest.raises(ValueError) as caught:
            Adminutil(refresh_public_key="no pem")

        assert UNREADABLE == str(caught.value)


class TestKeys:
    def test_says_where_to_give_a_key(self):
        """
        A consumer without keys is named, with what to do.
        """
        with pytest.raises(NoKeysError) as caught:
            Keys().take("kiosk")

        assert (
            "There is no key to sign with for 'kiosk'. Give one under [[adminutil.signing_keys]]."
            == str(caught.value)
        )
