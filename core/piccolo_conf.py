"""What Piccolo asks for: the one engine. Its tables come from the plugins' `migration_app` hooks."""

import os
import sys
from importlib import import_module
from types import ModuleType


class _Later(ModuleType):
    """Stands for a module until something of it is used, and imports it then."""

    def __getattr__(self, name: str) -> object:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


# Piccolo imports it to format the migrations that it writes; a server writes none, and starts sooner without it.
sys.modules.setdefault("black", _Later("black"))

from piccolo.conf.apps import AppRegistry  # noqa: E402
from piccolo.engine.postgres import PostgresEngine  # noqa: E402

from core.settings import load_settings  # noqa: E402

os.environ.setdefault("PICCOLO_CONF", "core.piccolo_conf")


class Engine(PostgresEngine):
    """PostgresEngine that does not connect while it is being imported; `core.db` checks the server at start."""

    async def check_version(self) -> None:
        """Do nothing: Piccolo's own check would open a connection at import."""


DB = Engine(config={"dsn": load_settings().database_url})
APP_REGISTRY = AppRegistry(apps=[])
