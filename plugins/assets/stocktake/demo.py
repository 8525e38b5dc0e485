"""A stocktake of the demonstration, half way through: most things found, some in other rooms, a strange label."""

import uuid
from datetime import timedelta

from core import offices
from core.acting import Act, Principal
from core.contributions import DemoContext
from plugins.assets.stocktake import queries
from plugins.assets.stocktake.commands import begin, take
from plugins.assets.stocktake.domain.outcome import Condition
from plugins.assets.stocktake.queries import MANAGE, READ
from plugins.assets.stocktake.schemas import Batch, Counted, NewStocktake

SEED = 431


async def load_stocktake(context: DemoContext) -> None:
    """Begin the count of a commune and scan most of it."""
    unit = await offices.find_unit("my-hanh-bac")
    if unit is None:
        return
    grants = {name: frozenset({unit.id}) for name in (MANAGE, READ)}
    act = Act(
        Principal(username="cntt", display_name="Nguyễn Minh Khoa", grants=grants), context.at - timedelta(hours=5)
    )
    committee = "Lê Văn Thành, phó chủ tịch, trưởng ban\nNguyễn Minh Khoa, cán bộ CNTT, ủy viên"
    title = f"Kiểm kê cuối năm {context.at.year}"
    data = NewStocktake(unit_id=unit.id, title=title, decision="118/QĐ-UBND", committee=committee)
    number = await begin(data, act)
    chance = context.random
    made = [item for item in await queries.items(number) if chance.random() < 0.85]
    events = []
    for seq, item in enumerate(made, start=1):
        condition: Condition = "broken" if chance.random() < 0.03 else "poor" if chance.random() < 0.04 else "good"
        place = "Kho" if chance.random() < 0.04 else item.place or ""
        name = str(uuid.UUID(int=chance.getrandbits(128), version=4))
        events.append(Counted(uuid=name, seq=seq, code=item.code, place=place, condition=condition, at=act.at))
    stray = str(uuid.UUID(int=chance.getrandbits(128), version=4))
    events.append(Counted(uuid=stray, seq=len(events) + 1, code="0000000000000", place="Kho", at=act.at))
    device = str(uuid.UUID(int=chance.getrandbits(128), version=4))
    for start in range(0, len(events), 100):
        await take(number, Batch(device=device, high_seq=len(events), events=events[start : start + 100]), act)
