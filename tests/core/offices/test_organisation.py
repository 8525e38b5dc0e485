import asyncio
from datetime import date

import pytest

from core import db, offices
from core.acting import Act
from core.errors import Refused
from core.offices.commands import load_organisation
from core.offices.domain.organisation import read_organisation
from tests.core.offices.conftest import read

pytestmark = pytest.mark.anyio

DAY_2017 = date(2017, 11, 22)
DAY_2026 = date(2026, 11, 22)


async def test_the_shipped_tree_is_duc_hoa_in_2017(tree_2017: None) -> None:
    district = await offices.find_unit("duc-hoa")
    below = await offices.children(district.id, DAY_2017)
    communes = [u for u in below if u.kind == "commune"]
    assert sum(u.name.startswith("Thị trấn ") for u in communes) == 3
    assert sum(u.name.startswith("Xã ") for u in communes) == 17
    for commune in communes:
        assert [u.kind for u in await offices.children(commune.id, DAY_2017)] == ["counter"]


async def test_a_counter_has_the_agency_code_hours_and_authority_of_its_commune(tree_2017: None) -> None:
    counter = await offices.find_unit("huu-thanh.mot-cua")
    commune = await offices.find_unit("huu-thanh")
    assert counter.name == "Bộ phận Tiếp nhận và Trả kết quả xã Hựu Thạnh"
    assert await offices.agency_code(counter.id) == commune.agency_code != ""
    assert (await offices.authority(counter.id)).agency == "Ủy ban nhân dân xã Hựu Thạnh"
    assert [str(shift) for shift in (await offices.office_hours_of(counter.id)).weekdays[0]] == [
        "07:30-11:30",
        "13:00-17:00",
    ]


async def test_loading_again_changes_nothing(tree_2017: None, system: Act) -> None:
    version = await db.value("SELECT version FROM offices.offices_state")
    before = await db.rows("SELECT * FROM offices.offices_unit ORDER BY id")
    report = await load_organisation(read("organisation.toml"), system)
    assert (report.added, report.changed, report.ended) == (0, 0, 0)
    assert await db.rows("SELECT * FROM offices.offices_unit ORDER BY id") == before
    assert version


async def test_two_level_government_is_another_file(tree_2017: None, system: Act) -> None:
    await load_organisation(read("organisation-2025.toml"), system)
    tree = await offices.tree()
    assert [u.name for u in tree.children(None, DAY_2017)] == ["Tỉnh Long An"]
    [province] = tree.children(None, DAY_2026)
    assert province.name == "Tỉnh Tây Ninh"
    assert len(tree.children(province.id, DAY_2026)) == 7
    new, old = tree.find("an-ninh-2025"), tree.find("loc-giang.mot-cua")
    assert not old.exists_on(DAY_2026)
    assert old.id in tree.reach(new.id)
    assert tree.find("tan-phu").id not in tree.reach(new.id)
    assert tree.find("duc-hoa.tu-phap").id in tree.reach(province.id)


async def test_every_old_commune_has_a_successor(tree_2017: None, system: Act) -> None:
    await load_organisation(read("organisation-2025.toml"), system)
    orphans = await db.rows(
        """SELECT code FROM offices.offices_unit u WHERE kind = 'commune' AND valid_to IS NOT NULL AND NOT EXISTS
           (SELECT 1 FROM offices.offices_succession s WHERE s.predecessor_id = u.id)"""
    )
    assert orphans == []


async def test_a_faulty_file_changes_nothing_and_names_every_fault(tree_2017: None, system: Act) -> None:
    faulty = read_organisation(
        {
            "valid_from": date(2020, 1, 1),
            "unit": [
                {"code": "a", "kind": "commune", "name": "Xã A", "parent": "nowhere"},
                {"code": "b", "kind": "commune", "name": "Xã B", "parent": "c"},
                {"code": "c", "kind": "commune", "name": "Xã C", "parent": "b"},
                {"code": "d", "kind": "commune", "name": "Xã D", "hours": {"weekdays": [["17:00", "07:00"]]}},
                {"code": "d", "kind": "commune", "name": "Xã D"},
                {"code": "e", "kind": "commune", "name": "Xã E", "valid_to": date(2019, 1, 1)},
            ],
        }
    )
    before = await db.value("SELECT count(*) FROM offices.offices_unit")
    with pytest.raises(Refused) as refusal:
        await load_organisation(faulty, system)
    assert {p.field for p in refusal.value.problems} >= {"parent", "code", "valid_to", "hours"}
    assert await db.value("SELECT count(*) FROM offices.offices_unit") == before


async def test_the_tree_is_read_again_only_after_a_change(tree_2017: None, count_queries) -> None:
    await offices.tree()
    with count_queries() as sent:
        await offices.tree()
        await asyncio.sleep(0)  # the driver tells its listeners in the loop's next round
    assert len(sent) == 1
    await db.execute("UPDATE offices.offices_unit SET name = 'Xã Khác' WHERE code = 'huu-thanh'")
    assert (await offices.find_unit("huu-thanh")).name == "Xã Khác"
