"""
The journal: everything that the server received, in order.
"""
