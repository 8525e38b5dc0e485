"""What Piccolo asks for: the one engine. Its tables come from the plugins' `migration_app` hooks."""

import os

from piccolo.conf.apps import AppRegistry
from piccolo.engine.postgres import PostgresEngine

from core.settings import load_settings

os.environ.setdefault("PICCOLO_CONF", "core.piccolo_conf")


class Engine(PostgresEngine):
    """PostgresEngine that does not connect while it is being imported; `core.db` checks the server at start."""

    async def check_version(self) -> None:
        """Do nothing: Piccolo's own check would open a connection at import."""


DB = Engine(config={"dsn": load_settings().database_url})
APP_REGISTRY = AppRegistry(apps=[])
