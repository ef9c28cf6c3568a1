"""
The gateway in front of the services: the ingress, and Kong with its plugins in their real order.
"""

from sunbird_mockserver.gateway.exchange import Passage
from sunbird_mockserver.gateway.gateway import Gateway
from sunbird_mockserver.gateway.rate_limits import Cap, RateLimits, Usage

__all__ = ["Cap", "Gateway", "Passage", "RateLimits", "Usage"]
