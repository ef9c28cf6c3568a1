"""
The stages of the pipeline, a module each, in the order of an event's way.
"""
