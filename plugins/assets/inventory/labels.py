"""The code on an asset's label: three digits of the unit, two of the category, six that count, two that check."""

from core import db
from core.codes import ASSET, compose
from core.errors import Refused
from core.text.i18n import gettext as _

LOCK = 0x6C61626C  # "labl": one unit gets its label digits at a time
MOST_UNITS = 999


async def next_code(unit_id: int, category_id: int) -> str:
    """Return a label code that nothing has had before: unit, category, next running number. Inside a transaction."""
    return (await next_codes(unit_id, category_id, 1))[0]


async def next_codes(unit_id: int, category_id: int, count: int) -> list[str]:
    """Return several label codes with running numbers in a row. Inside a transaction.

    Two callers for one unit and category wait for one another, so that no number is given twice. Raises Refused when
    the three digits of the unit are used up.
    """
    label_unit, unit_number = await unit_digits(unit_id)
    last = await db.value(
        "INSERT INTO assets.assets_label_counter AS c (label_unit, category, last) VALUES ($1, $2, $3)"
        " ON CONFLICT (label_unit, category) DO UPDATE SET last = c.last + excluded.last RETURNING last",
        label_unit,
        category_id,
        count,
    )
    category = await db.value("SELECT number FROM assets.assets_category WHERE id = $1", category_id)
    numbers = range(last - count + 1, last + 1)
    return [compose(ASSET, unit=unit_number, running=running, **{"class": category}) for running in numbers]


async def unit_digits(unit_id: int) -> tuple[int, int]:
    """Return row id and label digits of a unit, given to it now if it has none yet."""
    find = "SELECT id, number FROM assets.assets_label_unit WHERE unit_id = $1"
    found = await db.row(find, unit_id)
    if found is None:
        await db.execute("SELECT pg_advisory_xact_lock($1)", LOCK)
        await db.execute(
            "INSERT INTO assets.assets_label_unit (unit_id, number)"
            " SELECT $1, coalesce(max(number), 0) + 1 FROM assets.assets_label_unit"
            " HAVING coalesce(max(number), 0) < $2"
            " ON CONFLICT (unit_id) DO NOTHING",
            unit_id,
            MOST_UNITS,
        )
        found = await db.row(find, unit_id)
    if found is None:
        raise Refused(_("Đã hết số nhãn cho đơn vị mới (tối đa %(n)s đơn vị).", n=MOST_UNITS))
    return found["id"], found["number"]
