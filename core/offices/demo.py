"""A district with people in it: every agency with a head and a desk, hamlets with their heads. Names are made up."""

import random
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec

from core.acting import Act, system_act
from core.contracts.offices import Unit
from core.contributions import DemoContext
from core.offices import queries
from core.offices.commands import assign, hire, load_organisation, report_absence
from core.offices.domain.days import office_day
from core.offices.domain.organisation import Organisation, UnitSpec, read_organisation
from core.offices.schemas import NewAbsence, NewRole, PersonFields
from core.settings import config_folder
from core.text.viet import search_key

_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Phan", "Trương", "Bùi", "Đặng", "Đỗ", "Ngô", "Hồ", "Dương")
_WEIGHTS = (38, 12, 10, 7, 6, 5, 4, 4, 3, 3, 2, 2, 2, 2)
_MEN = ("Văn", "Minh", "Hữu", "Quốc", "Thanh", "Hoàng", "Công", "Đức")
_MEN_GIVEN = ("An", "Bảo", "Cường", "Dũng", "Hải", "Hùng", "Khánh", "Long", "Nam", "Phúc", "Quân", "Sơn", "Tâm", "Vinh")
_WOMEN = ("Thị", "Thị Kim", "Thị Ngọc", "Thị Thu", "Thị Mỹ", "Ngọc")
_WOMEN_GIVEN = (
    "Ánh",
    "Bích",
    "Chi",
    "Dung",
    "Hạnh",
    "Hoa",
    "Lan",
    "Liên",
    "Mai",
    "Nga",
    "Ngân",
    "Thảo",
    "Trang",
    "Yến",
)

# unit, title, role, unit of the role
_DISTRICT = (
    ("duc-hoa", "Chủ tịch UBND huyện", "leader", "duc-hoa"),
    ("duc-hoa", "Phó Chủ tịch UBND huyện", "leader", "duc-hoa"),
    ("duc-hoa.van-phong", "Chánh Văn phòng", "secretary", "duc-hoa"),
    ("duc-hoa.van-phong", "Chuyên viên tổng hợp", "secretary", "duc-hoa"),
    ("duc-hoa.van-phong", "Quản trị hệ thống", "admin", "long-an"),
    ("duc-hoa.van-hoa", "Chuyên viên công nghệ thông tin", "it_officer", "duc-hoa"),
    ("duc-hoa.van-hoa", "Viên chức công nghệ thông tin", "it_officer", "duc-hoa"),
    ("duc-hoa.mot-cua", "Trưởng Bộ phận Một cửa", "clerk", "duc-hoa.mot-cua"),
    ("duc-hoa.mot-cua", "Chuyên viên tiếp nhận", "clerk", "duc-hoa.mot-cua"),
    ("duc-hoa.mot-cua", "Chuyên viên tiếp nhận", "clerk", "duc-hoa.mot-cua"),
    ("duc-hoa.tu-phap", "Trưởng phòng", "leader", "duc-hoa.tu-phap"),
    ("duc-hoa.tu-phap", "Chuyên viên hộ tịch", "specialist", "duc-hoa.tu-phap"),
    ("duc-hoa.tai-chinh", "Chuyên viên đăng ký kinh doanh", "specialist", "duc-hoa.tai-chinh"),
    ("duc-hoa.tai-nguyen", "Trưởng phòng", "leader", "duc-hoa.tai-nguyen"),
    ("duc-hoa.tai-nguyen", "Chuyên viên địa chính", "specialist", "duc-hoa.tai-nguyen"),
    ("duc-hoa.dat-dai", "Giám đốc Chi nhánh", "leader", "duc-hoa.dat-dai"),
    ("duc-hoa.dat-dai", "Viên chức đăng ký đất đai", "specialist", "duc-hoa.dat-dai"),
    ("duc-hoa.dat-dai", "Viên chức đăng ký đất đai", "specialist", "duc-hoa.dat-dai"),
    ("duc-hoa.lao-dong", "Chuyên viên bảo trợ xã hội", "specialist", "duc-hoa.lao-dong"),
    ("duc-hoa.ha-tang", "Chuyên viên cấp phép xây dựng", "specialist", "duc-hoa.ha-tang"),
    ("duc-hoa.thanh-tra", "Thanh tra viên", "auditor", "duc-hoa"),
)


