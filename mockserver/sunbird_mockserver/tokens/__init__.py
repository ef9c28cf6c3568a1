"""
Tokens, exactly as the gateways treat them: `verify`, `mint`, `seen`.
"""

from sunbird_mockserver.tokens.minting import encode, mint
from sunbird_mockserver.tokens.summary import TokenView, describe, seen
from sunbird_mockserver.tokens.verification import Admitted, Refused, verify

__all__ = ["Admitted", "Refused", "TokenView", "describe", "encode", "mint", "seen", "verify"]
