"""
HTTP: ASGI on uvicorn, WSGI, the server inside pytest. A thin coat around `Mock`.
"""
