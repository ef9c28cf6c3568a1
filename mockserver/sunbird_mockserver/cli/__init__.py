"""
The command ``sunbird-mock``.
"""

from sunbird_mockserver.cli.main import main

__all__ = ["main"]
