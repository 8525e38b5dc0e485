"""An import of the demonstration: a list that a commune kept in Excel for years, with a wrong row in it, as a draft."""

from datetime import timedelta

from core import offices
from core.acting import Act, Principal
from core.contributions import DemoContext
from plugins.assets.importing.commands.uploading import upload
from plugins.assets.importing.schemas import Upload
from plugins.assets.inventory.commands import EDIT

_HEAD = "Số thẻ;Tên tài sản;Hãng sản xuất;Kiểu máy;Số sê-ri;Ngày sử dụng;Nguyên giá (đồng);Tình trạng;Phòng"
_KINDS = (
    ("Máy vi tính văn phòng", "Dell", "OptiPlex 3020", 11_850_000, "Phòng một cửa"),
    ("Máy in văn phòng", "Canon", "LBP 2900", 3_400_000, "Phòng địa chính"),
    ("Máy tính xách tay", "Asus", "X454L", 10_900_000, "Phòng họp"),
    ("Bộ lưu điện", "Santak", "TG1000", 2_150_000, "Phòng một cửa"),
)


async def load_imports(context: DemoContext) -> None:
    """Send a file for one commune and leave it as a preview."""
    unit = await offices.find_unit("huu-thanh")
    if unit is None:
        return
    lines = [_HEAD]
    for at in range(24):
        name, maker, model, cost, place = _KINDS[at % len(_KINDS)]
        day = "năm 2014" if at == 17 else f"{1 + at % 27:02}/{1 + at % 12:02}/{2013 + at % 5}"
        money = f"{cost:,}".replace(",", ".") + " đ"
        serial = f"{maker[:2].upper()}{context.random.randrange(10**7, 10**8)}"
        lines.append(f"HT-{at + 1:03};{name};{maker};{model};{serial};{day};{money};Tốt;{place}")
    officer = Principal(username="cntt", display_name="Nguyễn Minh Khoa", grants={EDIT: frozenset({unit.id})})
    act = Act(officer, context.at - timedelta(hours=3))
    await upload(Upload(unit_id=unit.id), "so-tai-san-huu-thanh.csv", "\n".join(lines).encode("utf-8-sig"), act)
