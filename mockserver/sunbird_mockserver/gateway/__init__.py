"""
What stands in front of the services: the ingress, and Kong with its plugins in their real order.
"""

from sunbird_mockserver.gateway.chain import Gateway
from sunbird_mockserver.gateway.limits import Cap, RateLimits, Usage
from sunbird_mockserver.gateway.passage import Passage

__all__ = ["Cap", "Gateway", "Passage", "RateLimits", "Usage"]
