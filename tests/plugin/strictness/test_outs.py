"""
The three levels on which lost telemetry is allowed: test, block, and session.
"""

import pytest

LOSES = """
    import pytest
    from sending import broken, impression, send

    {marker}
    def test_any(sunbird):
        send(sunbird, [{event}])
"""
TOO_OLD = "impression(ets=1)"


def mark(**arguments):
    """
    The marker with *arguments*, as source.
    """
    given = ", ".join(f"{name}={value!r}" for name, value in arguments.items())

    return f"@pytest.mark.sunbird({given})"


class TestMarker:
    @pytest.mark.parametrize("name", ["missing-field", "SB101", "failed-validation", "failed"])
    def test_allows_rules_by_name_and_id_and_fates(self, suite, name):
        """
        What follows from what is allowed is allowed, and so is what leads to an allowed fate.
        """
        suite.makepyfile(LOSES.format(marker=mark(allow=[name]), event="broken()"))

        suite.runpytest().assert_outcomes(passed=1)

    def test_allows_nothing_else(self, suite):
        """
        Another way to get lost is still a failure.
        """
        suite.makepyfile(
            LOSES.format(marker=mark(allow=["missing-field"]), event=f"broken(), {TOO_OLD}")
        )

        result = suite.runpytest()

        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(["telemetry not allowed: ets-in-seconds"])

    @pytest.mark.parametrize(
        ("level", "outcome"),
        [("none", "passed"), ("error", "passed"), ("warning", "failed"), ("note", "failed")],
    )
    def test_says_from_which_level_on_a_finding_fails(self, suite, level, outcome):
        """
        A warning is none at level error.
        """
        overwritten = "impression(syncts=1)"
        suite.makepyfile(LOSES.format(marker=mark(fail_on=level), event=overwritten))

        suite.runpytest().assert_outcomes(**{outcome: 1})

    def test_none_switches_strictness_off(self, suite):
        """
        With ``fail_on="none"`` nothing is judged.
        """
        suite.makepyfile(LOSES.format(marker=mark(fail_on="none"), event="broken()"))

        suite.runpytest().assert_outcomes(passed=1)

    def test_the_nearest_level_wins_and_every_allow_counts(self, suite):
        """
        A class may be stricter or laxer than its module; what is allowed adds up.
        """
        suite.makepyfile(
            """
            import pytest
            from sending import broken, send

            pytestmark = pytest.mark.sunbird(fail_on="none", allow=["ets-in-seconds"])

            @pytest.mark.sunbird(fail_on="error")
            class TestAny:
                @pytest.mark.sunbird(allow=["missing-field"])
                def test_allowed(self, sunbird):
                    send(sunbird, [broken(), broken(ets=1)])

                def test_strict(self, sunbird):
                    send(sunbird, [broken()])

            def test_lax(sunbird):
                send(sunbird, [broken()])
            """
        )

        result = suite.runpytest()

        result.assert_outcomes(passed=2, failed=1)
        result.stdout.fnmatch_lines(["FAILED *::test_strict*"])

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ("alow=['lost']", "@pytest.mark.sunbird has no 'alow'. Did you mean 'allow'?"),
            ("'lost'", "@pytest.mark.sunbird takes 'lost' by name only: allow=[[]...]"),
            ("allow='lost'", "@pytest.mark.sunbird wants a list of names as allow, not 'lost'*"),
            ("allow=7", "@pytest.mark.sunbird wants a list of names as allow, not 7*"),
            ("fail_on='warn'", "@pytest.mark.sunbird has 'warn' as fail_on*mean 'warning'?"),
            ("fail_on=2", "@pytest.mark.sunbird has 2 as fail_on*"),
            ("allow=['faild']", "There is no rule or fate 'faild' to allow. *mean 'failed'?*"),
            ("allow=['missing']", "There is no rule or fate 'missing'*mean 'sid-missing'?*"),
        ],
    )
    def test_a_mistake_in_it_is_said_at_the_test(self, suite, arguments, message):
        """
        What no marker can say is an error of the test, with the nearest that it can.
        """
        suite.makepyfile(LOSES.format(marker=f"@pytest.mark.sunbird({arguments})", event=""))

        result = suite.runpytest()

        result.assert_outcomes(errors=1)
        result.stdout.fnmatch_lines([message])

    def test_a_mistake_in_it_is_said_where_the_inbox_is_the_modules(self, suite):
        """
        That inbox may be older than the test; its own failure still comes first.
        """
        suite.makepyfile(
            """
            import pytest

            @pytest.mark.sunbird(alow=[])
            def test_passing(sunbird_module):
                pass

            @pytest.mark.sunbird(alow=[])
            def test_failing(sunbird_module):
                assert "mine" == "first"
            """
        )

        result = suite.runpytest()

        result.assert_outcomes(failed=2)
        mistake = "@pytest.mark.sunbird has no 'alow'. Did you mean 'allow'?"
        result.stdout.fnmatch_lines([mistake, "E *'mine' == 'first'*", mistake])

    def test_an_unknown_rule_is_said_of_a_test_that_sends_nothing(self, suite):
        """
        Also where the inbox is the module's, and older than the test.
        """
        suite.makepyfile(
            """
            import pytest

            @pytest.mark.sunbird(allow=["faild"])
            def test_any(sunbird_module):
                pass
            """
        )

        result = suite.runpytest()

        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(["There is no rule or fate 'faild' to allow. *mean 'failed'?*"])

    def test_is_listed_with_its_signature(self, suite):
        """
        ``pytest --markers`` explains it.
        """
        result = suite.runpytest("--markers")

        result.stdout.fnmatch_lines(["@pytest.mark.sunbird(*, allow=(), fail_on=None): rules *"])


