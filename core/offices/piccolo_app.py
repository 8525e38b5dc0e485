from pathlib import Path

from piccolo.conf.apps import AppConfig

from core.offices.tables import (
    OfficesAbsence,
    OfficesAssignment,
    OfficesPerson,
    OfficesRole,
    OfficesState,
    OfficesSuccession,
    OfficesUnit,
)

APP_CONFIG = AppConfig(
    app_name="offices",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=[
        OfficesUnit,
        OfficesSuccession,
        OfficesPerson,
        OfficesRole,
        OfficesAssignment,
        OfficesAbsence,
        OfficesState,
    ],
)
