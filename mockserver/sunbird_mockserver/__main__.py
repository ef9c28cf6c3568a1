"""
``python -m sunbird_mockserver``: the command ``sunbird-mock``, where no script is on the path.
"""

from sunbird_mockserver.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
