"""The register as a data set."""

from collections.abc import Sequence

from core import db
from core.acting import Principal
from core.text.i18n import gettext as _
from plugins.assets.inventory.queries import units_of

_ROWS = """
SELECT a.code, a.name, c.name, k.name, m.name, a.serial, a.unit_name, p.name, s.name, a.bought_on, a.cost, a.funding,
       a.warranty_until
FROM assets.assets_asset a
JOIN assets.assets_model m ON m.id = a.model
JOIN assets.assets_maker k ON k.id = m.maker
JOIN assets.assets_category c ON c.id = m.category
JOIN assets.assets_status s ON s.id = a.status
LEFT JOIN assets.assets_place p ON p.id = a.place
WHERE $1::bigint[] IS NULL OR a.unit_id = ANY($1)
ORDER BY a.code
"""


async def register_rows(principal: Principal) -> tuple[Sequence[str], Sequence[Sequence[object]]]:
    """Return header and rows of the register in the units that may be read; users are left out: they are personal."""
    header = (
        _("Mã nhãn"), _("Tên"), _("Loại"), _("Hãng"), _("Kiểu máy"), _("Số sê-ri"), _("Đơn vị"), _("Phòng"),
        _("Tình trạng"), _("Ngày mua"), _("Nguyên giá"), _("Nguồn kinh phí"), _("Bảo hành đến"),
    )  # fmt: skip
    return header, [tuple(record) for record in await db.rows(_ROWS, units_of(principal))]
