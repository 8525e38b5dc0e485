from pathlib import Path

from piccolo.conf.apps import AppConfig

from plugins.publicportal import tables

APP_CONFIG = AppConfig(
    app_name="publicportal",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=[tables.Lookup],
)
