"""
The components behind the gateway that are not the telemetry service, and what they remember.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sunbird_mockserver.delivery import DEFAULT_INBOX
from sunbird_mockserver.deployments.routes import Upstream
from sunbird_mockserver.upstreams import adminutil, analytics

if TYPE_CHECKING:
    from collections.abc import Callable

    from sunbird_mockserver.consumers import Consumers
    from sunbird_mockserver.delivery import Delivery, Reply
    from sunbird_mockserver.upstreams.adminutil import Adminutil

__all__ = ["Upstreams"]


class Upstreams:
    """
    The components that issue credentials and tokens and keep devices.

    Args:
        settings: How the component for credentials is set up.

        profile: Which deployment is copied.

        consumers_of: Who is known in an inbox.

        now: What time it is in an inbox.
    """

    def __init__(
        self,
        settings: Adminutil,
        profile: str,
        *,
        consumers_of: Callable[[str], Consumers],
        now: Callable[[str], int],
    ) -> None:
        self.keys = adminutil.Keys(settings.signing_keys)
        self.devices = analytics.Devices()
        self._settings = settings
        self._profile = profile
        self._consumers_of = consumers_of
        self._now = now
        self.keys.enrol_given(consumers_of(DEFAULT_INBOX))

    @property
    def table(self) -> dict[Upstream, Callable[[Delivery], Reply]]:
        """
        The handlers by component.
        """
        return {Upstream.ADMINUTIL: self.adminutil, Upstream.ANALYTICS: self.analytics}

    def adminutil(self, delivery: Delivery) -> Reply:
        """
        Return adminutil's answer to *delivery*: register, refresh and sign.
        """
        context = adminutil.AdminutilContext(
            self._consumers_of(delivery.inbox),
            self.keys,
            self._now(delivery.inbox),
            self._settings,
            self._profile,
        )

        return adminutil.answer(delivery, context)

    def analytics(self, delivery: Delivery) -> Reply:
        """
        Return the analytics service's answer to *delivery*: devices and client logs.
        """
        return analytics.answer(delivery, devices=self.devices, now=self._now(delivery.inbox))

    def forget(self, inbox: str) -> None:
        """
        Forget the devices of *inbox*.
        """
        self.devices.forget(inbox)
