"""
Devices and crash logs: register, profile, client logs.

Source: contract/gateway-and-auth.md 6.
"""

from sunbird_mockserver.analytics.answering import answer
from sunbird_mockserver.analytics.devices import Devices

__all__ = ["Devices", "answer"]
