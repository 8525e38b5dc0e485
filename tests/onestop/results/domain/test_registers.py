"""Registers are data: what is typed becomes a typed record or a named fault, never something in between."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.settings import config_folder
from plugins.onestop.results.commands import read_shelf
from plugins.onestop.results.domain.registers import (
    FieldSpec,
    Register,
    Retention,
    flaws,
    read_record,
    register_for,
)

FOR_EVER = Retention("for_ever", "Vĩnh viễn", 0, "", verified=True)


def spec(kind: str, **more: object) -> FieldSpec:
    return FieldSpec("x", "X", kind, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "  Nguyễn   An ", "Nguyễn An"),
        ("long", "a\n b", "a\nb"),
        ("date", "30/11/2017", "2017-11-30"),
        ("date", "1.2.2017", "2017-02-01"),
        ("date", "2017-11-30", "2017-11-30"),
        ("number", "1.250", 1250),
        ("money", "20 000", 20000),
        ("number", "0", 0),
    ],
)
def test_what_is_typed_is_kept_typed(kind: str, typed: str, kept: object) -> None:
    assert read_record([spec(kind)], {"x": typed}) == ({"x": kept}, [])


@pytest.mark.parametrize(
    ("kind", "typed", "fault"),
    [
        ("date", "31/02/2017", "no_date"),
        ("date", "hôm nay", "no_date"),
        ("number", "-1", "no_number"),
        ("number", "1,5", "no_number"),
        ("number", "९", "no_number"),
        ("money", "9" * 17, "too_large"),
        ("text", "a" * 301, "too_long"),
        ("choice", "Khác", "no_choice"),
    ],
)
def test_what_cannot_be_kept_is_named(kind: str, typed: str, fault: str) -> None:
    values, faults = read_record([spec(kind, choices=("Nam", "Nữ"))], {"x": typed})
    assert values == {}
    assert [(f.key, f.kind) for f in faults] == [("x", fault)]


def test_only_required_fields_may_not_be_empty() -> None:
    specs = [FieldSpec("a", "A", "text", required=True), FieldSpec("b", "B", "text")]
    assert [f.key for f in read_record(specs, {"a": "  ", "b": ""})[1]] == ["a"]


@given(st.dictionaries(st.sampled_from("abcd"), st.text(max_size=400)))
def test_every_field_is_kept_or_faulted_or_left_out(sent: dict[str, str]) -> None:
    kinds = {"a": "text", "b": "date", "c": "number", "d": "long"}
    specs = [FieldSpec(key, key, kind, required=key == "a") for key, kind in kinds.items()]  # type: ignore[arg-type]
    values, faults = read_record(specs, sent)
    assert not set(values) & {fault.key for fault in faults}
    for key, value in values.items():
        if key == "b":
            assert date.fromisoformat(str(value)).isoformat() == value
        if key == "c":
            assert isinstance(value, int)
    again, none = read_record(specs, {key: str(value) for key, value in values.items()} | {"a": sent.get("a", "")})
    assert {key: value for key, value in again.items() if key in values} == values
    assert {fault.key for fault in none} <= {"a"}


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 70))
def test_keeping_ends_with_a_year(signed_on: date, years: int) -> None:
    until = Retention("x", "x", years, "", verified=False).until(signed_on)
    assert until is not None
    assert (until.month, until.day) == (12, 31)
    assert until.year - signed_on.year == years
    assert FOR_EVER.until(signed_on) is None


def test_a_register_that_would_give_one_number_twice_is_flawed() -> None:
    fields = (FieldSpec("a", "A", "text", listed=True), FieldSpec("a", "B", "choice"), FieldSpec("x'y", "C", "text"))
    found = flaws(Register("ok", "Sổ", "S", "{year}", FOR_EVER, fields))
    assert len(found) == 4


def test_the_shipped_registers_are_sound_and_every_doubt_is_marked() -> None:
    shelf, registers = read_shelf(config_folder() / "registers.toml")
    assert {"births", "marriages", "certified_copies", "land_mortgages"} <= {item.code for item in registers}
    assert all(item.source for item in shelf.retention)
    assert registers[-1].fields == registers[-1].procedures == ()


def test_a_result_goes_to_the_register_of_its_procedure_then_of_its_field_then_to_the_last() -> None:
    _shelf, registers = read_shelf(config_folder() / "registers.toml")
    assert [
        found.code
        for found in (
            register_for(registers, "1.001193", "Hộ tịch"),
            register_for(registers, "1.011441", "Đăng ký biện pháp bảo đảm"),
            register_for(registers, "1.004222", "Cư trú"),
        )
        if found
    ] == ["births", "land_mortgages", "decisions"]
