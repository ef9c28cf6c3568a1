"""
How one mock is set up: the same keys in a file, as flags and in Python.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from sunbird_mockserver.adminutil.settings import Adminutil
from sunbird_mockserver.consumers import Consumer  # noqa: TC001  read at run time by config
from sunbird_mockserver.routes import ROUTES
from sunbird_telemetry.pipeline import zone
from sunbird_telemetry.pipeline.time_window import moment
from sunbird_telemetry.suggestion import did_you_mean
from sunbird_telemetry.validation.extra_types import specification_of

__all__ = [
    "Control",
    "Gateway",
    "Limits",
    "Pipeline",
    "Service",
    "SettingError",
    "Settings",
]

MIB = 1024 * 1024
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
    What stands in front of the service.

    Attributes:
        max_body_bytes: The largest body it lets through, in bytes on the wire.

        cors: ``real`` answers a preflight under ``/api`` as the public ingress does, which fails
            browsers; ``open`` answers it as the gateway itself would.

        rate_per_hour: How many requests per hour one credential may send on a route, by the route's
            name, where that should not be what the deployment has; 0 sets no limit.

        portal: ``token`` wants a bearer on the portal's routes too; ``open`` adds it, as the real
            portal does for its own pages.
    """

    max_body_bytes: int = MIB
    cors: Literal["real", "open"] = "real"
    portal: Literal["token", "open"] = "token"
    rate_per_hour: dict[str, int] = field(default_factory=dict)

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

    Attributes:
        version: Which release is copied.
    """

    version: Literal["master", "8.1.1", "3.3.0"] = "master"


@dataclass(frozen=True, slots=True)
class Pipeline:
    """
    The pipeline behind the service, as the deployment has set it up.

    Attributes:
        batch_ttl_s: How long a ``params.msgid`` is remembered, in s.

        mid_ttl_s: How long a ``mid`` is remembered, in s.

        ignore_months: Events older than so many calendar months are lost.

        max_event_bytes: The largest event that is passed on, in bytes.

        early_dedup_producers: Whose events are deduplicated early, by ``context.pdata.id``;
            ``{env}`` stands for the environment.

        extra_types: Files with JSON Schemas of event types of the deployment's own, by ``eid``. In
            a configuration file their paths begin at its folder.
    """

    batch_ttl_s: int = 3600
    mid_ttl_s: int = 3600
    ignore_months: int = 3
    max_event_bytes: int = MIB
    early_dedup_producers: tuple[str, ...] = ("{env}.sunbird.portal", "{env}.sunbird.desktop")
    extra_types: dict[str, str] = field(default_factory=dict)

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
    What is kept. Beyond either number the oldest deliveries go, and the statistics say how many.

    Attributes:
        journal_events: How many events are kept.

        journal_bytes: How much memory that may take, in bytes, about.
    """

    journal_events: int = 1_000_000
    journal_bytes: int = 512 * MIB

    def __post_init__(self) -> None:
        _at_least(1, "journal_events", self.journal_events)
        _at_least(1, "journal_bytes", self.journal_bytes)


@dataclass(frozen=True, slots=True)
class Control:
    """
    Access to the control API, beside programs on this machine.

    Attributes:
        allowed_hosts: Further values of ``Host``, without a port.

        allowed_origins: Origins of pages that may call it.

        token: Required as ``Authorization: Bearer TOKEN`` for /_mock, from this machine too, and
            lets other machines in.

        open: Let other machines use /_mock without a token.
    """

    allowed_hosts: tuple[str, ...] = ()
    allowed_origins: tuple[str, ...] = ()
    token: str | None = field(default=None, repr=False)
    open: bool = False

    def __post_init__(self) -> None:
        if self.token is not None and not _TOKEN.fullmatch(self.token):
            what = "has characters other than visible ASCII ones" if self.token else "is empty"
            raise SettingError(
                f"token {what}. Give letters, digits and punctuation without blanks, or no token "
                "at all."
            )


@dataclass(frozen=True, slots=True)
class Settings:
    """
    Everything that can be set, with the defaults of the real thing.

    Attributes:
        profile: Which deployment is copied.

        host: The address to listen on.

        port: The port to listen on; 0 takes a free one.

        now: Where the clock stands still, as ISO 8601 or in ms since 1970. Empty: it runs.

        timezone: Where the pipeline runs: it decides when today ends.

        environment: What the deployment calls itself.

        consumers: Who may call. None: the built-in `partner` and the standard consumers.

        gateway: See `Gateway`.

        service: See `Service`.

        pipeline: See `Pipeline`.

        adminutil: See `Adminutil`.

        limits: See `Limits`.

        control: See `Control`.
    """

    profile: Literal["sunbird", "spark"] = "sunbird"
    host: str = "127.0.0.1"
    port: int = 9001
    now: str = ""
    timezone: str = "UTC"
    environment: str = "dev"
    consumers: tuple[Consumer, ...] | None = None
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
    except ValueError:
        wanted = "it should be like 2026-11-23T16:00:00Z, or ms since 1970."
        raise SettingError(f"now is {now!r}; {wanted}") from None
