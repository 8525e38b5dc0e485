from pathlib import Path

from piccolo.conf.apps import AppConfig

from plugins.assets.agents import tables as agents
from plugins.assets.alerts import tables as alerts
from plugins.assets.buying import tables as buying
from plugins.assets.codes import tables as codes
from plugins.assets.custody import tables as custody
from plugins.assets.faults import tables as faults
from plugins.assets.importing import tables as importing
from plugins.assets.inventory import tables as inventory
from plugins.assets.labels import tables as labels
from plugins.assets.monitoring import tables as monitoring
from plugins.assets.netbox import tables as netbox
from plugins.assets.requests import tables as requests
from plugins.assets.stocktake import tables as stocktake
from plugins.assets.sync import tables as sync

APP_CONFIG = AppConfig(
    app_name="assets",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=[
        inventory.Category,
        inventory.Status,
        inventory.Maker,
        inventory.Model,
        inventory.Place,
        inventory.LabelUnit,
        inventory.LabelCounter,
        inventory.Asset,
        inventory.History,
        monitoring.Device,
        monitoring.DeviceState,
        monitoring.Sample,
        monitoring.StateChange,
        monitoring.Cycle,
        alerts.Event,
        alerts.Condition,
        alerts.Line,
        alerts.Window,
        custody.Minutes,
        custody.MinutesItem,
        custody.Signature,
        custody.MinutesCounter,
        custody.Kit,
        custody.KitItem,
        stocktake.Stocktake,
        stocktake.StocktakeItem,
        stocktake.StocktakeEvent,
        stocktake.StocktakeDevice,
        stocktake.StocktakeVoucher,
        custody.TransitionVersion,
        requests.EquipmentRequest,
        sync.Link,
        sync.SyncConflict,
        agents.Enrolment,
        agents.Machine,
        agents.Alert,
        importing.Import,
        importing.ImportRow,
        importing.OldNumber,
        importing.Mapping,
        faults.Fault,
        labels.LabelPrinter,
        labels.LabelRun,
        labels.LabelPrinted,
        buying.Purchase,
        buying.PurchaseLine,
        buying.Delivery,
        buying.Receipt,
        codes.Code,
        *netbox.TABLES.values(),
        netbox.ObjectChange,
    ],
)
