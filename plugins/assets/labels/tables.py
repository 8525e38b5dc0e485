"""What printing labels leaves behind: printers with their correction, runs, and which things have a label."""

from piccolo.columns import BigInt, BigSerial, ForeignKey, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from core.data_classes import classified
from plugins.assets.inventory.tables import Asset


@classified(internal=("id", "unit_id", "unit_name", "name", "dpi", "right", "down", "version", "updated_at"))
class LabelPrinter(Table, schema="assets", tablename="assets_label_printer"):
    """A printer of a unit and how far its prints are off. right, down: correction in tenths of a millimetre.

    dpi: of a thermal printer; a laser printer does not need it.
    """

    id = BigSerial(primary_key=True)
    unit_id = BigInt(required=True, default=None)
    unit_name = Text(required=True, default=None)
    name = Text(required=True, default=None)
    dpi = SmallInt(required=True, default=203)
    right = SmallInt(required=True, default=0)
    down = SmallInt(required=True, default=0)
    version = Integer(required=True, default=1)
    updated_at = Timestamptz(required=True, default=None)
    assets_label_printer_dpi_v1 = Check("dpi IN (203, 300)")
    assets_label_printer_right_v1 = Check('"right" BETWEEN -100 AND 100')
    assets_label_printer_down_v1 = Check("down BETWEEN -100 AND 100")


@classified(
    internal=("id", "at", "kind", "stock", "printer", "skipped", "labels"),
    personal=("who_id", "who_name"),
)
class LabelRun(Table, schema="assets", tablename="assets_label_run"):
    """One file of labels. kind: "asset", "place" or "person". skipped: labels of the first sheet used up before."""

    id = BigSerial(primary_key=True)
    at = Timestamptz(required=True, default=None)
    who_id = BigInt(null=True, default=None)
    who_name = Text(required=True, default=None)
    kind = Varchar(length=10, required=True, default=None)
    stock = Varchar(length=40, required=True, default=None)
    printer = ForeignKey(LabelPrinter, on_delete=OnDelete.set_null, null=True, default=None)
    skipped = SmallInt(required=True, default=0)
    labels = Integer(required=True, default=None)
    assets_label_run_kind_v1 = Check("kind IN ('asset', 'place', 'person')")


@classified(internal=("id", "asset", "run"))
class LabelPrinted(Table, schema="assets", tablename="assets_label_printed"):
    """The last run in which a thing's label was printed."""

    id = BigSerial(primary_key=True)
    asset = ForeignKey(Asset, on_delete=OnDelete.cascade, null=False, unique=True, required=True, default=None)
    run = ForeignKey(LabelRun, on_delete=OnDelete.cascade, null=False, required=True, default=None)
