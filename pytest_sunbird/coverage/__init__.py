"""
What the suite made the app send, beside what the app promises to send.
"""
