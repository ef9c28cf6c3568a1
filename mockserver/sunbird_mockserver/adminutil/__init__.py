"""
The component that gives clients their tokens: credential register, refresh token, sign payload.

Source: contract/gateway-and-auth.md 4.
"""

from sunbird_mockserver.adminutil.answering import answer
from sunbird_mockserver.adminutil.desk import Chance, Desk
from sunbird_mockserver.adminutil.granting import mint_refresh_token
from sunbird_mockserver.adminutil.keys import Keys
from sunbird_mockserver.settings import Adminutil, SigningKey

__all__ = ["Adminutil", "Chance", "Desk", "Keys", "SigningKey", "answer", "mint_refresh_token"]
