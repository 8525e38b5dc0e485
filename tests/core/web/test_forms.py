"""Fields into Structs: every problem by its field, in words, and nothing lost."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.i18n import lazy
from core.web.forms import parse


class Paper(msgspec.Struct):
    name: str
    copies: int = 0


class Intake(msgspec.Struct):
    name: Annotated[str, msgspec.Meta(min_length=2, max_length=20, extra={"label": lazy("Họ và tên")})]
    age: Annotated[int, msgspec.Meta(ge=0, le=150, extra={"label": lazy("Tuổi")})] = 0
    born: date | None = None
    same: bool = False
    fields: tuple[str, ...] = ()
    papers: list[Paper] = []


def test_good_input_becomes_the_struct() -> None:
    form = parse(
        {
            "name": "  Nguyễn   Thị Hoa ",
            "age": "42",
            "born": "1975-02-03",
            "same": "on",
            "fields": ["a", "b"],
            "papers.1.name": "Bản sao",
            "papers.0.name": "Tờ khai",
            "papers.0.copies": "2",
        },
        Intake,
    )
    assert form.problems == []
    assert form.value == Intake(
        "Nguyễn Thị Hoa", 42, date(1975, 2, 3), True, ("a", "b"), [Paper("Tờ khai", 2), Paper("Bản sao")]
    )


@pytest.mark.parametrize(
    ("raw", "field", "words"),
    [
        ({}, "name", "Chưa điền: Họ và tên."),
        ({"name": "   "}, "name", "Chưa điền: Họ và tên."),
        ({"name": "H"}, "name", "Họ và tên: cần ít nhất 2 ký tự."),
        ({"name": "H" * 21}, "name", "Họ và tên: dài quá 20 ký tự."),
        ({"name": "Hoa", "age": "x"}, "age", "Tuổi: phải là một số."),
        ({"name": "Hoa", "age": "-1"}, "age", "Tuổi: không nhỏ hơn 0."),
        ({"name": "Hoa", "age": "1e400"}, "age", None),
        ({"name": "Hoa", "age": "9" * 40}, "age", None),
        ({"name": "Hoa", "born": "30/02/2017"}, "born", "born: phải là ngày giờ hợp lệ."),
        ({"name": "Hoa", "papers.0.copies": "2"}, "papers", None),
    ],
)
def test_each_problem_names_its_field(raw: dict[str, Any], field: str, words: str | None) -> None:
    form = parse(raw, Intake)
    assert form.value is None
    assert field in form.errors()
    assert words is None or form.errors()[field] == words
    assert form.raw == raw, "what was typed is shown again"


class Meeting(msgspec.Struct):
    day: date
    starts: datetime | None = None


@pytest.mark.parametrize(
    ("typed", "day"),
    [("30/11/2017", date(2017, 11, 30)), ("3-2-2017", date(2017, 2, 3)), ("2017-11-30", date(2017, 11, 30))],
)
def test_dates_as_people_write_them(typed: str, day: date) -> None:
    form = parse({"day": typed, "starts": "2017-11-30T08:00"}, Meeting)
    assert form.checked().day == day
    assert form.checked().starts == datetime(2017, 11, 30, 1, 0, tzinfo=UTC), "a time without zone is Vietnam's"


def test_all_problems_are_told_at_once() -> None:
    assert set(parse({"age": "x", "born": "y"}, Intake).errors()) == {"name", "age", "born"}


@given(
    st.dictionaries(
        st.sampled_from(["name", "age", "born", "same", "fields", "papers.0.name", "papers.0.copies", "id"]), st.text()
    )
)
def test_no_input_whatever_raises(raw: dict[str, str]) -> None:
    form = parse(raw, Intake)
    assert (form.value is None) == bool(form.problems)
