from pathlib import Path

from piccolo.conf.apps import AppConfig

from core.notices.tables import NoticesOutgoingMail

APP_CONFIG = AppConfig(
    app_name="notices",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=[NoticesOutgoingMail],
)
