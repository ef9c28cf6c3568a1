import pytest

from sunbird_mockserver.config import ConfigurationError, load, settings_from
from sunbird_mockserver.settings import Settings

CREDENTIAL = {"key": "k", "secret": "s", "algorithm": "HS255"}
# Each secret of a configuration, and a table with a value for it.
SECRETS = {
    "control.token": lambda value: {"control": {"token": value}},
    "adminutil.refresh_secret": lambda value: {"adminutil": {"refresh_secret": value}},
    "adminutil.refresh_public_key": lambda value: {"adminutil": {"refresh_public_key": value}},
    "adminutil.signing_keys[0].private_key": lambda value: {
        "adminutil": {"signing_keys": [{"consumer": "c", "kid": "k", "private_key": value}]}
    },
    "consumers[0].credentials[0].secret": lambda value: {
        "consumers": [{"username": "a", "credentials": [{"key": "k", "secret": value}]}]
    },
    "consumers[0].credentials[0].rsa_public_key": lambda value: {
        "consumers": [{"username": "a", "credentials": [{"key": "k", "rsa_public_key": value}]}]
    },
}
# Likewise for each table or list that has secrets in it, and for a key that does not exist.
WITH_SECRETS = {
    "consumers": lambda value: {"consumers": value},
    "credentials": lambda value: {"consumers": [{"username": "a", "credentials": value}]},
    "adminutil": lambda value: {"adminutil": value},
    "signing_keys": lambda value: {"adminutil": {"signing_keys": value}},
    "control": lambda value: {"control": value},
    "secret": lambda value: {"secret": value},
}


class TestSettingsFrom:
    def test_nothing_said_is_the_real_thing(self):
        """
        Without a configuration everything is as in the deployment that partners meet.
        """
        assert Settings() == settings_from({})

    def test_tables_become_settings(self):
        """
        A table sets the keys of one part and leaves the others alone.
        """
        settings = settings_from({"port": 0, "gateway": {"cors": "open"}})

        assert (0, "open", "token") == (
            settings.port,
            settings.gateway.cors,
            settings.gateway.portal,
        )

    def test_consumers_carry_credentials(self):
        """
        ``[[consumers]]`` and ``[[consumers.credentials]]`` declare who may call.
        """
        credential = {"key": "k", "secret": "s", "algorithm": "HS512"}
        table = {"username": "app", "groups": ["telemetryCreate"], "credentials": [credential]}

        (consumer,) = settings_from({"consumers": [table]}).consumers

        assert ("app", {"telemetryCreate"}) == (consumer.username, consumer.groups)
        assert [("k", "s", "HS512")] == [
            (each.key, each.secret, each.algorithm) for each in consumer.credentials
        ]

    @pytest.mark.parametrize(
        ("table", "message"),
        [
            (
                {"prot": 1},
                "prot is not a key of the configuration. Did you mean 'port'?",
            ),
            (
                {"gateway": {"portel": "open"}},
                "gateway.portel is not a key of the configuration. Did you mean 'gateway.portal'?",
            ),
            (
                {"service": {"x": 1}},
                "service.x is not a key of the configuration. Known are: version.",
            ),
            ({"port": "9001"}, "port is '9001'; it should be a whole number."),
            ({"port": True}, "port is True; it should be a whole number."),
            ({"gateway": "open"}, "gateway is 'open'; it should be a table."),
            (
                {"profile": "sunbrid"},
                "profile is 'sunbrid'; it is one of 'sunbird', 'spark'. Did you mean 'sunbird'?",
            ),
            (
                {"control": {"allowed_hosts": ["a", 5]}},
                "control.allowed_hosts[1] is 5; it should be text.",
            ),
            (
                {"consumers": [{"username": "a", "credentials": [{"key": ""}]}]},
                (
                    "consumers[0].credentials[0]: "
                    "A credential needs a key that is not empty: tokens name it by that."
                ),
            ),
            (
                {"consumers": [{"username": "a", "credentials": [CREDENTIAL]}]},
                (
                    "consumers[0].credentials[0]: "
                    "'HS255' is not an algorithm of the gateway. Did you mean 'HS256'?"
                ),
            ),
        ],
    )
    def test_a_mistake_is_named_with_its_place_and_its_remedy(self, table, message):
        """
        What is wrong, where it stands, and what would do, in one sentence or two.
        """
        with pytest.raises(ConfigurationError) as caught:
            settings_from(table)

        assert message == str(caught.value)

    @pytest.mark.parametrize("value", [736837, True, ["hush"], {"hush": 1}, 7.36837])
    @pytest.mark.parametrize("place", SECRETS)
    def test_a_secret_of_another_type_is_not_shown(self, place, value):
        """
        The place and the type that is wanted say enough.
        """
        with pytest.raises(ConfigurationError) as caught:
            settings_from(SECRETS[place](value))

        assert f"{place} should be text." == str(caught.value)

    @pytest.mark.parametrize("value", ["hush", ["hush"], {"secret": "hush"}, [["hush"]]])
    @pytest.mark.parametrize("place", WITH_SECRETS)
    def test_a_secret_in_the_wrong_place_is_not_shown(self, place, value):
        """
        Nothing is shown where tables with secrets belong, nor of a key that does not exist.
        """
        with pytest.raises(ConfigurationError) as caught:
            settings_from(WITH_SECRETS[place](value))

        assert "hush" not in str(caught.value)

    @pytest.mark.parametrize(
        ("value", "shown"), [(["hush"], "a list"), ({"secret": "hush"}, "a table")]
    )
    def test_no_table_and_no_list_is_shown(self, value, shown):
        """
        A secret may be in it.
        """
        with pytest.raises(ConfigurationError) as caught:
            settings_from({"profile": value})

        assert f"profile is {shown}; it is one of 'sunbird', 'spark'." == str(caught.value)

    @pytest.mark.parametrize(
        ("table", "missing"),
        [
            ({"consumers": [{}]}, "consumers[0].username"),
            (
                {"consumers": [{"username": "a", "credentials": [{"secret": "s"}]}]},
                "consumers[0].credentials[0].key",
            ),
            (
                {"adminutil": {"signing_keys": [{"consumer": "access", "kid": "k"}]}},
                "adminutil.signing_keys[0].private_key",
            ),
        ],
    )
    def test_a_key_that_is_missing_is_named(self, table, missing):
        """
        What a table must have is named as it would stand in the file.
        """
        with pytest.raises(ConfigurationError) as caught:
            settings_from(table)

        assert f"{missing} is missing." == str(caught.value)


