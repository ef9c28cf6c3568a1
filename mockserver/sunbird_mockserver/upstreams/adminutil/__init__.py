"""
The component that gives clients their tokens: credential register, refresh token, sign payload.

Source: contract/gateway-and-auth.md 4.
"""

from sunbird_mockserver.settings import Adminutil, SigningKey
from sunbird_mockserver.upstreams.adminutil.context import AdminutilContext, RandomSource
from sunbird_mockserver.upstreams.adminutil.endpoints import answer
from sunbird_mockserver.upstreams.adminutil.refresh_tokens import mint_refresh_token
from sunbird_mockserver.upstreams.adminutil.signing_keys import Keys

__all__ = [
    "Adminutil",
    "AdminutilContext",
    "Keys",
    "RandomSource",
    "SigningKey",
    "answer",
    "mint_refresh_token",
]
