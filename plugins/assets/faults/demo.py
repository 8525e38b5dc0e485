"""The demonstration: reports of the last weeks, most of them dealt with."""

from datetime import timedelta

from core import db
from core.contributions import DemoContext

_REPORTS = (
    ("print", "Máy in kéo giấy bị nhăn, kẹt ở khay 1."),
    ("power", "Sáng nay bật không lên, đèn nguồn không sáng."),
    ("network", "Máy báo mất mạng từ trưa, các máy khác vẫn vào được."),
    ("picture", "Màn hình sọc ngang, lúc có lúc không."),
    ("slow", "Mở phần mềm một cửa mất gần 5 phút."),
    ("damage", "Rơi khi chuyển phòng, vỡ góc vỏ máy."),
    ("print", "Bản in mờ, đã lắc hộp mực."),
    ("other", "Máy kêu to, quạt rung."),
)
_INSERT = """
INSERT INTO assets.assets_fault (asset, at, kind, words, closed_at, closed_by_name, answer)
SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::text[])
"""


async def load(context: DemoContext) -> None:
    """Let people report forty faults; every fourth is still open."""
    things = [record[0] for record in await db.rows("SELECT id FROM assets.assets_asset ORDER BY id")]
    if not things:
        return
    rows = []
    for number in range(40):
        kind, words = _REPORTS[number % len(_REPORTS)]
        at = context.at - timedelta(hours=3 + 13 * number)
        open_still = number % 4 == 1
        closed = None if open_still else min(at + timedelta(hours=20 + number % 30), context.at)
        answer = None if open_still else "Đã sửa tại chỗ, chạy lại bình thường."
        rows.append((context.random.choice(things), at, kind, words, closed, answer and "Cán bộ CNTT", answer))
    await db.execute(_INSERT, *(list(column) for column in zip(*rows, strict=True)))
