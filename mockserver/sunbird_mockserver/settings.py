"""
Settings of one mock: the same keys in a file, as flags and in Python.

The text beside a type describes the key, in the help of its flag too. Docstrings could not: ``-OO``
removes them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Annotated, Literal

from sunbird_mockserver.consumers import Consumer  # noqa: TC001  read at run time by config
from sunbird_mockserver.deployments.routes import ROUTES
from sunbird_mockserver.tokens import nginx_base64
from sunbird_mockserver.tokens.signatures import algorithm
from sunbird_telemetry.pipeline import zone
from sunbird_telemetry.pipeline.time_window import SecondsError, moment
from sunbird_telemetry.suggestion import did_you_mean
from sunbird_telemetry.validation.extra_types import specification_of

__all__ = [
    "Adminutil",
    "Control",
    "Gateway",
    "Limits",
    "Pipeline",
    "Service",
    "SettingError",
    "Settings",
    "SigningKey",
]

MIB = 1024 * 1024
_DAY_S = 86_400
# As deployed: contract/gateway-and-auth.md 4c.
_ACCESS_VALIDITY_S = {"sunbird": 43_200, "spark": 86_400}
# What a header carries unchanged behind "Bearer ".
_TOKEN = re.compile(r"[!-~]+")


class SettingError(ValueError):
    """
    A value that a setting cannot have. Its text begins with the setting's name.
    """


def _at_least(least: int, name: str, value: int) -> None:
    if value < least:
        raise SettingError(f"{name} is {value}; it should be {least} or more.")


@dataclass(frozen=True, slots=True)
class Gateway:
    """
    The gateway in front of the service.
    """

    max_body_bytes: Annotated[int, "Largest body that it lets through, in bytes on the wire."] = MIB
    cors: Annotated[
        Literal["real", "open"],
        "real answers a preflight under /api as the public ingress does, which fails browsers; "
        "open answers it as the gateway itself would.",
    ] = "real"
    portal: Annotated[
        Literal["token", "open"],
        "token wants a bearer on the portal's routes too; open adds it, as the real portal does "
        "for its own pages.",
    ] = "token"
    rate_per_hour: Annotated[
        dict[str, int],
        "Requests per hour that one credential may send on a route, by the route's name, where "
        "that should not be what the deployment has; 0 sets no limit.",
    ] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _at_least(0, "max_body_bytes", self.max_body_bytes)
        known = [route.name for route in ROUTES if route.group]
        for name, rate in self.rate_per_hour.items():
            if name not in known:
                hint = did_you_mean(name, known, otherwise=f"There are: {', '.join(known)}.")
                raise SettingError(f"rate_per_hour.{name} is no route of the gateway.{hint}")
            if rate < 0:
                wanted = "it should be a number of requests, or 0 for no limit."
                raise SettingError(f"rate_per_hour.{name} is {rate}; {wanted}")


@dataclass(frozen=True, slots=True)
class Service:
    """
    The telemetry service.
    """

    version: Annotated[Literal["master", "8.1.1", "3.3.0"], "Release that is copied."] = "master"


@dataclass(frozen=True, slots=True)
class Pipeline:
    """
    The pipeline behind the service, as the deployment has set it up.
    """

    batch_ttl_s: Annotated[int, "How long a params.msgid is remembered, in s."] = 3600
    mid_ttl_s: Annotated[int, "How long a mid is remembered, in s."] = 3600
    ignore_months: Annotated[int, "Events older than so many calendar months are lost."] = 3
    max_event_bytes: Annotated[int, "Largest event that is passed on, in bytes."] = MIB
    early_dedup_producers: Annotated[
        tuple[str, ...],
        "Producers whose events are deduplicated early, by context.pdata.id; {env} stands for the "
        "environment.",
    ] = ("{env}.sunbird.portal", "{env}.sunbird.desktop")
    extra_types: Annotated[
        dict[str, str],
        "Files with JSON Schemas of event types of the deployment's own, by eid. In a "
        "configuration file their paths begin at its folder.",
    ] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _at_least(0, "batch_ttl_s", self.batch_ttl_s)
        _at_least(0, "mid_ttl_s", self.mid_ttl_s)
        _at_least(1, "ignore_months", self.ignore_months)
        _at_least(1, "max_event_bytes", self.max_event_bytes)
        try:
            specification_of(self.extra_types)
        except ValueError as error:
            raise SettingError(f"extra_types.{error}") from None


@dataclass(frozen=True, slots=True)
class Limits:
    """
    Size of the journal. Beyond either number the oldest deliveries go, and are counted.
    """

    journal_events: Annotated[int, "Number of events that are kept."] = 1_000_000
    journal_bytes: Annotated[int, "Memory that they may take, in bytes, about."] = 512 * MIB

    def __post_init__(self) -> None:
        _at_least(1, "journal_events", self.journal_events)
        _at_least(1, "journal_bytes", self.journal_bytes)


@dataclass(frozen=True, slots=True)
class Control:
    """
    Access to the control API, beside programs on this machine.
    """

    allowed_hosts: Annotated[tuple[str, ...], "Further values of Host, without a port."] = ()
    allowed_origins: Annotated[tuple[str, ...], "Origins of pages that may call it."] = ()
    token: Annotated[
        str | None,
        "Required as Authorization: Bearer TOKEN for /_mock, from this machine too, and lets other "
        "machines in.",
    ] = field(default=None, repr=False)
    open: Annotated[bool, "Let other machines use /_mock without a token."] = False

    def __post_init__(self) -> None:
        if self.token is not None and not _TOKEN.fullmatch(self.token):
            what = "has characters other than visible ASCII ones" if self.token else "is empty"
            raise SettingError(
                f"token {what}. Give letters, digits and punctuation without blanks, or no token "
                "at all."
            )


@dataclass(frozen=True, slots=True)
class SigningKey:
    """
    A private key that tokens are signed with.

    Attributes:
        consumer: Whose tokens: the name in the path of v2 register, or ``access`` for access
            tokens and signed payloads.

        kid: What the tokens name it by, and the key of the credential that it makes.

        private_key: PEM of the RSA key.
    """

    consumer: str
    kid: str
    private_key: str = field(repr=False)

    def __post_init__(self) -> None:
        if not (self.consumer and self.kid):
            raise ValueError("A signing key needs the name of a consumer and a kid.")
        from sunbird_mockserver.tokens.keys import public_half  # loads cryptography

        public_half(self.private_key)  # so that one that cannot sign is an error now


@dataclass(frozen=True, slots=True)
class Adminutil:
    """
    The component that gives clients their tokens.
    """

    signing_keys: Annotated[
        tuple[SigningKey, ...],
        "Keys to sign with. A consumer that has none here gets new ones at first need.",
    ] = ()
    issuer: Annotated[str, "iss that refresh tokens must have: the address of the realm."] = (
        "https://sunbird.invalid/auth/realms/sunbird"
    )
    refresh_kid: Annotated[str, "kid that RS256 refresh tokens must have."] = "refresh-key"
    refresh_secret: Annotated[str, "Secret of HS256 refresh tokens, in base64."] = field(
        default="c3VuYmlyZC1tb2NrLXJlZnJlc2gtc2VjcmV0",  # public on purpose
        repr=False,
    )
    refresh_public_key: Annotated[
        str,
        "PEM of the key that RS256 refresh tokens are checked with. Without one none of them is "
        "good.",
    ] = field(default="", repr=False)
    access_validity_s: Annotated[
        int,
        "How long an access token is good, in s. 0: as deployed, 43200 for sunbird and 86400 for "
        "spark.",
    ] = 0
    offline_validity_s: Annotated[int, "How long an offline token is good, in s from its iat."] = (
        180 * _DAY_S
    )

    def __post_init__(self) -> None:
        if self.refresh_public_key:
            algorithm("RS256").verify(self.refresh_public_key, b"", b"")  # can it be read?
        if not self.refresh_secret_bytes:
            raise ValueError(
                "refresh_secret is not base64, or empty. Encode the secret, for example with "
                "`base64`."
            )

    @property
    def refresh_secret_bytes(self) -> bytes:
        """
        The key for HS256; empty if the secret is not base64.
        """
        return nginx_base64.decode(self.refresh_secret.encode(), standard=True) or b""

    def access_validity(self, profile: str) -> int:
        """
        Return the validity of an access token in the deployment *profile*, in s.
        """
        return self.access_validity_s or _ACCESS_VALIDITY_S[profile]


@dataclass(frozen=True, slots=True)
class Settings:
    """
    Everything that can be set, with the defaults of the real thing.
    """

    profile: Annotated[Literal["sunbird", "spark"], "Deployment that is copied."] = "sunbird"
    host: Annotated[str, "Address to listen on."] = "127.0.0.1"
    port: Annotated[int, "Port to listen on; 0 takes a free one."] = 9001
    now: Annotated[
        str, "Where the clock stands still, as ISO 8601 or in ms since 1970. Empty: it runs."
    ] = ""
    timezone: Annotated[str, "Time zone of the pipeline: it decides when today ends."] = "UTC"
    environment: Annotated[str, "Name of the deployment."] = "dev"
    consumers: Annotated[
        tuple[Consumer, ...] | None,
        "Consumers that may call. None: the built-in partner and the standard consumers.",
    ] = None
    gateway: Gateway = field(default_factory=Gateway)
    service: Service = field(default_factory=Service)
    pipeline: Pipeline = field(default_factory=Pipeline)
    adminutil: Adminutil = field(default_factory=Adminutil)
    limits: Limits = field(default_factory=Limits)
    control: Control = field(default_factory=Control)

    def __post_init__(self) -> None:
        try:
            zone(self.timezone)
        except ValueError as error:
            raise SettingError(f"timezone: {error}") from None
        if self.now:
            _check_moment(self.now)


def _check_moment(now: str) -> None:
    try:
        moment(now)
    except SecondsError as error:
        raise SettingError(f"now is {now!r}; it {error}.") from None
    except ValueError:
        wanted = "it should be like 2026-11-23T16:00:00Z, or ms since 1970."
        raise SettingError(f"now is {now!r}; {wanted}") from None
