"""Forms as data: what is asked, what it means, what is wrong; the shipped ones are sound."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from core.settings import config_folder
from plugins.onestop.online.domain.checking import faults, paper_faults
from plugins.onestop.online.domain.flaws import form_flaws
from plugins.onestop.online.domain.forms import FormDefinition, asked, asked_papers, in_words, kind_of, typed

TODAY = date(2017, 11, 22)
SHIPPED: list[dict[str, Any]] = yaml.safe_load((config_folder() / "online_forms.yaml").read_text("utf-8"))["forms"]
PARTS = ("schema", "layout", "papers", "dossier", "english")

PLAIN: dict[str, Any] = {
    "schema": {
        "type": "object",
        "required": ["name", "married", "spouse", "agreed"],
        "properties": {
            "name": {"type": "string", "title": "Họ tên", "minLength": 2, "maxLength": 20},
            "identity": {"type": "string", "title": "Số căn cước", "format": "identity"},
            "phone": {"type": "string", "title": "Điện thoại", "format": "phone"},
            "mail": {"type": "string", "title": "Thư", "format": "email"},
            "born": {"type": "string", "title": "Ngày sinh", "format": "past-date"},
            "wanted": {"type": "string", "title": "Ngày hẹn", "format": "date"},
            "copies": {"type": "integer", "title": "Số bản", "minimum": 1, "maximum": 9},
            "married": {
                "type": "string",
                "title": "Kết hôn",
                "oneOf": [{"const": "yes", "title": "Có"}, {"const": "no", "title": "Không"}],
            },
            "spouse": {"type": "string", "title": "Vợ/chồng", "minLength": 2},
            "book": {"type": "string", "title": "Số sổ", "pattern": "^[A-Z][0-9]+$"},
            "agreed": {"type": "boolean", "const": True, "title": "Cam đoan"},
        },
    },
    "layout": [
        {
            "title": "Một",
            "fields": [{"field": n} for n in ("name", "identity", "phone", "mail", "born", "wanted", "copies")],
        },
        {
            "title": "Hai",
            "fields": [
                {"field": "married"},
                {"field": "spouse", "show_when": {"field": "married", "values": ["yes"]}},
                {"field": "book"},
                {"field": "agreed"},
            ],
        },
    ],
    "papers": [
        {"key": "photo", "title": "Ảnh"},
        {"key": "proof", "title": "Giấy kết hôn", "show_when": {"field": "married", "values": ["yes"]}},
        {"key": "other", "title": "Khác", "required": False},
    ],
    "dossier": {"owner_name": "name"},
}
RIGHT = {"name": "Lê An", "married": "no", "agreed": "true"}


def form(**changes: Any) -> FormDefinition:
    return msgspec.convert(PLAIN | changes, FormDefinition)


def codes(raw: dict[str, str], *, complete: bool = True) -> dict[str, str]:
    return {fault.field: fault.code for fault in faults(form(), raw, TODAY, complete=complete)}


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("name", "A", "too_short"),
        ("name", "A" * 21, "too_long"),
        ("identity", "08019000987", "identity"),
        ("identity", "08019000987a", "identity"),
        ("phone", "12345", "phone"),
        ("phone", "91234567890", "phone"),
        ("mail", "an@", "email"),
        ("born", "31/02/2000", "not_a_date"),
        ("born", "hôm qua", "not_a_date"),
        ("born", "23/11/2017", "not_past"),
        ("born", "01/01/1700", "not_past"),
        ("wanted", "1/13/2017", "not_a_date"),
        ("copies", "hai", "not_a_number"),
        ("copies", "1,5", "not_a_number"),
        ("copies", "0", "too_small"),
        ("copies", "10", "too_large"),
        ("married", "maybe", "choice"),
        ("book", "17", "pattern"),
        ("agreed", "", "must_agree"),
    ],
)
def test_a_wrong_answer_is_named_by_its_rule(field: str, text: str, code: str) -> None:
    assert codes(RIGHT | {field: text}) == {field: code}


@pytest.mark.parametrize(
    ("field", "text", "meant"),
    [
        ("identity", "080 190 009 876", "080190009876"),
        ("phone", "0912.345.678", "0912345678"),
        ("phone", "+84 912 345 678", "+84912345678"),
        ("phone", "02723851234", "02723851234"),
        ("born", "5/11/2017", "2017-11-05"),
        ("born", "05-11-2017", "2017-11-05"),
        ("born", "22/11/2017", "2017-11-22"),
        ("wanted", "29/02/2020", "2020-02-29"),
        ("copies", "3", 3),
        ("agreed", "true", True),
    ],
)
def test_a_right_answer_is_understood(field: str, text: str, meant: object) -> None:
    raw = RIGHT | {field: text}
    assert codes(raw) == {}
    assert typed(form(), raw)[field] == meant


def test_what_is_not_asked_is_neither_required_nor_kept() -> None:
    assert codes(RIGHT | {"spouse": ""}) == {}
    assert "spouse" not in typed(form(), RIGHT | {"spouse": "Lê Bình"})
    assert codes(RIGHT | {"married": "yes"}) == {"spouse": "missing"}


def test_a_draft_may_leave_questions_but_no_wrong_answers() -> None:
    assert codes({}, complete=False) == {}
    assert codes({"identity": "1"}, complete=False) == {"identity": "identity"}
    assert codes({}) == {"name": "missing", "married": "missing_choice", "agreed": "must_agree"}


def test_papers_follow_the_answers() -> None:
    keys = [fault.field for fault in paper_faults(form(), RIGHT, {"other"})]
    assert keys == ["photo"]
    assert [p.key for p in asked_papers(form(), RIGHT | {"married": "yes"})] == ["photo", "proof", "other"]


def test_words_are_what_people_read() -> None:
    answers = typed(form(), RIGHT | {"born": "5/1/2000", "copies": "2"})
    words = in_words(form(), answers)
    assert words == {"name": "Lê An", "born": "05/01/2000", "copies": "2", "married": "Không", "agreed": "✓"}


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"schema": {"type": 7}}, "bad_schema"),
        ({"layout": []}, "no_questions"),
        ({"layout": [{"title": "x", "fields": [{"field": "nowhere"}]}]}, "unknown_property"),
        ({"layout": [{"title": "x", "fields": [{"field": "name"}, {"field": "name"}]}]}, "asked_twice"),
        ({"layout": [{"title": "x", "fields": [{"field": "name"}]}]}, "never_asked"),
        ({"dossier": {}}, "no_owner"),
        ({"dossier": {"owner_name": "spouse"}}, "no_owner"),
        ({"dossier": {"owner_name": "name", "colour": "name"}}, "unknown_part"),
        ({"papers": [{"key": "a", "title": "A"}, {"key": "a", "title": "B"}]}, "paper_twice"),
        (
            {"papers": [{"key": "a", "title": "A", "show_when": {"field": "married", "values": ["perhaps"]}}]},
            "condition_value",
        ),
        (
            {"papers": [{"key": "a", "title": "A", "show_when": {"field": "nowhere", "values": ["x"]}}]},
            "condition_unknown",
        ),
    ],
)
def test_a_flawed_form_is_not_published(change: dict[str, Any], kind: str) -> None:
    assert kind in {flaw.kind for flaw in form_flaws(form(**change)) if not flaw.is_warning}


def test_a_condition_may_only_look_back() -> None:
    layout = [
        {
            "title": "x",
            "fields": [
                {"field": "spouse", "show_when": {"field": "married", "values": ["yes"]}},
                *({"field": name} for name in PLAIN["schema"]["properties"] if name != "spouse"),
            ],
        }
    ]
    assert "condition_unknown" in {flaw.kind for flaw in form_flaws(form(layout=layout))}


@pytest.mark.parametrize("entry", SHIPPED, ids=lambda entry: entry["procedure"])
def test_shipped_forms_are_sound_and_translated(entry: dict[str, Any]) -> None:
    shipped = msgspec.convert({name: entry[name] for name in PARTS}, FormDefinition)
    assert form_flaws(shipped) == ()
    assert entry["source"]
    assert entry["verified"] is False


@pytest.mark.parametrize("entry", SHIPPED, ids=lambda entry: entry["procedure"])
@given(data=st.data())
def test_any_answers_are_judged_without_a_crash(entry: dict[str, Any], data: st.DataObject) -> None:
    """Whatever is typed: every fault names a question that is asked, and a complete set of answers has none left."""
    shipped = msgspec.convert({name: entry[name] for name in PARTS}, FormDefinition)
    raw = {}
    for name, rules in shipped.properties.items():
        known = [item["const"] for item in rules.get("oneOf", ())] or ["true", "12", "01/02/2000"]
        raw[name] = data.draw(st.one_of(st.sampled_from(known), st.text(max_size=30)))
    shown = set(asked(shipped, raw))
    found = faults(shipped, raw, TODAY, complete=True)
    assert {fault.field for fault in found} <= shown
    assert len({fault.field for fault in found}) == len(found)
    assert {fault.field for fault in faults(shipped, raw, TODAY, complete=False)} <= {fault.field for fault in found}
    assert set(typed(shipped, raw)) <= shown


@given(st.dates(date(1851, 1, 1), TODAY + timedelta(days=400)))
def test_days_are_read_as_they_are_written(day: date) -> None:
    """Independent oracle: the calendar itself."""
    raw = RIGHT | {"born": f"{day:%d/%m/%Y}"}
    assert typed(form(), raw)["born"] == day.isoformat()
    assert (codes(raw) == {}) == (day <= TODAY)
    assert in_words(form(), typed(form(), raw))["born"] == f"{day:%d/%m/%Y}"


def test_kinds() -> None:
    properties = form().properties
    kinds = {name: kind_of(rules) for name, rules in properties.items()}
    assert kinds["identity"] == "identity"
    assert kinds["born"] == kinds["wanted"] == "date"
    assert (kinds["copies"], kinds["married"], kinds["agreed"], kinds["name"]) == ("number", "choice", "yes", "text")
