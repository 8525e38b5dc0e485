from pathlib import Path

from piccolo.conf.apps import AppConfig

from plugins.onestop import tables
from plugins.onestop.online import tables as online
from plugins.onestop.ratings import tables as ratings
from plugins.onestop.returns import tables as returns

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
        online.OnlineForm,
        online.Filing,
        online.FilingVersion,
        online.FilingFile,
        online.FilingRemark,
        online.FilingNote,
        returns.Proxy,
        returns.Parcel,
        returns.ParcelEvent,
        ratings.Rating,
    ],
)
