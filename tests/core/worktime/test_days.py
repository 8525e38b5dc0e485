from datetime import date

import msgspec
import pytest

from core.text.i18n import use_language
from core.worktime import Overrides, read_overrides
from core.worktime.days import vietnamese_holidays

SWAP = {
    "off": date(2030, 1, 2),
    "on": date(2030, 1, 12),
    "name": "nghỉ hoán đổi",
    "name_en": "swap",
    "source": "Công văn 1",
    "verified": True,
}


def test_configured_overrides_name_their_source(overrides: Overrides) -> None:
    assert {change.day.isoformat() for change in overrides.changes if change.working} == {
        "2019-01-05", "2019-05-04", "2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22",
    }  # fmt: skip
    for change in overrides.changes:
        assert change.source
        assert change.day.weekday() == (5 if change.working else change.day.weekday())
        assert change.working or change.day.weekday() < 5


def test_a_swap_is_a_day_off_and_a_made_up_day() -> None:
    changes = read_overrides({"announced_until": date(2030, 12, 31), "swap": [SWAP]}).changes
    assert [(change.day, change.working, change.title()) for change in changes] == [
        (date(2030, 1, 2), False, "nghỉ hoán đổi"),
        (date(2030, 1, 12), True, "làm bù cho ngày 02/01/2030"),
    ]
    with use_language("en"):
        assert changes[1].title() == "working day in place of 02/01/2030"


def test_other_days_off_and_on() -> None:
    entry = {"name": "bầu cử", "name_en": "election", "source": "Quyết định 2", "verified": False}
    parsed = {"day_off": [entry | {"day": date(2030, 3, 4)}], "working_day": [entry | {"day": date(2030, 3, 9)}]}
    found = [(change.day, change.working, change.verified) for change in read_overrides(parsed).changes]
    assert found == [(date(2030, 3, 4), False, False), (date(2030, 3, 9), True, False)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"swap": [{key: value for key, value in SWAP.items() if key != "source"}]},
        {"swap": [SWAP | {"off": "Tết"}]},
        {"swap": [SWAP | {"decision": "1"}]},
        {"swaps": []},
    ],
)
def test_a_wrong_file_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        read_overrides(wrong)


def test_public_holidays_of_a_year() -> None:
    names = {change.day.isoformat(): change.title() for change in vietnamese_holidays(range(2026, 2027))}
    assert names["2026-01-01"] == "Tết Dương lịch"
    assert names["2026-02-17"] == "Tết Nguyên Đán"
    assert names["2026-04-27"] == "Ngày Giỗ Tổ Hùng Vương (nghỉ bù)"
    assert names["2026-11-24"] == "Ngày Văn hóa Việt Nam"
    with use_language("en"):
        assert "New Year's Day" in {change.title() for change in vietnamese_holidays(range(2026, 2027))}
    assert all(change.source for change in vietnamese_holidays(range(2012, 2027)) if not change.working)
