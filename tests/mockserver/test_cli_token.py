"""
``sunbird-mock token``.
"""

import io
import json
from pathlib import Path

import pytest

from sunbird_mockserver.cli import main
from sunbird_mockserver.cli.token import token
from sunbird_mockserver.tokens import mint, nginx_base64
from sunbird_mockserver.upstreams.adminutil import Adminutil
from sunbird_mockserver.upstreams.adminutil.refresh_tokens import check


@pytest.fixture
def run(capsys):
    """
    Exit code, standard output and standard error of the command.
    """

    def call(*arguments):
        code = main(["token", *arguments])
        captured = capsys.readouterr()

        return code, captured.out, captured.err

    return call


def parts(text):
    return [
        json.loads(nginx_base64.decode(part.encode(), standard=False))
        for part in text.split(".")[:2]
    ]


class TestMake:
    def test_the_built_in_partner_is_the_default(self, run):
        """
        One token on standard output, and nothing else.
        """
        assert (0, mint("partner-key", "partner-secret") + "\n", "") == run()

    def test_any_key_and_secret(self, run):
        """
        As the SDK makes it.
        """
        assert mint("k", "s") + "\n" == run("--key", "k", "--secret", "s")[1]

    @pytest.mark.parametrize(
        ("content", "secret"),
        [
            (b"s", "s"),
            (b"s\n", "s"),
            (b"s\r\n", "s"),
            (b"s\n\n", "s\n"),
            (b" s\t\n", " s\t"),
            (b"\xef\xbb\xbfs\r\n", "s"),
            (b"a\r\nb\r\n", "a\r\nb"),
        ],
    )
    def test_a_secret_may_be_in_a_file(self, run, tmp_path, content, secret):
        """
        Editors end the last line, and some begin with a byte order mark. Neither is of the secret.
        """
        path = tmp_path / "secret"
        path.write_bytes(content)

        assert mint("k", secret) + "\n" == run("--key", "k", "--secret", f"@{path}")[1]

    def test_the_secret_of_a_known_key_is_known(self, run):
        """
        The standard consumers' secrets are public.
        """
        assert (
            mint("mobile_app-key", "mobile_app-secret") + "\n" == run("--key", "mobile_app-key")[1]
        )

    def test_a_secret_may_be_empty(self, run):
        """
        What is given counts, also for a key that is known.
        """
        assert mint("partner-key", "") + "\n" == run("--secret", "")[1]

    def test_members_are_json_where_they_can_be(self, run):
        """
        Else text.
        """
        _, made, _ = run("--claim", "exp=5", "--claim", "sub=me", "--header", "kid=k")
        header, claims = parts(made)

        assert ("k", 5, "me") == (header["kid"], claims["exp"], claims["sub"])

    def test_a_private_key_is_read_from_a_file(self, run, rsa, tmp_path):
        """
        For algorithms that have one.
        """
        pem = tmp_path / "key.pem"
        pem.write_text(rsa.private)
        code, made, _ = run("--key", "k", "--alg", "RS256", "--secret", f"@{pem}")

        assert (0, "RS256") == (code, parts(made)[0]["alg"])

    @pytest.mark.parametrize("alg", ["ES256", "EdDSA"])
    def test_a_private_key_of_another_kind_is_refused(self, run, rsa, tmp_path, alg):
        """
        With one sentence.
        """
        pem = tmp_path / "key.pem"
        pem.write_text(rsa.private)
        code, out, err = run("--key", "k", "--alg", alg, "--secret", f"@{pem}")

        assert (2, "") == (code, out)
        assert f"--secret is no private key for {alg}. Give one of its kind" in err

    @pytest.mark.parametrize(
        ("kind", "alg"), [("ES256", "RS256"), ("EdDSA", "PS256"), ("ES384", "ES256")]
    )
    def test_a_curve_is_refused_where_another_key_belongs(self, run, curves, tmp_path, kind, alg):
        """
        Likewise.
        """
        pem = tmp_path / "key.pem"
        pem.write_text(curves[kind].private)
        code, _, err = run("--key", "k", "--alg", alg, "--secret", f"@{pem}")

        assert 2 == code
        assert f"--secret is no private key for {alg}." in err

    def test_the_configuration_knows_secrets_too(self, run, tmp_path):
        """
        And which algorithm its credential wants.
        """
        config = tmp_path / "mock.toml"
        config.write_text(
            '[[consumers]]\nusername = "me"\n'
            '[[consumers.credentials]]\nkey = "k"\nsecret = "s"\nalgorithm = "HS512"\n'
        )

        assert (
            mint("k", "s", algorithm="HS512") + "\n"
            == (run("--config", str(config), "--key", "k")[1])
        )

    def test_a_refresh_token(self, run):
        """
        One that adminutil takes now.
        """
        _, made, _ = run("--refresh", "--claim", "sub=me")
        claims = parts(made)[1]

        assert check(made.strip(), Adminutil(), now_s=claims["iat"]).offline
        assert "me" == claims["sub"]

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["--key", "nobody"], "The secret of 'nobody' is not known. Give it with --secret"),
            (
                ["--alg", "HS255"],
                "'HS255' is not an algorithm of the gateway. Did you mean 'HS256'?",
            ),
            (["--alg", "RS256"], "The key cannot be read: give its PEM text whole"),
            (["--claim", "exp"], "'exp' has no '='. Write it as in exp=1700000000."),
            (
                ["--secret", "@none.pem"],
                "Invalid value for '--secret': The file behind @ cannot be read: No such file",
            ),
            (["--refresh", "--alg", "RS256"], "adminutil.refresh_secret: leave out --alg."),
            (["--refresh", "--key", "k", "--secret", ""], "leave out --key, --secret."),
            (["--explain", "a", "--key", "k"], "--explain makes no token: leave out --key."),
            (["--explain", "a", "--refresh"], "--explain makes no token: leave out --refresh."),
            (["--explain", "a", "--claim", "a=1"], "leave out --claim."),
        ],
    )
    def test_a_wrong_call_says_what_to_do(self, run, arguments, message):
        """
        Exit 2, a sentence on standard error, nothing on standard output.
        """
        code, out, err = run(*arguments)

        assert (2, "") == (code, out)
        assert message in err


