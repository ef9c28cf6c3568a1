"""
The functions and classes that raise findings, by the thing that they look at.
"""
