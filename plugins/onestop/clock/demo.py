"""The clock in the demonstration: rules, an extra day off, errands to agencies, another day given, a linked filing."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final

from core import db, offices
from core.acting import Act, Principal, system_act
from core.contracts.offices import Person
from core.contributions import DemoContext
from core.worktime import Calendar
from plugins.onestop.access import APPRAISE, RECEIVE, VIEW
from plugins.onestop.clock.commands.days import add_days
from plugins.onestop.clock.commands.members import note_member
from plugins.onestop.clock.commands.reappointing import reappoint
from plugins.onestop.clock.commands.recomputing import recompute
from plugins.onestop.clock.commands.referring import send
from plugins.onestop.clock.commands.rules import add_rule
from plugins.onestop.clock.commands.sweeping import sweep
from plugins.onestop.clock.schemas import Errand, MemberStep, NewClockRule, NewDays, Reappointment
from plugins.onestop.commands.moving import move
from plugins.onestop.commands.receiving import receive
from plugins.onestop.office import office_of, receivers
from plugins.onestop.schemas import HandedIn, Move, NewDossier

SEED: Final = 722
LINKED: Final = "3.000722"
ERRANDS: Final = 5
BUDGETS: Final = (("assigned", 2, "hour"), ("submitted", 3, "hour"), ("signed", 2, "hour"))
QUESTIONS: Final = (
    ("Chi cục Thuế khu vực", "Xác định nghĩa vụ tài chính của thửa đất"),
    ("Phòng Tài nguyên và Môi trường", "Cho ý kiến về quy hoạch sử dụng đất"),
    ("Công an xã", "Xác minh nơi cư trú của người nộp"),
)
_APPRAISING: Final = """
SELECT d.code, d.revision, d.holder_id, d.holder_name, d.unit_id, d.promised_at FROM onestop.onestop_dossier d
WHERE d.state = 'appraising' AND d.holder_id IS NOT NULL AND d.promised_at IS NOT NULL ORDER BY d.id
"""


async def load_clock(context: DemoContext) -> None:
    """Load rules, days and what people did with the clock of dossiers that are being settled."""
    chance, act = Random(SEED), system_act(context.at)  # noqa: S311 -- made-up data
    await _rules(act)
    rows = await db.rows(_APPRAISING)
    chosen = chance.sample(rows, min(len(rows), ERRANDS))
    for number, row in enumerate(chosen):
        agency, question = QUESTIONS[number % len(QUESTIONS)]
        errand = Errand(row["revision"], question, agency, None, 3 + number % 3)
        await send(row["code"], errand, _as_holder(dict(row), context.at))
    rest = [row for row in rows if row not in chosen]
    for row in sorted(rest, key=lambda row: row["promised_at"])[:2]:
        calendar = (await office_of(row["unit_id"])).calendar
        data = Reappointment(
            row["revision"], _later(calendar, max(context.at, row["promised_at"])), "Chờ kết quả đo đạc thực địa"
        )
        await reappoint(row["code"], data, _as_holder(dict(row), context.at))
    await _linked(context.at)
    await _days(act)
    await recompute("lịch nghỉ thay đổi: nghỉ ngày hội văn hóa của tỉnh (Quyết định 118/QĐ-UBND)", act)
    await sweep(act)


def _as_holder(row: Mapping[str, Any], at: datetime) -> Act:
    """Return an act of whoever holds a dossier."""
    units = frozenset({row["unit_id"]})
    who = Principal(
        username=f"demo.{row['holder_id']}",
        display_name=str(row["holder_name"]),
        person_id=row["holder_id"],
        grants={VIEW: units, APPRAISE: units},
    )
    return Act(who=who, at=at)


def _later(calendar: Calendar, at: datetime) -> date:
    day = offices.office_day(at)
    for _ in range(3):
        day = calendar.next_working_day(day)
    return day


async def _rules(act: Act) -> None:
    first = offices.office_day(act.at) - timedelta(days=400)
    for state, value, unit in BUDGETS:
        source = "Quy trình nội bộ của cơ quan"
        await add_rule(NewClockRule("step_budget", value, first, source, unit, state, verified=True), act)  # type: ignore[arg-type]
    await add_rule(NewClockRule("supplement_days", 30, first, "Quy định tạm của cơ quan"), act)
    await add_rule(NewClockRule("pause_cap", 10, first, "Quy chế phối hợp", subject="agency"), act)


async def _days(act: Act) -> None:
    day = offices.office_day(act.at) + timedelta(days=3)
    while day.weekday() > 4:
        day += timedelta(days=1)
    decision = "Quyết định 118/QĐ-UBND"
    await add_days(NewDays("off", day, "Nghỉ ngày hội văn hóa của tỉnh", decision, None, "Province's day", True), act)
    doubtful = day + timedelta(days=28)
    await add_days(NewDays("off", doubtful, "Nghỉ bù theo tin báo chí", "Chưa có văn bản"), act)


async def _linked(at: datetime) -> None:
    """File the linked procedure at one commune, with the birth registered already."""
    filed_at, done_at = at - timedelta(days=2), at - timedelta(days=1)
    desk = await offices.find_unit("my-hanh-bac.mot-cua")
    if desk is None or await db.value("SELECT 1 FROM onestop.onestop_procedure WHERE code = $1", LINKED) is None:
        return
    clerks = await offices.people_of([desk.id], offices.office_day(filed_at), role="clerk")
    specialists = await receivers(desk.id, filed_at)
    if not clerks or not specialists:
        return
    clerk, specialist = _acting(clerks[0], desk.id, RECEIVE), _acting(specialists[0], desk.id, APPRAISE)
    data = NewDossier(
        procedure=LINKED,
        owner_name="Lê Thị Thu Hà",
        owner_phone="0907123456",
        request="Khai sinh, thường trú, thẻ bảo hiểm y tế cho cháu Lê Minh An",
        papers=[HandedIn(paper=1, originals=1), HandedIn(paper=2, originals=1)],
        limit=1,
        unit_id=desk.id,
    )
    code = (await receive(data, Act(who=clerk, at=filed_at))).code
    await move(code, Move("hand_over", 1, "", specialist.person_id), Act(who=clerk, at=filed_at))
    await move(code, Move("start", 2), Act(who=specialist, at=filed_at))
    await note_member(code, MemberStep(3, "1.001193", "done"), Act(who=specialist, at=done_at))


def _acting(person: Person, unit_id: int, permission: str) -> Principal:
    """Return a person as their role lets them act at a desk."""
    units = frozenset({unit_id})
    return Principal(
        username=f"demo.{person.id}",
        display_name=person.full_name,
        person_id=person.id,
        unit_id=person.unit_id,
        grants={VIEW: units, permission: units},
    )