class TestAllow:
    def test_holds_within_its_block(self, suite):
        """
        Before and after the block the same is a failure.
        """
        suite.makepyfile(
            """
            import pytest
            from sending import broken, send

            def test_within(sunbird):
                with sunbird.allow("missing-field"):
                    send(sunbird, [broken()])

            def test_before(sunbird):
                send(sunbird, [broken()])
                with sunbird.allow("missing-field"):
                    pass

            def test_after(sunbird):
                with sunbird.allow("missing-field"):
                    pass
                send(sunbird, [broken()])
            """
        )

        suite.runpytest().assert_outcomes(passed=1, failed=2)

    def test_holds_to_the_end_without_a_block(self, suite):
        """
        As a statement it allows what arrives from now on.
        """
        suite.makepyfile(
            """
            from sending import broken, send

            def test_any(sunbird):
                sunbird.allow("failed")
                send(sunbird, [broken()])
            """
        )

        suite.runpytest().assert_outcomes(passed=1)

    def test_blocks_may_lie_in_each_other(self, suite):
        """
        Within both, both are allowed.
        """
        suite.makepyfile(
            f"""
            from sending import broken, impression, send

            def test_any(sunbird):
                with sunbird.allow("missing-field"), sunbird.allow("lost"):
                    send(sunbird, [broken(), {TOO_OLD}])
            """
        )

        suite.runpytest().assert_outcomes(passed=1)

    def test_what_does_not_exist_is_an_error(self, sunbird):
        """
        The nearest rule or fate is named.
        """
        with pytest.raises(ValueError) as caught:
            sunbird.allow("mising-field")

        assert "Did you mean 'missing-field'?" in str(caught.value)

    def test_nothing_to_allow_is_an_error(self, sunbird):
        """
        Without names it would look as if all were allowed.
        """
        with pytest.raises(TypeError, match=r"allow\(\) without names allows nothing"):
            sunbird.allow()


class TestSession:
    SUITE = LOSES.format(marker="", event="broken()")

    @pytest.mark.parametrize(
        ("ini", "arguments", "outcome"),
        [
            ("", (), "failed"),
            ("", ("--sunbird-fail-on=none",), "passed"),
            ("sunbird_fail_on = none", (), "passed"),
            ("sunbird_fail_on = none", ("--sunbird-fail-on=error",), "failed"),
            ("sunbird_allow =\n  lost\n  failed", (), "passed"),
        ],
    )
    def test_an_option_beats_the_configuration_beats_the_default(
        self, suite, ini, arguments, outcome
    ):
        """
        The default is error.
        """
        suite.makepyfile(self.SUITE)
        suite.makeini(f"[pytest]\n{ini}")

        suite.runpytest(*arguments).assert_outcomes(**{outcome: 1})

    def test_a_level_that_does_not_exist_ends_the_session(self, suite):
        """
        Before the first test, in one sentence.
        """
        suite.makeini("[pytest]\nsunbird_fail_on = warn")

        result = suite.runpytest()

        assert pytest.ExitCode.USAGE_ERROR == result.ret
        result.stderr.fnmatch_lines(
            ["ERROR: sunbird_fail_on is 'warn': it must be one of none, error, warning, note."]
        )

    @pytest.mark.parametrize(
        ("arguments", "header"),
        [
            ((), None),
            (("-v",), "sunbird: fail-on error, *"),
            (("--sunbird-fail-on=note",), "sunbird: fail-on note, *"),
        ],
    )
    def test_the_header_says_how_strict_it_is(self, suite, arguments, header):
        """
        Where somebody wants to know much, or asked for something else.
        """
        result = suite.runpytest(*arguments)

        if header:
            result.stdout.fnmatch_lines([header])
        else:
            result.stdout.no_fnmatch_line("sunbird:*")

    def test_what_does_not_exist_is_said_to_be_in_the_configuration(self, suite):
        """
        Nobody looks for it in the test.
        """
        suite.makeini("[pytest]\nsunbird_allow = mising-field")
        suite.makepyfile(self.SUITE)

        result = suite.runpytest()

        result.assert_outcomes(errors=1)
        result.stdout.fnmatch_lines(
            ["sunbird_allow, in the configuration: *Did you mean 'missing-field'?*"]
        )