class TestLoad:
    def test_reads_toml(self, tmp_path):
        """
        The file is TOML, in UTF-8.
        """
        path = tmp_path / "sunbird-mock.toml"
        path.write_text('profile = "spark"\n[gateway]\ncors = "open"\n', "utf-8")

        assert {"profile": "spark", "gateway": {"cors": "open"}} == load(path)

    @pytest.mark.parametrize(
        ("value", "now"),
        [
            ('"1700000000000"', "1700000000000"),
            ("1700000000000", "1700000000000"),
            ("2026-03-15T12:00:00Z", "2026-03-15T12:00:00+00:00"),
            ("2026-03-15T12:00:00", "2026-03-15T12:00:00"),
        ],
    )
    def test_now_is_a_text_a_number_or_a_time(self, tmp_path, value, now):
        """
        TOML has times and numbers of its own.
        """
        path = tmp_path / "mock.toml"
        path.write_text(f"now = {value}\n", "utf-8")

        assert now == settings_from(load(path)).now

    def test_paths_begin_at_its_folder(self, tmp_path, monkeypatch):
        """
        Where a file says files, they are beside it, wherever the server is started.
        """
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        monkeypatch.chdir(elsewhere)
        (tmp_path / "x.json").write_text('{"required": ["eid"]}', "utf-8")
        path = tmp_path / "mock.toml"
        path.write_text('[pipeline.extra_types]\nA = "x.json"\n', "utf-8")

        settings = settings_from(load(path))

        assert {"A": str(tmp_path / "x.json")} == settings.pipeline.extra_types

    def test_absolute_paths_stay(self, tmp_path):
        """
        A path that begins at the root says all by itself.
        """
        files = {"A": str(tmp_path / "other" / "x.json")}
        path = tmp_path / "mock.toml"
        path.write_text(f"[pipeline.extra_types]\nA = '{files['A']}'\n", "utf-8")

        assert {"pipeline": {"extra_types": files}} == load(path)

    @pytest.mark.parametrize(
        "content", ["pipeline = 1", "[pipeline]\nextra_types = 1", "[pipeline.extra_types]\nA = 1"]
    )
    def test_what_is_no_path_is_left_alone(self, tmp_path, content):
        """
        Mistakes in the types are told of where the settings are made.
        """
        path = tmp_path / "mock.toml"
        path.write_text(content, "utf-8")

        with pytest.raises(ConfigurationError, match=" is 1; it should be "):
            settings_from(load(path))

    @pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
    @pytest.mark.parametrize("end", [b"\n", b"\r\n"])
    def test_takes_what_editors_add(self, tmp_path, mark, end):
        """
        A byte order mark and the line ends of Windows mean nothing. The same for schemas.
        """
        (tmp_path / "x.json").write_bytes(mark + b'{"required": ["eid"]}' + end)
        path = tmp_path / "mock.toml"
        path.write_bytes(mark + end.join([b"port = 1", b"[pipeline.extra_types]", b'A = "x.json"']))

        assert 1 == settings_from(load(path)).port

    @pytest.mark.parametrize("typo", ["", '"', "'", "=", "\n", "[", "{", "#", "\\", "."])
    def test_a_mistake_shows_no_secret(self, tmp_path, typo):
        """
        Wherever a character is missing, too many or another one, the error has none of the text.
        """
        text = '[[consumers]]\nusername = "a"\ncredentials = [{key = "k", secret = "hush-hush"}]\n'
        path = tmp_path / "broken.toml"
        complaints = []
        for place in range(len(text)):
            for end in (place, place + 1):
                path.write_text(text[:place] + typo + text[end:], "utf-8")
                try:
                    settings_from(load(path))
                except ConfigurationError as error:
                    complaints.append(str(error))

        assert complaints
        assert [] == [each for each in complaints if "hush" in each]

    def test_a_missing_file_is_named(self, tmp_path):
        """
        A file that cannot be read is named, with the system's reason.
        """
        path = tmp_path / "none.toml"

        with pytest.raises(ConfigurationError) as caught:
            load(path)

        assert f"{path} cannot be read: No such file or directory." == str(caught.value)

    @pytest.mark.parametrize(
        "content", [b"port = ", b"\xff\xfe", b"port = " + b"9" * 5000, b"port = " + b"[" * 5000]
    )
    def test_what_is_not_toml_is_said_so(self, tmp_path, content):
        """
        A file that is not TOML is named, with the place where reading stopped.
        """
        path = tmp_path / "broken.toml"
        path.write_bytes(content)

        with pytest.raises(ConfigurationError) as caught:
            load(path)

        assert str(caught.value).startswith(f"{path} is not TOML: ")
