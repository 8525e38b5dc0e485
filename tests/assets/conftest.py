"""Two communes below a district, people in them, and who may do what: for all tests of the assets plugin."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

import pytest

from core import db as database
from core.acting import Act, Principal
from core.testing import NOW
from plugins.assets.inventory.schemas import NewAsset

EVERYTHING = ("assets.read", "assets.edit", "assets.monitor")


class Communes(NamedTuple):
    """Ids of units and people."""

    district: int
    east: int
    west: int
    officer: int
    hamlet_head: int


async def insert_communes() -> Communes:
    unit = (
        "INSERT INTO offices.offices_unit (code, kind, name, short_name, agency, search_key, parent_id, agency_code,"
        " address, phone, email, position, valid_from)"
        " VALUES ($1, $2, $3, $3, $3, '', $4, '', '', '', '', 0, '2000-01-01') RETURNING id"
    )
    person = (
        "INSERT INTO offices.offices_person (full_name, search_key, sort_key, title, unit_id, email, phone, joined_on)"
        " VALUES ($1, '', '', '', $2, '', '', '2000-01-01') RETURNING id"
    )
    district = await database.value(unit, "t-district", "district", "Huyện Thử", None)
    east = await database.value(unit, "t-east", "commune", "Xã Đông", district)
    west = await database.value(unit, "t-west", "commune", "Xã Tây", district)
    hamlet = await database.value(unit, "t-hamlet", "hamlet", "Ấp 1", east)
    return Communes(
        district,
        east,
        west,
        await database.value(person, "Trần Thị Bưởi", east),
        await database.value(person, "Lê Văn Ấp", hamlet),
    )


@pytest.fixture
async def communes(db: None) -> Communes:
    return await insert_communes()


def officer_of(*unit_ids: int, permissions: tuple[str, ...] = EVERYTHING) -> Principal:
    """Return an IT officer who holds the permissions in these units."""
    return Principal(
        username="it",
        display_name="Cán bộ CNTT",
        person_id=1,
        grants={name: frozenset(unit_ids) for name in permissions},
    )


@pytest.fixture
def act_in(communes: Communes) -> Callable[..., Act]:
    """Make the act of an officer: of both communes unless units are named."""

    def make(*unit_ids: int, permissions: tuple[str, ...] = EVERYTHING, at: datetime = NOW) -> Act:
        chosen = unit_ids or (communes.district, communes.east, communes.west)
        return Act(who=officer_of(*chosen, permissions=permissions), at=at)

    return make


def printer(unit_id: int, **changes: object) -> NewAsset:
    facts: dict[str, object] = {
        "unit_id": unit_id,
        "name": "Máy in một cửa",
        "category": "printer",
        "maker": "HP",
        "model": "LaserJet Pro M252dw",
        "serial": "vnb3k12345",
        "place": "Phòng một cửa",
    }
    return NewAsset(**(facts | changes))  # type: ignore[arg-type]
