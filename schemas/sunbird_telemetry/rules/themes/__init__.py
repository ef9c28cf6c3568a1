"""
The rules as data: one module per theme, in the order of their ids.
"""