async def load_people(context: DemoContext) -> None:
    """Load the organisation with hamlets and people; leaves `staff`: (role, unit code) -> ids of people."""
    act = system_act(context.at)
    # everybody has been here for a while: other parts replay the weeks before
    long_ago = system_act(context.at - timedelta(days=400))
    shipped = read_organisation(tomllib.loads((config_folder() / "organisation.toml").read_text("utf-8")))
    await load_organisation(_with_hamlets(shipped, context.random), act)
    tree = await queries.tree()
    staff: dict[tuple[str, str], list[int]] = {}
    for home, title, role, where in (*_DISTRICT, *_communes(list(tree))):
        person_id = await _employ(tree.find(home), title, role, tree.find(where), context.random, long_ago)
        staff.setdefault((role, where), []).append(person_id)
    context.shared["staff"] = staff
    await _one_absence(staff[("specialist", "duc-hoa.dat-dai")], act)


def _with_hamlets(shipped: Organisation, chance: Any) -> Organisation:
    """Return the organisation with two to four hamlets, or quarters, in each commune."""
    hamlets = tuple(
        UnitSpec(
            code=f"{commune.code}.ap-{number}",
            parent=commune.code,
            kind="hamlet",
            name=f"{'Khu phố' if commune.name.startswith('Thị trấn') else 'Ấp'} {number}",
        )
        for commune in shipped.unit
        if commune.kind == "commune"
        for number in range(1, chance.randint(2, 4) + 1)
    )
    return msgspec.structs.replace(shipped, unit=(*shipped.unit, *hamlets))


def _communes(units: list[Unit]) -> Iterator[tuple[str, str, str, str]]:
    for unit in units:
        if unit.kind == "commune":
            word = "thị trấn" if unit.name.startswith("Thị trấn") else "xã"
            yield unit.code, f"Chủ tịch UBND {word}", "leader", unit.code
            yield f"{unit.code}.mot-cua", "Công chức Văn phòng - Thống kê", "clerk", f"{unit.code}.mot-cua"
            yield unit.code, "Công chức Tư pháp - Hộ tịch", "specialist", unit.code
        elif unit.kind == "hamlet":
            yield unit.code, f"Trưởng {unit.name.split()[0].lower()}", "hamlet_head", unit.code


async def _employ(home: Unit | None, title: str, role: str, where: Unit | None, chance: Any, act: Act) -> int:
    if home is None or where is None:
        raise LookupError(f"no unit for {title!r} in config/organisation.toml")
    name = made_up_name(chance)
    *_rest, given = search_key(name).split()
    email = f"{given}.{home.code.replace('.', '-')}.{chance.randint(10, 99)}@duchoa.example"
    person_id = await hire(PersonFields(name, home.id, title, email, f"0272 000 {chance.randint(1000, 9999)}"), act)
    await assign(NewRole(person_id, role, where.id), act)
    return person_id


def made_up_name(chance: random.Random) -> str:
    """Return a plausible Vietnamese full name."""
    family = chance.choices(_FAMILIES, _WEIGHTS)[0]
    middle, given = (_MEN, _MEN_GIVEN) if chance.random() < 0.5 else (_WOMEN, _WOMEN_GIVEN)
    return f"{family} {chance.choice(middle)} {chance.choice(given)}"


async def _one_absence(colleagues: list[int], act: Act) -> None:
    """Send one of two colleagues on leave for three days, the other stands in."""
    away, substitute, *_others = colleagues
    day = office_day(act.at)
    last = day.fromordinal(day.toordinal() + 2)
    await report_absence(NewAbsence(away, day, last, substitute, "Nghỉ phép năm"), act)
