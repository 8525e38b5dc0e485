"""The demonstration: most things got their label in three runs, some have none; a few printers are off."""

from datetime import timedelta

from core import db
from core.contributions import DemoContext

_PRINTERS = """
INSERT INTO assets.assets_label_printer (unit_id, unit_name, name, dpi, "right", down, version, updated_at)
SELECT unit_id, unit_name, CASE WHEN at % 2 = 1 THEN 'HP LaserJet văn thư' ELSE 'Zebra GK420t kho' END,
  203, 5 - at, at * 3 - 4, 1, $1
FROM (SELECT unit_id, unit_name, row_number() OVER (ORDER BY unit_id) AS at
      FROM (SELECT DISTINCT unit_id, unit_name FROM assets.assets_asset) u) numbered WHERE at <= 4
"""
_RUN = """
INSERT INTO assets.assets_label_run (at, who_name, kind, stock, skipped, labels)
SELECT $1, 'motcua', 'asset', 'tomy145', 0, count(*) FROM assets.assets_asset WHERE id % 4 = $2 RETURNING id
"""
_PRINTED = (
    "INSERT INTO assets.assets_label_printed (asset, run) SELECT id, $1 FROM assets.assets_asset WHERE id % 4 = $2"
)


async def load(context: DemoContext) -> None:
    """Print the labels of three quarters of the register, a month apart."""
    await db.execute(_PRINTERS, context.at)
    for part in (1, 2, 3):
        run = await db.value(_RUN, context.at - timedelta(days=30 * part), part)
        await db.execute(_PRINTED, run, part)
