"""
The gateway in front of the services: the ingress, and Kong with its plugins in their real order.
"""

from sunbird_mockserver.gateway.exchange import Exchange
from sunbird_mockserver.gateway.gateway import Gateway
from sunbird_mockserver.gateway.rate_limits import RateLimits, RequestQuota, Usage

__all__ = ["Exchange", "Gateway", "RateLimits", "RequestQuota", "Usage"]
