from pathlib import Path

from piccolo.conf.apps import AppConfig

from core.tables import CoreAnswer, CoreDelivery, CoreEvent, CoreFollower, CoreListPrefs

APP_CONFIG = AppConfig(
    app_name="core",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=[CoreEvent, CoreFollower, CoreDelivery, CoreAnswer, CoreListPrefs],
)
