"""
Coverage of a test session: the event types and fields that were sent, against a plan.
"""
