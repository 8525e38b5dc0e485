"""Some results of the demonstration that go by post, at every point of their way."""

from datetime import timedelta

from core import db, offices
from core.acting import Act, Principal
from core.contributions import DemoContext
from plugins.onestop.access import RECEIVE, VIEW
from plugins.onestop.returns.commands import move_parcel, request_parcel
from plugins.onestop.returns.schemas import NewParcel, ParcelMove

_WAYS: tuple[tuple[ParcelMove, ...], ...] = (
    (),
    (ParcelMove("send", 1, "VNPost", "EA317450120VN"),),
    (ParcelMove("send", 1, "VNPost", "EA317450133VN"), ParcelMove("fail", 2, reason="Vắng nhà hai lần")),
    (),
    (ParcelMove("send", 1, "VNPost", "EA317450147VN"), ParcelMove("deliver", 2)),
    (ParcelMove("send", 1, "VNPost", "EA317450155VN"),),
)
_READY = """
SELECT code, unit_id, owner_name, owner_phone, owner_address FROM onestop.onestop_dossier
WHERE state = 'at_desk' AND owner_address <> '' ORDER BY settled_at LIMIT $1
"""


async def load_parcels(context: DemoContext) -> None:
    """Send the results that have lain at their desks longest."""
    day = offices.office_day(context.at)
    for row, moves in zip(await db.rows(_READY, len(_WAYS)), _WAYS, strict=False):
        clerks = await offices.people_of([row["unit_id"]], day, role="clerk")
        if not clerks:
            continue
        who = Principal(
            username=f"demo.{clerks[0].id}",
            display_name=clerks[0].full_name,
            person_id=clerks[0].id,
            unit_id=row["unit_id"],
            grants=dict.fromkeys((VIEW, RECEIVE), frozenset({row["unit_id"]})),
        )
        where = NewParcel(row["owner_name"], f"{row['owner_address']}, huyện Đức Hòa, Long An", row["owner_phone"])
        left = len(moves) + 1
        await request_parcel(row["code"], where, Act(who=who, at=context.at - timedelta(minutes=40 * left)))
        for number, move in enumerate(moves):
            at = context.at - timedelta(minutes=40 * (left - number - 1))
            await move_parcel(row["code"], move, Act(who=who, at=at))
