"""
Verdicts on deliveries: the pipeline of each inbox, and rules across deliveries.
"""
