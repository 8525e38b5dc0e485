"""`motcua demo replay-2017`: a dossier for each that the article counts, and what the statistics make of them."""

import tomllib
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final

import msgspec

from core import db, offices
from core.acting import Act, system_act
from core.clock import VIETNAM
from core.errors import Refused
from core.settings import config_folder
from core.text.i18n import gettext as _
from plugins.onestop.commands.importing import import_procedures, publish_workflows
from plugins.onestop.domain.figures import Measure, Period, months
from plugins.onestop.domain.workflows import SHIPPED
from plugins.onestop.history.commands import load
from plugins.onestop.history.domain.journey import pausing, returning, settling, steps_between
from plugins.onestop.history.domain.past import Past
from plugins.onestop.history.domain.replay import Arrival, Desks, Plan, arrivals, open_days
from plugins.onestop.history.domain.walk import Step
from plugins.onestop.history.places import Places, places
from plugins.onestop.office import office_of
from plugins.onestop.statistics.queries import Figures, Narrowing, figures, total

DISTRICT: Final = "duc-hoa"
TITLE: Final = "replay-2017"
OLD_ENOUGH: Final = timedelta(days=30)
_GAPS: Final = """
SELECT count(*) FROM onestop.onestop_counter c
LEFT JOIN LATERAL (
  SELECT count(DISTINCT d.code) AS n, max(split_part(d.code, '-', 3)::int) AS last
  FROM onestop.onestop_dossier d
  WHERE d.received_at >= c.day::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
    AND d.received_at < (c.day + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
    AND d.code LIKE c.agency || to_char(c.day, '"-"YYMMDD"-"') || '%'
) AS given ON true
WHERE c.day BETWEEN $1 AND $2 AND (c.last <> given.n OR c.last IS DISTINCT FROM given.last)
"""


def read_plan() -> Plan:
    """Return the plan of `config/replay-2017.toml`."""
    content = tomllib.loads((config_folder() / "replay-2017.toml").read_text("utf-8"))
    return msgspec.convert(content, Plan)


async def replay(act: Act) -> dict[str, Any]:
    """Load what is not there yet of the replay; return the report that the statistics give of its days.

    The agency tree has to be there. Raises Refused when it is not.
    """
    plan = read_plan()
    codes, desks_known = await _prepare(plan)
    found = arrivals(plan, desks_known)
    rows = [_past(arrival, codes) for arrival in found]
    digest = sha256(msgspec.json.encode([plan, rows])).hexdigest()
    await load(TITLE, digest, rows, act)
    return await report(plan, act)


async def _prepare(plan: Plan) -> tuple[Places, Desks]:
    """Bring the plan's catalogue in, as of some days before; return what it and the desks are known as."""
    before = system_act(Period(plan.first, plan.last).start(VIETNAM) - OLD_ENOUGH)
    await publish_workflows(SHIPPED, before)
    marks = [{"name": field.name, "sensitive": field.sensitive} for field in plan.field]
    await import_procedures(_entries(plan), marks, before)
    district, communes = await _desks(plan)
    kinds = [kind.code for field in plan.field for kind in field.procedures]
    known = await places(kinds, [district, *communes], plan.last)
    return known, Desks(district, communes, {code: office.calendar for code, office in known.offices.items()})


def _entries(plan: Plan) -> list[dict[str, Any]]:
    """Return the plan's procedures as rows of a catalogue."""
    rule = "received after 15:00 -> result next working day"
    found = []
    for field in plan.field:
        for kind in field.procedures:
            limit = {"time_limit": [{"value": kind.limit, "unit": "working_day"}]} if kind.limit else {}
            rules = {} if kind.limit else {"clock_rules": [rule]}
            entry = {"code": kind.code, "name": kind.name, "field": field.name, "verified": "memory", **limit, **rules}
            found.append({**entry, "required_documents": [{"name": "Đơn đề nghị", "originals": 1}]})
    return found


async def _desks(plan: Plan) -> tuple[str, tuple[str, ...]]:
    """Return the codes of the district's desk and of its communes' desks. Raises Refused when they are not there."""
    tree = await offices.tree()
    units = [unit for unit in tree if unit.kind == "counter" and unit.exists_on(plan.last)]
    behind = {unit.code: tree.authority(unit.id) for unit in units}
    district = next((code for code in sorted(behind) if behind[code].code == DISTRICT), None)
    communes = tuple(code for code in sorted(behind) if behind[code].kind == "commune")
    if district is None or not communes:
        raise Refused(_("Chưa có cây cơ quan của huyện Đức Hòa: hãy chạy lệnh motcua offices load trước."))
    return district, communes


def _past(arrival: Arrival, known: Places) -> Past:
    """Return a planned dossier with the steps of its workflow."""
    calendar = known.offices[arrival.desk].calendar
    ways = known.version(arrival.kind.code, arrival.day).ways
    person = f"Cán bộ {arrival.desk.partition('.')[0]}"
    if arrival.settled_at is not None:
        moves = settling(ways)
        steps = steps_between(calendar, moves, arrival.received_at, arrival.settled_at, person)
        if arrival.returned_at is not None:
            home = returning(ways, moves[-1].target)
            steps += [Step(arrival.returned_at, move.action, person) for move in home]
    else:
        moves = pausing(ways) if arrival.waiting else settling(ways)[:2]
        end = calendar.latest(calendar.position(arrival.received_at) + len(moves) * 600_000_000)
        steps = steps_between(calendar, moves, arrival.received_at, end, person, "Thiếu giấy tờ kèm theo")
    return Past(
        procedure=arrival.kind.code,
        desk=arrival.desk,
        received_at=arrival.received_at,
        owner_name=arrival.owner,
        owner_phone=arrival.phone,
        steps=tuple(steps),
        channel=arrival.channel,
        taken_by=person,
    )


async def report(plan: Plan, act: Act) -> dict[str, Any]:
    """Return the statistics of the plan's days: totals, and by field, agency and month."""
    period, everybody = Period(plan.first, plan.last), Narrowing(None)
    whole = await total(period, act.at, everybody)
    fields = await figures([period], act.at, everybody, "field")
    agencies = await figures([period], act.at, everybody, "agency")
    each_month = await figures(months(period), act.at, everybody)
    land = next((line["received"] for line in fields if line.label == plan.land_field), 0)
    return {
        **_line(whole),
        "land": land,
        "non_land": whole["received"] - land,
        "fields": sum(1 for line in fields if line["received"]),
        "working_days": await _working_days(period),
        "in_time_share": round(whole.in_time_share or 0, 4),
        "by_field": {line.label: _line(line) for line in fields},
        "by_agency": {line.label: _line(line) for line in agencies},
        "by_month": {f"{months(period)[line.place - 1].first:%Y-%m}": _line(line) for line in each_month},
        "numbers_gap_free": await _gap_free(period),
    }


def _line(line: Figures) -> dict[str, int]:
    """Return the figures that the article gives, of one line."""
    names: tuple[Measure, ...] = ("received", "resolved", "early", "on_time", "late", "unlimited", "refused", "pending")
    return {name: line[name] for name in names}


async def _working_days(period: Period) -> int:
    district = await offices.find_unit(DISTRICT)
    if district is None:
        return 0
    return len(open_days((await office_of(district.id)).calendar, period.first, period.last))


async def _gap_free(period: Period) -> bool:
    """Tell whether the numbers of each agency and day run from 1 to the counter's last, without a gap."""
    return not await db.value(_GAPS, period.first, period.last)