class TestExplain:
    def test_a_good_token(self, run):
        """
        What it says, and who it is for each deployment; 0 because one lets it in.
        """
        code, out, _ = run("--explain", mint("partner-key", "partner-secret"))
        lines = out.splitlines()

        assert 0 == code
        assert 'header   {"typ": "JWT", "alg": "HS256"}' == lines[0]
        assert lines[1].startswith('claims   {"iss": "partner-key", "iat": null')
        assert "sunbird  let in as partner" == lines[2]
        assert "spark    401 No mandatory 'kid' in claims" == lines[3]
        assert lines[4].strip()

    def test_a_wrong_algorithm(self, run):
        """
        Both sides of the mismatch are named.
        """
        code, out, _ = run("--explain", mint("partner-key", "partner-secret", algorithm="HS512"))

        assert 1 == code
        assert "sunbird  403 Invalid algorithm" in out
        assert "HS512" in out.split("Invalid algorithm")[1]
        assert "HS256" in out.split("Invalid algorithm")[1]

    def test_a_token_without_the_group(self, run):
        """
        Let in is not enough for telemetry.
        """
        code, out, _ = run("--explain", mint("mobile_app-key", "mobile_app-secret"))

        assert 1 == code
        assert "sunbird  403 You cannot consume this service" in out
        assert "its groups are mobileAdmin" in out

    @pytest.mark.parametrize("text", ["garbage", "", "a.b.c", "Bearer", "null"])
    def test_anything_is_explained(self, run, text):
        """
        Not even a token has to be given.
        """
        code, out, err = run("--explain", text)

        assert (1, "") == (code, err)
        assert "sunbird  401 Unauthorized" in out

    @pytest.mark.parametrize("text", ["Bearer", "bearer ", "Authorization: Bearer"])
    def test_a_bare_bearer_is_called_so(self, run, text):
        """
        The SDK sends it where no token was set.
        """
        assert 'bare "Bearer": the SDK reads config.authtoken' in run("--explain", text)[1]

    def test_an_offline_token_has_no_end(self, run):
        """
        Its exp is 0, which is no time in the past.
        """
        claims = {"typ": "Offline", "exp": 0}
        out = run("--explain", mint("partner-key", "partner-secret", claims=claims))[1]

        assert "exp is in the past" not in out

    @pytest.mark.parametrize(
        "front",
        ["Bearer ", "bearer  ", "Authorization: Bearer ", "authorization:bearer ", " ", "\ufeff"],
    )
    def test_a_whole_header_may_be_pasted(self, run, front):
        """
        What stands in front of the token is left out.
        """
        assert 0 == run("--explain", front + mint("partner-key", "partner-secret"))[0]

    def test_a_token_may_come_from_standard_input(self, run, monkeypatch):
        """
        So that it is in no history and no process list.
        """
        monkeypatch.setattr("sys.stdin", io.StringIO(mint("partner-key", "partner-secret") + "\n"))

        assert 0 == run("--explain", "-")[0]

    @pytest.mark.parametrize(
        ("claims", "remark"),
        [
            ({"exp": 5}, "note     exp is in the past: no gateway looks at that"),
            ({"nbf": 99_999_999_999}, "note     nbf is in the future: no gateway looks at that"),
            ({"typ": "Offline"}, "note     this is a refresh token"),
        ],
    )
    def test_what_surprises_is_remarked(self, run, claims, remark):
        """
        Whatever the deployments say.
        """
        assert remark in run("--explain", mint("partner-key", "partner-secret", claims=claims))[1]

    def test_never_shows_a_signature(self, run):
        """
        What it prints may be pasted into a ticket.
        """
        good = mint("partner-key", "partner-secret")

        assert good.rpartition(".")[2] not in run("--explain", good)[1]


@pytest.mark.parametrize("option", [each for param in token.params for each in param.opts])
def test_every_option_is_documented(option):
    """
    An option that docs/tokens.md does not mention does not exist.
    """
    assert f"`{option}" in (Path(__file__).parents[2] / "docs" / "tokens.md").read_text("utf-8")
