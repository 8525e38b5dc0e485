"""Requests of the demonstration: some wait, some were answered."""

from datetime import timedelta

from core import db, offices
from core.contributions import DemoContext

_WISHES = (
    ("need", "Máy tính xách tay", "Đi họp và tiếp dân ở ấp", "waiting", ""),
    (
        "need",
        "Máy quét tài liệu",
        "Số hóa hồ sơ ở bộ phận một cửa",
        "refused",
        "Đã có máy quét dùng chung ở phòng bên.",
    ),
    ("broken", None, "Màn hình nhấp nháy rồi tắt", "waiting", ""),
    ("give_back", None, "Chuyển sang việc khác, không dùng nữa", "waiting", ""),
)


async def load_requests(context: DemoContext) -> None:
    """Let people of two units ask for something, in one statement each."""
    for code in ("my-hanh-bac", "duc-hoa"):
        unit = await offices.find_unit(code)
        if unit is None:
            continue
        held = await db.rows(
            "SELECT id, holder_id, holder_name FROM assets.assets_asset WHERE unit_id = $1 AND holder_id IS NOT NULL"
            " ORDER BY code LIMIT 4",
            unit.id,
        )
        rows = []
        for (kind, wanted, reason, state, answer), thing in zip(_WISHES, held, strict=False):
            about = thing["id"] if wanted is None else None
            rows.append((kind, wanted, reason, state, answer, about, thing["holder_id"], thing["holder_name"]))
        days = [context.at - timedelta(days=n, hours=3) for n in range(len(rows))]
        columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[]] * 8
        await db.execute(
            """INSERT INTO assets.assets_equipment_request (unit_id, created_at, kind, wanted, reason, state, answer,
                 answered_by, answered_at, asset, person_id, person_name)
               SELECT $1, at, kind, wanted, reason, state, nullif(answer, ''),
                 CASE WHEN state = 'refused' THEN 'Nguyễn Minh Khoa' END, CASE WHEN state = 'refused' THEN at END,
                 asset, person, name
               FROM unnest($2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[],
                 $9::bigint[], $10::text[]) AS w (at, kind, wanted, reason, state, answer, asset, person, name)""",
            unit.id,
            days,
            *columns,
        )
