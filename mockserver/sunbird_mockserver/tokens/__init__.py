"""
Tokens, exactly as the gateways treat them: `verify`, `mint`, `seen`.
"""

from sunbird_mockserver.tokens.minting import encode, mint
from sunbird_mockserver.tokens.verifying import Admitted, Refused, verify
from sunbird_mockserver.tokens.viewing import TokenView, describe, seen

__all__ = ["Admitted", "Refused", "TokenView", "describe", "encode", "mint", "seen", "verify"]
