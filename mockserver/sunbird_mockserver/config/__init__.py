"""
The configuration file: TOML, with the keys of `Settings`.
"""

from sunbird_mockserver.config.building import settings_from
from sunbird_mockserver.config.mistakes import ConfigurationError
from sunbird_mockserver.config.reading import load

__all__ = ["ConfigurationError", "load", "settings_from"]
