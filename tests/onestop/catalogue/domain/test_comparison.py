"""What changed between two versions, part by part and line beside line."""

from datetime import date

from msgspec.structs import replace

from core.contracts.procedures import Facts, Fee, Limit, Paper, Texts
from plugins.onestop.catalogue.domain.comparison import PARTS, Difference, Pair, differences, side_by_side
from plugins.onestop.wording import PARTS as TITLES

FACTS = Facts("1.000001", "Cấp giấy", "Hộ tịch", limits=(Limit(5, "working_day"),), fees=(Fee(8_000),))


def test_equal_versions_do_not_differ() -> None:
    assert differences(FACTS, replace(FACTS)) == ()


def test_each_changed_part_is_named_once() -> None:
    changed = replace(FACTS, limits=(Limit(3, "working_day"),), papers=(Paper("Tờ khai", 1, 0),))
    found = differences(FACTS, changed)
    assert [item.part for item in found] == ["limits", "papers"]
    assert found[0] == Difference("limits", ("Mọi hình thức: 5 ngày làm việc",), ("Mọi hình thức: 3 ngày làm việc",))


def test_long_texts_are_compared_line_by_line() -> None:
    [found] = differences(FACTS, FACTS, Texts("Bước 1\nBước 2"), Texts("Bước 1\nBước 2 mới\nBước 3"))
    assert side_by_side(found) == (
        Pair("same", "Bước 1", "Bước 1"),
        Pair("changed", "Bước 2", "Bước 2 mới"),
        Pair("added", "", "Bước 3"),
    )


def test_what_is_gone_stands_alone() -> None:
    pairs = side_by_side(Difference("papers", ("A", "B", "C"), ("A", "C")))
    assert pairs == (Pair("same", "A", "A"), Pair("removed", "B", ""), Pair("same", "C", "C"))


def test_every_field_of_a_version_shows_in_some_part() -> None:
    """A version that is new because of a field must show that field on the page of differences."""
    others: dict[str, object] = {
        "name": "x", "field": "x", "levels": ("x",), "level_2017": "x", "decision": "x", "agency": "x",
        "limits": (), "time_limit_ambiguous": True, "rules": ("same_day_15",), "unread_rules": ("x",), "fees": (),
        "papers": (Paper("x"),), "papers_total": 9, "results": (), "legal_basis": ("x",), "notes": ("x",),
        "verified": "source", "source": "x", "crosschecked": True, "applicants": ("x",), "competent": "x",
        "coordinating": "x", "reception": "x", "url": "x",
    }  # fmt: skip
    for name, value in others.items():
        if getattr(FACTS, name) != value:
            assert differences(FACTS, replace(FACTS, **{name: value})), name


def test_every_detail_of_a_fee_a_limit_and_a_paper_shows() -> None:
    fee, limit, paper = Fee(8_000), Limit(5, "hour"), Paper("Tờ khai", 1, 0)
    fees = [replace(fee, **change) for change in (
        {"amount": None}, {"channel": "post"}, {"indicative": True}, {"kind": "phi"}, {"case": "x"}, {"note": "x"},
        {"since": date(2026, 1, 1)}, {"until": date(2026, 1, 1)},
    )]  # fmt: skip
    limits = [replace(limit, **change) for change in ({"value": 6}, {"unit": None}, {"channel": "post"}, {"case": "x"})]
    papers = [
        replace(paper, **change)
        for change in (
            {"name": "x"},
            {"originals": None},
            {"copies": 1},
            {"case": "x"},
            {"group": "x"},
            {"forms": ("x",)},
        )
    ]
    for part, usual, others in (("fees", fee, fees), ("limits", limit, limits), ("papers", paper, papers)):
        for other in others:
            assert differences(replace(FACTS, **{part: (usual,)}), replace(FACTS, **{part: (other,)})), other


def test_every_part_has_a_title() -> None:
    assert set(PARTS) == set(TITLES)
