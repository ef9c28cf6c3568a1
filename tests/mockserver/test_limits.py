"""
Rate limits: who is counted as whom, in which hour, and what clients are told.
"""

import threading

import pytest

from knocking import GOOD, PUBLIC, TELEMETRY, bearer, gateway, knock, named, told
from sunbird_mockserver.config import ConfigurationError, settings_from
from sunbird_mockserver.delivery import Reply
from sunbird_mockserver.gateway import RateLimits, Usage
from sunbird_mockserver.settings import Gateway, SettingError

HOUR = 3_600_000
NOON = 1_700_049_600_000
WHO = ("inbox", "telemetry", "partner")
REPLY = Reply(200, (), b"{}")


def answer(at, **sent):
    """
    What a client hears whose request the service answered, or that was refused.
    """
    exchange = knock(at, authorization=sent.pop("authorization", GOOD), **sent)

    return exchange.reply or at.finish(exchange, REPLY)


class TestRateLimits:
    def test_count_down_to_nothing(self):
        """
        What remains is told after counting this request; then there is one too many.
        """
        limits = RateLimits()
        counted = [limits.count(WHO, limit=2, now=NOON) for _ in range(4)]

        assert [
            Usage(2, 1, 3600),
            Usage(2, 0, 3600),
            Usage(2, 0, 3600, exceeded=True),
            Usage(2, 0, 3600, exceeded=True),
        ] == counted

    @pytest.mark.parametrize(
        ("later", "exceeded"), [(0, True), (HOUR - 1, True), (HOUR, False), (HOUR + 1, False)]
    )
    def test_start_anew_with_the_clock_hour(self, later, exceeded):
        """
        The window is the hour of UTC, not an hour since the first request.
        """
        limits = RateLimits()
        limits.count(WHO, limit=1, now=NOON)

        assert exceeded is limits.count(WHO, limit=1, now=NOON + later).exceeded

    def test_the_hour_of_one_inbox_is_not_that_of_another(self):
        """
        Each inbox has a clock of its own: one that is ahead ends no hour but its own.
        """
        limits = RateLimits()
        limits.count(WHO, limit=1, now=NOON)
        limits.count(("ahead", *WHO[1:]), limit=1, now=NOON + HOUR)

        assert limits.count(WHO, limit=1, now=NOON).exceeded

    def test_counters_are_bounded_under_a_clock_that_stands_still(self):
        """
        Of inboxes and of callers the least recently used go: anybody may make up names.
        """
        limits = RateLimits(inboxes=2, identities=3)
        for inbox in "abc":
            for caller in range(5):
                limits.count((inbox, "telemetry", str(caller)), limit=1, now=NOON)

        known = [(inbox, caller) for inbox in "abc" for caller in range(5)]
        exceeded = [
            (inbox, caller)
            for inbox, caller in reversed(known)
            if limits.count((inbox, "telemetry", str(caller)), limit=1, now=NOON).exceeded
        ]
        assert [("c", 4), ("c", 3), ("c", 2), ("b", 4), ("b", 3), ("b", 2)] == exceeded

    @pytest.mark.parametrize(
        ("passed", "reset"), [(0, 3600), (999, 3600), (1000, 3599), (HOUR - 1, 1)]
    )
    def test_tell_when_the_hour_is_over(self, passed, reset):
        """
        In whole seconds, and never 0.
        """
        assert reset == RateLimits().count(WHO, limit=1, now=NOON + passed).reset_s

    def test_bear_a_clock_that_goes_back(self):
        """
        A request of the hour before is counted on its own, and does not free the present hour.
        """
        limits = RateLimits()
        limits.count(WHO, limit=1, now=NOON)

        assert not limits.count(("i", "r", "x"), limit=1, now=NOON - 1).exceeded
        assert limits.count(WHO, limit=1, now=NOON).exceeded

    def test_are_exact_among_threads(self):
        """
        Two at once never take the same place.
        """
        limits, taken = RateLimits(), []

        def hammer():
            taken.extend(limits.count(WHO, limit=500, now=NOON).exceeded for _ in range(200))

        threads = [threading.Thread(target=hammer) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert (500, 300) == (taken.count(False), taken.count(True))

    def test_forget_one_inbox_at_a_time(self):
        """
        A reset frees its own inbox only.
        """
        limits = RateLimits()
        other = ("other", *WHO[1:])
        for counter in (WHO, other):
            limits.count(counter, limit=1, now=NOON)
        limits.reset("inbox")

        assert not limits.count(WHO, limit=1, now=NOON).exceeded
        assert limits.count(other, limit=1, now=NOON).exceeded


class TestAnswers:
    def test_carry_the_limit(self):
        """
        Two headers on 0.14.1, with a small h and no word of the reset.
        """
        headers = named(answer(gateway()))

        assert ("100000", "99999") == (
            headers["X-RateLimit-Limit-hour"],
            headers["X-RateLimit-Remaining-hour"],
        )
        assert not {"RateLimit-Reset", "Retry-After"} & headers.keys()

    def test_are_429_after_as_many_as_were_set(self):
        """
        Two requests pass, the third is refused, and another origin may read why.
        """
        at = gateway(rate_per_hour={"telemetry": 2})
        first, second, third = (answer(at) for _ in range(3))

        assert [200, 200] == [first.status, second.status]
        assert (429, '{"message":"API rate limit exceeded"}\n') == told(third)
        assert "0" == named(third)["X-RateLimit-Remaining-hour"]
        assert "*" == named(third)["Access-Control-Allow-Origin"]
        assert "Retry-After" not in named(third)

    def test_of_spark_have_the_standard_headers_too(self):
        """
        Capital letters, RateLimit-*, and Retry-After on the 429, whose body has the request's id.
        """
        at = gateway("spark", rate_per_hour={"telemetry": 1})
        passed, refused = answer(at, now=NOON), answer(at, now=NOON + 1000)
        body = '{\n  "message":"API rate limit exceeded",\n  "request_id":"2"\n}'

        assert ("1", "0", "1", "0", "3600") == tuple(
            named(passed)[name]
            for name in (
                "X-RateLimit-Limit-Hour",
                "X-RateLimit-Remaining-Hour",
                "RateLimit-Limit",
                "RateLimit-Remaining",
                "RateLimit-Reset",
            )
        )
        assert "Retry-After" not in named(passed)
        assert (429, body) == told(refused)
        assert ("3599", "3599") == (
            named(refused)["Retry-After"],
            named(refused)["RateLimit-Reset"],
        )

    def test_have_no_limit_where_it_is_switched_off(self):
        """
        0 counts nothing and tells nothing.
        """
        headers = named(answer(gateway(rate_per_hour={"telemetry": 0})))

        assert "X-RateLimit-Limit-hour" not in headers


class TestIdentity:
    def test_is_the_credential(self):
        """
        One partner's requests leave the other's alone.
        """
        at = gateway(rate_per_hour={"telemetry": 1})
        answer(at)

        assert 200 == answer(at, authorization=bearer("api-admin")).status
        assert 429 == answer(at).status

    def test_of_a_kid_token_is_its_iss(self):
        """
        Sunbird's patch: every device has room of its own. On Spark all share the credential's.
        """
        devices = [bearer(claims={"iss": device}) for device in ("device-1", "device-2")]
        statuses = {
            profile: [answer(at, authorization=device).status for device in devices]
            for profile in ("sunbird", "spark")
            for at in [gateway(profile, rate_per_hour={"telemetry": 1})]
        }

        assert {"sunbird": [200, 200], "spark": [200, 429]} == statuses

    def test_counts_for_each_route(self):
        """
        The telemetry route, by whichever path, is one; another route is another.
        """
        at = gateway(rate_per_hour={"telemetry": 1, "deviceRegister": 1})
        answer(at, path=PUBLIC)

        assert 200 == answer(at, path="/v3/device/register/d1").status
        assert 429 == answer(at, path=TELEMETRY).status

    def test_counts_for_each_inbox(self):
        """
        One test cannot use up what another one needs.
        """
        at = gateway(rate_per_hour={"telemetry": 1})
        answer(at, inbox="a")

        assert 200 == answer(at, inbox="b").status


class TestSetting:
    @pytest.mark.parametrize(
        ("rates", "message"),
        [
            (
                {"telemetri": 1},
                "rate_per_hour.telemetri is no route of the gateway. Did you mean 'telemetry'?",
            ),
            (
                {"telemetry": -1},
                (
                    "rate_per_hour.telemetry is -1; it should be a number of requests, "
                    "or 0 for no limit."
                ),
            ),
        ],
    )
    def test_that_cannot_be_is_refused_with_the_remedy(self, rates, message):
        """
        An unknown route names the nearest known one.
        """
        with pytest.raises(SettingError) as caught:
            Gateway(rate_per_hour=rates)

        assert message == str(caught.value)

    @pytest.mark.parametrize(
        ("rates", "message"),
        [
            ({"telemetry": "3"}, "telemetry is '3'; it should be a whole number."),
            ({"telemetri": 1}, "telemetri is no route of the gateway. Did you mean 'telemetry'?"),
        ],
    )
    def test_in_the_configuration_is_named_with_its_place(self, rates, message):
        """
        The whole name of the key, as it stands in the file.
        """
        with pytest.raises(ConfigurationError) as caught:
            settings_from({"gateway": {"rate_per_hour": rates}})

        assert f"gateway.rate_per_hour.{message}" == str(caught.value)

    def test_in_the_configuration_is_a_table(self):
        """
        Requests per hour by the name of the route.
        """
        settings = settings_from({"gateway": {"rate_per_hour": {"telemetry": 3}}})

        assert {"telemetry": 3} == settings.gateway.rate_per_hour
