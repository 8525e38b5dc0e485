from pathlib import Path

from piccolo.conf.apps import AppConfig

from visitorbook.tables import VisitorbookNote, VisitorbookVisitor

APP_CONFIG = AppConfig(
    app_name="visitorbook",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=[VisitorbookVisitor, VisitorbookNote],
)
