"""
JSON values: read and written as Node and Gson do it, and looked into by pointer or path.
"""
