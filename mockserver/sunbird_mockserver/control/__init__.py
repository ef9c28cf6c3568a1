"""
The control API, ``/_mock/...``.
"""
