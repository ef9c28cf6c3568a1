"""
Strict teardown: findings that fail a test, and their report.
"""
