"""Purchases of the demonstration: the two that the equipment of the communes came from, not all of it delivered yet."""

from core import db, offices
from core.contributions import DemoContext

# decision, title, supplier, funding of the register, transport and installation in đồng
_PURCHASES = (
    (
        "1412/QĐ-UBND",
        "Trang thiết bị công nghệ thông tin cho các xã, 3 tỷ đồng",
        "Công ty Cổ phần Công nghệ Đức Hòa",
        "Ngân sách huyện",
        30_000_000,
    ),
    (
        "2077/QĐ-UBND",
        "Thiết bị một cửa điện tử cấp xã, 6,5 tỷ đồng",
        "Liên danh Tin học Vàm Cỏ",
        "Đề án một cửa điện tử",
        65_000_000,
    ),
)
_PURCHASE = """
INSERT INTO assets.assets_purchase (unit_id, unit_name, title, supplier, decision, funding, invoice, bought_on,
    discount, transport, taxes, other_costs, warranty_months, version, created_at)
SELECT $1, $2, $3, $4, $5, $6, '0000' || extract(year FROM min(a.bought_on)), min(a.bought_on), 0, $7, 0, 0, 24, 1, $8
FROM assets.assets_asset a WHERE a.funding = $6 HAVING count(a.bought_on) > 0 RETURNING id
"""
_LINES = """
INSERT INTO assets.assets_purchase_line (purchase, model, name, quantity, unit_price)
SELECT $1, a.model, min(c.name), count(*) + CASE WHEN c.key = 'laptop' THEN 6 ELSE 0 END, coalesce(min(a.cost), 0)
FROM assets.assets_asset a JOIN assets.assets_model m ON m.id = a.model
JOIN assets.assets_category c ON c.id = m.category
WHERE a.funding = $2 AND a.bought_on IS NOT NULL GROUP BY a.model, c.key ORDER BY a.model
"""
_DELIVERIES = """
INSERT INTO assets.assets_delivery (purchase, unit_id, unit_name, note, delivered_on, created_at)
SELECT $1, a.unit_id, min(a.unit_name), 'PGH-' || min(a.unit_id), max(a.bought_on), $3
FROM assets.assets_asset a WHERE a.funding = $2 AND a.bought_on IS NOT NULL GROUP BY a.unit_id ORDER BY a.unit_id
"""
_RECEIPTS = """
INSERT INTO assets.assets_receipt (line, delivery, asset, piece, at)
SELECT l.id, d.id, a.id, row_number() OVER (PARTITION BY l.id ORDER BY a.id) - 1, $3
FROM assets.assets_asset a
JOIN assets.assets_purchase_line l ON l.purchase = $1 AND l.model = a.model
JOIN assets.assets_delivery d ON d.purchase = $1 AND d.unit_id = a.unit_id
WHERE a.funding = $2 AND a.bought_on IS NOT NULL
"""


async def load_purchases(context: DemoContext) -> None:
    """Write the purchases behind the things that are in the register already; nothing when there is no district."""
    district = next((unit for unit in await offices.tree() if unit.kind == "district"), None)
    if district is None:
        return
    for decision, title, supplier, funding, transport in _PURCHASES:
        purchase = await db.value(
            _PURCHASE, district.id, district.name, title, supplier, decision, funding, transport, context.at
        )
        if purchase is None:
            continue
        await db.execute(_LINES, purchase, funding)
        await db.execute(_DELIVERIES, purchase, funding, context.at)
        await db.execute(_RECEIPTS, purchase, funding, context.at)
