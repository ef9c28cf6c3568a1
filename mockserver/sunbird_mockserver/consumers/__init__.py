"""
Who may call: consumers, their credentials, and the register in which the gateway looks them up.
"""

from sunbird_mockserver.consumers.model import Consumer, Credential
from sunbird_mockserver.consumers.register import (
    Consumers,
    KeyTakenError,
    UnknownConsumerError,
)
from sunbird_mockserver.consumers.standard import PARTNER, STANDARD, built_in

__all__ = [
    "PARTNER",
    "STANDARD",
    "Consumer",
    "Consumers",
    "Credential",
    "KeyTakenError",
    "UnknownConsumerError",
    "built_in",
]
