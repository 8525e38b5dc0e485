"""Words with named fields: replaced once, never run, wrong ones named all at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.onestop.telling.domain.plain import without_marks
from plugins.onestop.telling.domain.templates import (
    EVENTS,
    FIELDS,
    LONGEST,
    SHIPPED,
    Medium,
    Template,
    faults,
    fill,
    filled,
)


@pytest.mark.parametrize(("event", "medium"), list(SHIPPED))
def test_the_shipped_words_are_right_and_belong_to_events(event: str, medium: Medium) -> None:
    assert faults(SHIPPED[event, medium], medium) == []
    assert event in EVENTS


@given(st.dictionaries(st.sampled_from(sorted(FIELDS)), st.text(max_size=50)))
def test_a_value_is_never_read_again(values: dict[str, str]) -> None:
    text = "".join(f"[{{{name}}}]" for name in values)
    assert fill(text, values) == "".join(f"[{value}]" for value in values.values())


@pytest.mark.parametrize(
    "evil", ["{{7*7}}", "{ma_ho_so.__class__}", "{0}", "{!r}", "{%s}", "{}", "${x}", "{{ma_ho_so}}"]
)
def test_nothing_else_is_a_field(evil: str) -> None:
    assert {fault.kind for fault in faults(Template("x", evil), "mail")} & {"unknown_field", "stray_brace"}
    assert "49" not in fill(evil, {"ma_ho_so": "C"})
    assert "class 'str'" not in fill(evil, {"ma_ho_so": "C"})


@pytest.mark.parametrize(
    ("template", "medium", "kinds"),
    [
        (Template("", ""), "mail", {("subject", "empty"), ("body", "empty")}),
        (Template("", "x"), "text", set()),
        (Template("", " "), "text", {("body", "empty")}),
        (Template("s", "{ten} {tuoi}"), "mail", {("body", "unknown_field")}),
        (Template("s", "a { b"), "mail", {("body", "stray_brace")}),
        (Template("s\nBcc: x@y.vn", "b"), "mail", {("subject", "line_break")}),
        (Template("s", "b" * (LONGEST["mail"] + 1)), "mail", {("body", "too_long")}),
        (Template("", "b" * (LONGEST["text"] + 1)), "text", {("body", "too_long")}),
        (Template("", "{thu_tuc}"), "text", {("body", "not_in_text")}),
        (Template("", "{ly_do} {nguoi_nhan}"), "text", {("body", "not_in_text")}),
    ],
)
def test_faults_are_named(template: Template, medium: Medium, kinds: set[tuple[str, str]]) -> None:
    assert {(fault.field, fault.kind) for fault in faults(template, medium)} == kinds


def test_two_unknown_fields_are_two_faults() -> None:
    assert [fault.detail for fault in faults(Template("s", "{ten} {tuoi} {ten}"), "mail")] == ["ten", "tuoi"]


def test_a_value_cannot_break_the_subject() -> None:
    made = filled(Template("Hồ sơ {ma_ho_so}", "x"), {"ma_ho_so": "C\r\nBcc: evil@example.vn"})
    assert "\n" not in made.subject
    assert "\r" not in made.subject


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Đã có kết quả tại UBND xã Mỹ Hạnh Bắc", "Da co ket qua tai UBND xa My Hanh Bac"),
        ("ưỡng ượ ấ ẵ ỳ", "uong uo a a y"),
        ("16:30 – “ngày”…", '16:30 - "ngay"...'),
        ("中", "?"),
    ],
)
def test_plain_letters(text: str, plain: str) -> None:
    assert without_marks(text) == plain
