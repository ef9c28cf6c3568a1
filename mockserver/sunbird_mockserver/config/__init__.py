"""
The configuration file: TOML, with the keys of `Settings`.
"""

from sunbird_mockserver.config.checks import ConfigurationError
from sunbird_mockserver.config.loading import load, settings_from

__all__ = ["ConfigurationError", "load", "settings_from"]
