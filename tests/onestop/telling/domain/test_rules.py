"""Who is told by what, and never at night."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import VIETNAM
from plugins.onestop.telling.domain.rules import DEFAULT, Reached, Rules, may_ring_at, mobile, ways

MAIL, PHONE = "hoa@example.vn", "0912345678"


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("0912345678", PHONE),
        ("+84 912 345 678", PHONE),
        ("84912345678", PHONE),
        ("0912.345.678", PHONE),
        ("0272 3851 234", ""),
        ("113", ""),
        ("", ""),
        ("09123456789", ""),
        ("01234567890", ""),
    ],
)
def test_only_mobile_numbers_get_text_messages(phone: str, number: str) -> None:
    assert mobile(phone) == number


@pytest.mark.parametrize(
    ("person", "rules", "channels", "expected"),
    [
        (Reached("H", MAIL, PHONE, True), DEFAULT, {"sms", "zalo"}, [("mail", MAIL), ("zalo", PHONE)]),
        (Reached("H", MAIL, PHONE, True), DEFAULT, {"sms"}, [("mail", MAIL), ("sms", PHONE)]),
        (Reached("H", MAIL, PHONE, True), DEFAULT, set(), [("mail", MAIL)]),
        (Reached("H", "", PHONE, True), DEFAULT, {"sms"}, [("sms", PHONE)]),
        (Reached("H", MAIL, "", True), DEFAULT, {"sms"}, [("mail", MAIL)]),
        (Reached("H", MAIL, PHONE, False), DEFAULT, {"sms"}, []),
        (Reached("H", MAIL, PHONE, True), Rules(enabled=False), {"sms"}, []),
        (Reached("H", MAIL, PHONE, True), Rules(text_channels=()), {"sms"}, [("mail", MAIL)]),
        (
            Reached("H", MAIL, PHONE, True),
            Rules(text_channels=("sms", "zalo")),
            {"sms", "zalo"},
            [("mail", MAIL), ("sms", PHONE)],
        ),
    ],
)
def test_the_way_follows_what_was_left_and_agreed(
    person: Reached, rules: Rules, channels: set[str], expected: list[tuple[str, str]]
) -> None:
    assert ways(person, rules, channels) == expected


def local(hour: int, minute: int = 0, day: int = 22) -> datetime:
    return datetime(2017, 11, day, hour, minute, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("at", "rings"),
    [
        (local(9), local(9)),
        (local(20, 59), local(20, 59)),
        (local(21), local(7, day=23)),
        (local(23, 59), local(7, day=23)),
        (local(0), local(7)),
        (local(6, 59), local(7)),
        (local(7), local(7)),
    ],
)
def test_no_telephone_rings_at_night(at: datetime, rings: datetime) -> None:
    assert may_ring_at(DEFAULT, at, VIETNAM) == rings


def test_a_rest_at_noon_and_none_at_all() -> None:
    noon = Rules(quiet_from="11:30", quiet_to="13:00")
    assert may_ring_at(noon, local(12), VIETNAM) == local(13)
    assert may_ring_at(noon, local(13), VIETNAM) == local(13)
    assert may_ring_at(Rules(quiet_from="00:00", quiet_to="00:00"), local(3), VIETNAM) == local(3)


@given(st.integers(0, 1439), st.integers(0, 1439), st.integers(0, 3 * 1440))
def test_against_a_walk_minute_by_minute(start: int, end: int, after: int) -> None:
    rules = Rules(quiet_from=f"{start // 60:02}:{start % 60:02}", quiet_to=f"{end // 60:02}:{end % 60:02}")
    at = datetime(2017, 11, 20, 17, tzinfo=UTC) + timedelta(minutes=after)

    def quiet(moment: datetime) -> bool:
        minute = moment.astimezone(VIETNAM).hour * 60 + moment.astimezone(VIETNAM).minute
        return start <= minute < end if start <= end else not end <= minute < start

    expected = at
    while quiet(expected):
        expected += timedelta(minutes=1)
    assert may_ring_at(rules, at, VIETNAM) == expected
