"""
Consumers, their credentials, and the registry in which the gateway looks them up.
"""

from sunbird_mockserver.consumers.defaults import PARTNER, STANDARD, built_in
from sunbird_mockserver.consumers.model import Consumer, Credential
from sunbird_mockserver.consumers.registry import (
    Consumers,
    KeyTakenError,
    UnknownConsumerError,
)

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
