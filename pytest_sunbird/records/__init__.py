"""
Typed views of what the mock recorded, and the matching of events.
"""
