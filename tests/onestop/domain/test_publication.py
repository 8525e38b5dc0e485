"""The public page says where a dossier is, and nothing about whose it is."""

from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from core.clock import VIETNAM
from plugins.onestop.domain.publication import PublishedRow, Step, public_view
from plugins.onestop.domain.workflows import LEADER_SIGNS

RECEIVED = datetime(2026, 11, 16, 8, 30, tzinfo=VIETNAM)
ROW = PublishedRow(
    code="H39.12-261116-0001",
    procedure_code="1.001193",
    procedure="Đăng ký khai sinh",
    unit="UBND xã Mỹ Hạnh Bắc",
    state="accepted",
    received_at=RECEIVED,
    promised_at=RECEIVED + timedelta(days=5),
    settled_at=None,
    fee_due=8000,
    fee_paid=0,
    owner="Nguyễn Minh Hòa",
    sensitive=False,
)
START = Step("accepted", RECEIVED, "receive")


def test_names_become_initials() -> None:
    view = public_view(ROW, [START], LEADER_SIGNS, RECEIVED, VIETNAM)
    assert (view.owner, view.procedure) == ("N. M. H.", "Đăng ký khai sinh")


def test_a_sensitive_dossier_shows_neither_procedure_nor_initials() -> None:
    view = public_view(replace(ROW, sensitive=True), [START], LEADER_SIGNS, RECEIVED, VIETNAM)
    assert (view.owner, view.procedure, view.procedure_code) == ("", "", "")


@given(
    st.sampled_from([state.code for state in LEADER_SIGNS.states]),
    st.text("bcdfghjklm ", min_size=8).filter(lambda name: any(len(word) > 1 for word in name.split())),
    st.booleans(),
)
def test_no_word_of_the_owners_name_gets_out(state: str, name: str, sensitive: bool) -> None:
    row = replace(ROW, state=state, owner=name, sensitive=sensitive)
    view = public_view(row, [START, Step(state, RECEIVED, "x", "lý do")], LEADER_SIGNS, RECEIVED, VIETNAM)
    assert view.owner.replace(".", "").replace(" ", "").upper() == view.owner.replace(".", "").replace(" ", "")
    assert all(len(part) <= 2 for part in view.owner.split())


def test_reasons_written_for_colleagues_stay_inside() -> None:
    steps = [START, Step("accepted", RECEIVED, "send_back", "Bà Tư lại quên ký")]
    view = public_view(ROW, steps, LEADER_SIGNS, RECEIVED, VIETNAM)
    assert "Bà Tư" not in msgspec.json.encode(view).decode()


def test_the_reason_of_a_supplement_is_told_with_what_to_do() -> None:
    steps = [START, Step("needs_supplement", RECEIVED, "ask_supplement", "Thiếu giấy chứng sinh")]
    view = public_view(replace(ROW, state="needs_supplement"), steps, LEADER_SIGNS, RECEIVED, VIETNAM)
    assert view.reason == "Thiếu giấy chứng sinh"
    assert view.asks
    assert view.standing == "paused"
    assert view.days_left is None


@pytest.mark.parametrize(
    ("changes", "days", "standing", "left"),
    [
        ({}, 0, "in_time", 5),
        ({}, 5, "due_today", 0),
        ({}, 6, "overdue", -1),
        ({"promised_at": None}, 6, "no_limit", None),
        ({"state": "at_desk", "settled_at": RECEIVED + timedelta(days=1)}, 9, "early", None),
        ({"state": "at_desk", "settled_at": RECEIVED + timedelta(days=7)}, 9, "late", None),
        ({"state": "withdrawn"}, 9, "no_limit", None),
    ],
)
def test_how_it_stands(changes: dict[str, object], days: int, standing: str, left: int | None) -> None:
    view = public_view(replace(ROW, **changes), [START], LEADER_SIGNS, RECEIVED + timedelta(days=days), VIETNAM)
    assert (view.standing, view.days_left) == (standing, left)


def test_the_timeline_names_duties_and_no_person() -> None:
    steps = [START, Step("assigned", RECEIVED, "hand_over"), Step("appraising", RECEIVED, "start")]
    view = public_view(replace(ROW, state="appraising"), steps, LEADER_SIGNS, RECEIVED, VIETNAM)
    assert [stage.holder for stage in view.timeline] == ["reception", "specialist", "specialist"]
