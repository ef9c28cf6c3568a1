"""
What types cannot say: values that are well-formed, and with which nobody could do anything.

In Python all of them may be set up, to see what the gateway says then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sunbird_mockserver.config.addresses import host_in, origin_in
from sunbird_mockserver.config.callers import check_callers
from sunbird_mockserver.config.mistakes import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sunbird_mockserver.settings import Settings

__all__ = ["check"]


def check(settings: Settings) -> None:
    """
    Refuse what can only be a mistake.

    Raises:
        ConfigurationError: It names the first one.
    """
    if not settings.host.strip():
        msg = "host is empty. Give an address of this machine, as in 127.0.0.1."
        raise ConfigurationError(msg)
    for key in ("access_validity_s", "offline_validity_s"):
        if (value := getattr(settings.adminutil, key)) < 0:
            msg = f"adminutil.{key} is {value}; it should be a number of seconds, or 0."
            raise ConfigurationError(msg)
    control = settings.control
    _check_each(control.allowed_hosts, "allowed_hosts", host_in, "a host alone: sunbird.test")
    _check_each(
        control.allowed_origins, "allowed_origins", origin_in, "an origin: http://localhost:3000"
    )
    check_callers(settings.consumers or ())


def _check_each(
    values: Iterable[str], key: str, meant_by: Callable[[str], str | None], example: str
) -> None:
    for n, value in enumerate(values):
        meant = meant_by(value)
        if value != meant:
            wanted = f"write {meant!r}" if meant else f"it should be {example}"
            found = "has a user or a password" if "@" in value else f"is {value!r}"
            raise ConfigurationError(f"control.{key}[{n}] {found}; {wanted}.")
