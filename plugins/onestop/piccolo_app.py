from pathlib import Path

from piccolo.conf.apps import AppConfig

from plugins.onestop import tables
from plugins.onestop.history.tables import Batch
from plugins.onestop.results.tables import RegisterCounter, RegisterVersion, Result, ResultChange

APP_CONFIG = AppConfig(
    app_name="onestop",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=[
        tables.Field,
        tables.WorkflowVersion,
        tables.Procedure,
        tables.ProcedureVersion,
        tables.Counter,
        tables.Dossier,
        tables.DossierPaper,
        tables.DossierEvent,
        Batch,
        RegisterVersion,
        RegisterCounter,
        Result,
        ResultChange,
    ],
)
