"""What the server process imports."""

from core.app import create_asgi
from core.log import configure_logging
from core.settings import load_settings

_settings = load_settings()
configure_logging(development=_settings.environment == "development")  # the server may start us in a fresh process
app = create_asgi(_settings)
