"""
The command ``sunbird-mock``.
"""

from sunbird_mockserver.cli.entry_point import main

__all__ = ["main"]
