"""Codes that a thing has beside its label: an older inventory number, the maker's asset tag, an agent's id."""

from piccolo.columns import BigSerial, ForeignKey, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from core.data_classes import classified
from plugins.assets.inventory.tables import Asset


@classified(internal=("id", "asset", "kind", "text", "folded", "created_at"))
class Code(Table, schema="assets", tablename="assets_code"):
    """One code of a thing; (asset, kind, folded) is unique, but two things may share one: then people choose.

    text: as it was written; folded: without case, accents, blanks and dashes, by which it is found.
    """

    id = BigSerial(primary_key=True)
    asset = ForeignKey(Asset, on_delete=OnDelete.cascade, null=False, required=True, default=None)
    kind = Varchar(length=20, required=True, default=None)
    text = Text(required=True, default=None)
    folded = Text(required=True, default=None)
    created_at = Timestamptz(required=True, default=None)
    assets_code_kind_v1 = Check("kind IN ('old_number', 'maker_tag', 'agent', 'other')")
