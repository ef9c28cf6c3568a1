"""
Devices and crash logs: register, profile, client logs.

Source: contract/gateway-and-auth.md 6.
"""

from sunbird_mockserver.upstreams.analytics.devices import Devices
from sunbird_mockserver.upstreams.analytics.endpoints import answer

__all__ = ["Devices", "answer"]
