"""
Inputs of a check, a module per form.
"""
