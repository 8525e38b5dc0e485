import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from core.clock import VIETNAM
from core.text import i18n
from core.text.i18n import load_catalogues, use_language
from core.worktime import (
    Calendar,
    DayChange,
    Deadline,
    Overrides,
    due_after_calendar_days,
    due_after_elapsed_time,
    due_after_open_time,
    due_after_whole_days,
    due_after_working_days,
    due_before_working_days,
    due_same_day,
    office_hours,
    vietnamese_calendar,
)
from core.worktime.steps import RULES
from tests.core.worktime.offices import DISTRICT, Office

Of = Callable[[Office], Calendar]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.fixture(autouse=True)
def catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_catalogues", {})
    monkeypatch.setattr(i18n, "_unread", {})
    load_catalogues(["core"])


def test_working_days_over_a_swap_with_a_pause(calendar_of: Of) -> None:
    pause = (at("2024-05-02T09:00"), at("2024-05-06T09:00"))
    deadline = due_after_working_days(calendar_of(DISTRICT), at("2024-04-26T10:00"), 5, [pause])
    assert deadline.sentences() == [
        "Một ngày làm việc là số giờ của một ngày làm việc đầy đủ.",
        "Bắt đầu tính từ 10:00 26/04/2024.",
        "Tính 5 giờ 30 phút ngày Thứ Sáu 26/04/2024, từ 10:00 đến 17:00.",
        (
            "Không tính Thứ Bảy 27/04/2024 – Thứ Tư 01/05/2024: nghỉ hằng tuần, nghỉ hoán đổi dịp 30/4 và 1/5/2024, "
            "Ngày Chiến thắng, Ngày Quốc tế Lao động "
            "(Công văn 2450/VPCP-KGVX ngày 12/4/2024; Điều 112 Bộ luật Lao động 2019)."
        ),
        "Tính 1 giờ 30 phút ngày Thứ Năm 02/05/2024, từ 07:30 đến 09:00.",
        "Không tính từ 09:00 02/05/2024 đến 09:00 06/05/2024: tạm dừng (24 giờ làm việc).",
        "Tính 6 giờ 30 phút ngày Thứ Hai 06/05/2024, từ 09:00 đến 17:00.",
        "Tính 3 ngày làm việc (24 giờ): Thứ Ba 07/05/2024 – Thứ Năm 09/05/2024.",
        "Tính 2 giờ 30 phút ngày Thứ Sáu 10/05/2024, từ 07:30 đến 10:00.",
        "Hạn: 10:00, Thứ Sáu 10/05/2024.",
    ]


def test_the_same_explanation_in_english(calendar_of: Of) -> None:
    deadline = due_after_open_time(calendar_of(DISTRICT), at("2019-05-03T17:30"), timedelta(hours=9))
    with use_language("en"):
        assert deadline.sentences() == [
            "Only the office's working hours count.",
            "Received at 3 May 2019, 17:30, outside working hours: counted from 4 May 2019, 07:30.",
            (
                "Counted: 8 hours on Saturday, 4 May 2019, working day in place of 29/04/2019 "
                "(Công văn 6519/VPCP-KGVX ngày 11/7/2018)."
            ),
            "Not counted: Sunday, 5 May 2019, weekly rest.",
            "Counted: 1 hour on Monday, 6 May 2019, from 07:30 to 08:30.",
            "Due: 08:30, Monday, 6 May 2019.",
        ]


def test_calendar_days_name_the_civil_code(calendar_of: Of) -> None:
    code = "Điều 147, Điều 148 Bộ luật Dân sự 2015"
    deadline = due_after_calendar_days(calendar_of(DISTRICT), at("2026-02-10T09:00"), 7)
    assert deadline.sentences()[1:] == [
        f"Không tính ngày đầu: Thứ Ba 10/02/2026 ({code}).",
        "Tính 7 ngày theo lịch: Thứ Tư 11/02/2026 – Thứ Ba 17/02/2026.",
        (
            "Thứ Ba 17/02/2026 là ngày nghỉ: chuyển sang ngày làm việc tiếp theo, Thứ Hai 23/02/2026 "
            f"({code}; Điều 112 Bộ luật Lao động 2019)."
        ),
        "Hạn: 17:00, Thứ Hai 23/02/2026.",
    ]


