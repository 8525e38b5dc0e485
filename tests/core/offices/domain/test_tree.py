from datetime import date

import pytest

from core.contracts.offices import Unit, UnitKind
from core.offices.domain.organisation import read_organisation
from core.offices.domain.tree import Tree, cycle_in

OLD, NEW = date(2017, 1, 1), date(2025, 7, 1)


def unit(number: int, parent: int | None, kind: UnitKind = "commune", until: date | None = None, **more) -> Unit:
    values = {"code": f"u{number}", "name": f"U{number}", "short_name": f"U{number}", "agency": "", "valid_from": OLD}
    return Unit(id=number, kind=kind, parent_id=parent, valid_to=until, **(values | more))


# 1 district > 2, 3 communes > 4 counter of 2; from NEW on commune 5 takes over from 2 and 3
TREE = Tree(
    [
        unit(1, None, "district", agency_code="D"),
        unit(2, 1, until=NEW, agency_code="C2", hours=((("07:00", "11:00"),), (("07:30", "11:30"),))),
        unit(3, 1, until=NEW),
        unit(4, 2, "counter", until=NEW),
        unit(5, 1, valid_from=NEW),
    ],
    [(2, 5), (3, 5)],
)


@pytest.mark.parametrize(("day", "ids"), [(date(2024, 1, 1), [2, 3]), (NEW, [5]), (date(2016, 12, 31), [])])
def test_units_exist_from_their_first_day_until_before_their_end(day: date, ids: list[int]) -> None:
    assert [u.id for u in TREE.children(1, day)] == ids


@pytest.mark.parametrize(
    ("unit_id", "reach"), [(1, {1, 2, 3, 4, 5}), (2, {2, 4}), (5, {5, 2, 3, 4}), (3, {3}), (4, {4})]
)
def test_a_right_reaches_down_and_back_to_predecessors(unit_id: int, reach: set[int]) -> None:
    assert TREE.reach(unit_id) == reach


def test_a_ring_of_successors_ends() -> None:
    ring = Tree([unit(1, None), unit(2, None)], [(1, 2), (2, 1)])
    assert ring.reach(1) == ring.reach(2) == {1, 2}


def test_code_hours_and_authority_come_from_the_nearest_unit_above_that_has_them() -> None:
    assert TREE.agency_code(4) == "C2"
    assert TREE.agency_code(3) == "D"
    assert TREE.authority(4).id == 2
    assert [str(s) for s in TREE.hours(4).weekdays[0]] == ["07:00-11:00"]
    assert [str(s) for s in TREE.hours(4).weekdays[5]] == ["07:30-11:30"]
    assert [str(s) for s in TREE.hours(3).weekdays[0]] == ["07:30-11:30", "13:00-17:00"]
    assert TREE.hours(3).weekdays[5] == ()


@pytest.mark.parametrize(
    ("parents", "found"),
    [({"a": None, "b": "a"}, False), ({"a": "a"}, True), ({"a": "b", "b": "c", "c": "a", "d": None}, True)],
)
def test_circles_are_found(parents: dict, found: bool) -> None:
    assert (cycle_in(parents) is not None) is found


@pytest.mark.parametrize(
    ("name", "kind", "short", "agency"),
    [
        ("Xã An Ninh Đông", "commune", "An Ninh Đông", "Ủy ban nhân dân xã An Ninh Đông"),
        ("Thị trấn Hậu Nghĩa", "commune", "Hậu Nghĩa", "Ủy ban nhân dân thị trấn Hậu Nghĩa"),
        ("Ấp 3", "hamlet", "Ấp 3", "Ấp 3"),
        ("Ấp Chánh", "hamlet", "Chánh", "Ấp Chánh"),
        ("Phòng Tư pháp", "department", "Phòng Tư pháp", "Phòng Tư pháp"),
    ],
)
def test_names_are_completed(name: str, kind: str, short: str, agency: str) -> None:
    parsed = {"valid_from": OLD, "unit": [{"code": "x", "kind": kind, "name": name}]}
    [spec] = read_organisation(parsed).units()
    assert (spec.short_name, spec.agency) == (short, agency)
