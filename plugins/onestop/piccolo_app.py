from pathlib import Path

from piccolo.conf.apps import AppConfig

from plugins.onestop import tables
from plugins.onestop.exchange import tables as exchange
from plugins.onestop.signing import tables as signing
from plugins.onestop.telling import tables as telling

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
        exchange.Webhook,
        exchange.WebhookDelivery,
        signing.SigningKey,
        signing.TrustRoot,
        signing.Signature,
        telling.Contact,
        telling.NoticeRules,
        telling.NoticeTemplate,
        telling.Notice,
    ],
)
