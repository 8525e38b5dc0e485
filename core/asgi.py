"""What the server process imports."""

import gc

gc.disable()  # a hundred thousand objects are made that all stay: looking through them again and again finds nothing

from core.app import create_asgi  # noqa: E402
from core.log import configure_logging  # noqa: E402
from core.settings import load_settings  # noqa: E402

_settings = load_settings()
configure_logging(development=_settings.environment == "development")  # the server may start us in a fresh process
app = create_asgi(_settings)
gc.freeze()
gc.enable()
