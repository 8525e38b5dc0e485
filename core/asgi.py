"""What the server process imports."""

from core.app import create_asgi

app = create_asgi()
