"""Registers with some weeks of results: what the demonstration's desks have settled, entered by the same commands."""

from random import Random
from typing import Any

from msgspec import Struct

from core import db
from core.acting import Act, Principal
from core.clock import VIETNAM
from core.contributions import DemoContext
from core.settings import config_folder
from plugins.onestop.access import VIEW
from plugins.onestop.queries import dossiers
from plugins.onestop.results import queries
from plugins.onestop.results.access import AMEND, ENTER
from plugins.onestop.results.commands import enter, publish_registers, revoke
from plugins.onestop.results.domain.registers import FieldSpec, register_for
from plugins.onestop.results.schemas import NewResult, Revocation

SEED = 34
MOST = 120
SIGNER = "Phan Thị Ngọc Lan"
LEFT_OPEN = 0.15
_SETTLED = """
SELECT d.code, d.settled_at, d.unit_id FROM onestop.onestop_dossier d
WHERE d.settled_at IS NOT NULL AND d.state <> 'refused' ORDER BY d.settled_at, d.id LIMIT $1
"""
_PEOPLE = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Minh Châu", "Phạm Ngọc Dũng", "Võ Thị Thu Hà", "Bùi Hữu Khánh")
# what stands in fields that hold no names; "#" is a digit
_TEXTS = {
    "birthplace": ("Bệnh viện đa khoa khu vực Hậu Nghĩa", "Trạm y tế xã"),
    "ethnicity": ("Kinh", "Hoa", "Khmer"),
    "nationality": ("Việt Nam",),
    "home_town": ("Đức Hòa, Long An", "Bến Lức, Long An"),
    "husband_identity": ("0800########",),
    "wife_identity": ("0801########",),
    "identity": ("0800########",),
    "note": ("",),
    "paper": ("Căn cước công dân", "Giấy khai sinh", "Bằng tốt nghiệp trung học phổ thông", "Hợp đồng ủy quyền"),
    "mortgagee": ("Ngân hàng Nông nghiệp, chi nhánh Đức Hòa", "Quỹ tín dụng nhân dân Hậu Nghĩa"),
    "parcel": ("Thửa 1##, tờ bản đồ 1#",),
    "place": ("Ấp 3, xã Hựu Thạnh", "Khu vực 2, thị trấn Hậu Nghĩa"),
    "certificate": ("CĐ 2#####",),
    "contract": ("1##/HĐTC ngày 12/11",),
}


class Settled(Struct, frozen=True):
    """A dossier with a result."""

    code: str
    settled_at: Any
    unit_id: int


async def load_registers(context: DemoContext) -> None:
    """Publish the shipped registers; enter the results of most settled dossiers, and take one of them back."""
    act = Act(who=_archivist(frozenset()), at=context.at)
    await publish_registers(config_folder() / "registers.toml", act)
    chance = Random(SEED)  # noqa: S311 -- plays, protects nothing
    done = 0
    for settled in await db.structs(Settled, _SETTLED, MOST):
        if chance.random() < LEFT_OPEN:
            continue
        done += 1
        who = _archivist(frozenset({settled.unit_id}))
        entered = await _enter(settled, Act(who=who, at=settled.settled_at), chance)
        if done == MOST // 4 and entered:
            await revoke(entered, Revocation(revision=1, reason="Ghi nhầm số thửa"), Act(who=who, at=context.at))


async def _enter(settled: Settled, act: Act, chance: Random) -> int | None:
    sheet = await dossiers.by_code(settled.code, None)
    day = settled.settled_at.astimezone(VIETNAM).date()
    known = [item.register for item in await queries.registers(day)]
    if sheet is None or not known:
        return None
    register = register_for(known, sheet.facts.code, sheet.facts.field)
    if register is None:
        return None
    data = NewResult(register=register.code, signed_on=day, signer_name=SIGNER, signer_title="Phó Chủ tịch")
    sources = {"owner_name": sheet.owner_name, "owner_identity": sheet.owner_identity, "request": sheet.request}
    sent = {spec.key: sources.get(spec.source) or _made_up(spec, chance) for spec in register.field}
    return (await enter(settled.code, data, sent, act)).id


def _made_up(spec: FieldSpec, chance: Random) -> str:
    match spec.kind:
        case "date":
            return f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}/{chance.randint(1985, 2016)}"
        case "number":
            return str(chance.randint(1, 9))
        case "money":
            return str(chance.randint(1, 20) * 2_000)
        case "choice":
            return chance.choice(spec.choices)
        case _:
            text = chance.choice(_TEXTS.get(spec.key, _PEOPLE))
            return "".join(str(chance.randint(0, 9)) if letter == "#" else letter for letter in text)


def _archivist(units: frozenset[int]) -> Principal:
    return Principal(
        username="demo.archivist", display_name="Văn thư", grants=dict.fromkeys((VIEW, ENTER, AMEND), units)
    )