@pytest.mark.parametrize(
    ("received", "sentence"),
    [
        ("2017-11-23T14:59", "Nhận lúc 14:59 23/11/2017, trước giờ chốt: trả trong ngày"),
        (
            "2017-11-24T15:00",
            (
                "Nhận lúc 15:00 24/11/2017, sau giờ chốt hoặc ngoài ngày làm việc: "
                "trả trong ngày làm việc tiếp theo, Thứ Hai 27/11/2017"
            ),
        ),
    ],
)
def test_the_same_day_names_its_decree(calendar_of: Of, received: str, sentence: str) -> None:
    steps = due_same_day(calendar_of(DISTRICT), at(received)).steps
    assert steps[0].sentence() == f"{sentence} (Điều 16 Nghị định 99/2022/NĐ-CP)."


def test_counting_back(calendar_of: Of) -> None:
    deadline = due_before_working_days(calendar_of(DISTRICT), at("2017-12-11T07:30"), 1)
    assert deadline.sentences()[1:] == [
        "Tính ngược từ 07:30 11/12/2017.",
        "Tính 8 giờ ngày Thứ Sáu 08/12/2017, từ 07:30 đến 17:00.",
        "Không tính Thứ Bảy 09/12/2017 – Chủ Nhật 10/12/2017: nghỉ hằng tuần.",
        "Hạn: 07:30, Thứ Sáu 08/12/2017.",
    ]


@pytest.mark.parametrize(
    ("received", "doubts"),
    [
        ("2030-01-03T07:30", []),
        (
            "2030-01-03T16:00",
            ["Chưa áp dụng vì chưa kiểm chứng: Thứ Sáu 04/01/2030 là nghỉ hoán đổi (Báo Tuổi Trẻ)."],
        ),
        (
            "2030-01-08T16:00",
            ["Lịch nghỉ từ sau Thứ Ba 08/01/2030 chưa được công bố: hạn này có thể đổi."],
        ),
    ],
)
def test_what_may_still_change_is_said(received: str, doubts: list[str]) -> None:
    swap = DayChange(date(2030, 1, 4), False, "nghỉ hoán đổi", "swap", "Báo Tuổi Trẻ", verified=False)
    calendar = vietnamese_calendar(office_hours(DISTRICT.workday), Overrides((swap,), date(2030, 1, 8)))
    deadline = due_after_open_time(calendar, at(received), timedelta(hours=8))
    assert deadline.sentences()[-1 - len(doubts) :][1:] == doubts
    assert deadline.sentences()[-1 - len(doubts)].startswith("Hạn:")


def every_kind(calendar: Calendar) -> list[Deadline]:
    pause = [(at("2026-12-29T09:00"), at("2026-12-30T09:00"))]
    return [
        due_after_open_time(calendar, at("2026-12-28T10:00"), timedelta(hours=60, minutes=1), pause),
        due_after_working_days(calendar, at("2026-12-26T10:00"), 3),
        due_before_working_days(calendar, at("2019-05-06T09:00"), 2),
        due_after_calendar_days(calendar, at("2026-12-28T10:00"), 5, pause),
        due_same_day(calendar, at("2026-12-28T10:00")),
        due_same_day(calendar, at("2026-12-28T15:00")),
        due_after_whole_days(calendar, at("2026-12-28T10:00"), 2, pause),
        due_after_elapsed_time(calendar, at("2026-12-25T10:00"), timedelta(hours=24)),
    ]


def test_english_sentences_hold_no_vietnamese_but_the_sources(calendar_of: Of) -> None:
    kinds = set()
    with use_language("en"):
        for deadline in every_kind(calendar_of(DISTRICT)):
            kinds |= {step.kind for step in deadline.steps}
            for sentence in [*deadline.sentences(), *(rule.sentence() for rule in RULES.values())]:
                assert re.sub(r" \([^()]*\)\.$", ".", sentence).replace("–", "-").isascii(), sentence
    assert len(kinds) == 12  # all but "doubt", which is tested above


def test_rules_are_versioned() -> None:
    assert all(re.fullmatch(r"[a-z-]+-[0-9]+", code) for code in RULES)
