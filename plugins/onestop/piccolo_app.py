from pathlib import Path

from piccolo.conf.apps import AppConfig

from plugins.onestop import tables
from plugins.onestop.catalogue.tables import CatalogueUpload
from plugins.onestop.clock import tables as clock
from plugins.onestop.desk import tables as desk
from plugins.onestop.exchange import tables as exchange
from plugins.onestop.fees import tables as fees
from plugins.onestop.history.tables import Batch
from plugins.onestop.online import tables as online
from plugins.onestop.papers import tables as papers
from plugins.onestop.queueing import tables as queueing
from plugins.onestop.ratings import tables as ratings
from plugins.onestop.results.tables import RegisterCounter, RegisterVersion, Result, ResultChange
from plugins.onestop.returns import tables as returns
from plugins.onestop.signing import tables as signing
from plugins.onestop.telling import tables as telling
from plugins.onestop.workflow import tables as workflow

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
        clock.OfficeDay,
        clock.CalendarState,
        clock.ClockRuleRow,
        clock.WarningRuleRow,
        clock.Fired,
        clock.StepClock,
        workflow.WorkflowDraft,
        workflow.Relocation,
        workflow.RelocationLine,
        workflow.Supplement,
        workflow.Correction,
        CatalogueUpload,
        papers.PaperCounter,
        papers.IssuedPaper,
        papers.TemplateVersion,
        papers.PaperScan,
        fees.FeeReceipt,
        *queueing.TABLES,
        *desk.TABLES,
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
        Batch,
        RegisterVersion,
        RegisterCounter,
        Result,
        ResultChange,
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
