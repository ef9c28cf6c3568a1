"""
How one mock is set up: the same keys in a file, as flags and in Python.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from sunbird_mockserver.adminutil.settings import Adminutil
from sunbird_mockserver.consumers import Consumer  # noqa: TC001  read at run time by config
from sunbird_mockserver.routes import ROUTES

__all__ = ["Control", "Gateway", "Limits", "Service", "SettingError", "Settings"]

MIB = 1024 * 1024


class SettingError(ValueError):
    """
    A value that a setting cannot have. Its text begins with the setting's name.
    """


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
        known = [route.name for route in ROUTES if route.group]
        for name, rate in self.rate_per_hour.items():
            if name not in known:
                close = get_close_matches(name, known, n=1)
                hint = f"Did you mean {close[0]}?" if close else f"There are: {', '.join(known)}."
                raise SettingError(f"rate_per_hour.{name} is no route of the gateway. {hint}")
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
class Limits:
    """
    What is kept. Beyond either number the oldest deliveries go, and the statistics say how many.

    Attributes:
        journal_events: How many events are kept.

        journal_bytes: How much memory that may take, in bytes, about.
    """

    journal_events: int = 1_000_000
    journal_bytes: int = 512 * MIB


@dataclass(frozen=True, slots=True)
class Control:
    """
    Who may use the control API, beside programs on this machine.

    Attributes:
        allowed_hosts: Further values of ``Host``, without a port.

        allowed_origins: Origins of pages that may call it.
    """

    allowed_hosts: tuple[str, ...] = ()
    allowed_origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """
    Everything that can be set, with the defaults of the real thing.

    Attributes:
        profile: Which deployment is copied.

        host: The address to listen on.

        port: The port to listen on; 0 takes a free one.

        consumers: Who may call. None: the built-in `partner` and the standard consumers.

        gateway: See `Gateway`.

        service: See `Service`.

        adminutil: See `Adminutil`.

        limits: See `Limits`.

        control: See `Control`.
    """

    profile: Literal["sunbird", "spark"] = "sunbird"
    host: str = "127.0.0.1"
    port: int = 9001
    consumers: tuple[Consumer, ...] | None = None
    gateway: Gateway = field(default_factory=Gateway)
    service: Service = field(default_factory=Service)
    adminutil: Adminutil = field(default_factory=Adminutil)
    limits: Limits = field(default_factory=Limits)
    control: Control = field(default_factory=Control)
