"""
The deployments that can be copied, as data: profiles, versions of Kong, routes.
"""
