"""
A Sunbird on your own machine: the gateway and the telemetry service, copied exactly.
"""

from sunbird_mockserver.app import create_app
from sunbird_mockserver.consumers import Consumer, Credential
from sunbird_mockserver.mock import Clock, Mock
from sunbird_mockserver.server import MockServer
from sunbird_mockserver.settings import Settings

__all__ = ["Clock", "Consumer", "Credential", "Mock", "MockServer", "Settings", "create_app"]
