from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import jinja2
import pytest
from jinja2 import Environment

from core.text import i18n
from core.text.formats import (
    FILTERS,
    format_date,
    format_datetime,
    format_duration,
    format_filesize,
    format_money,
    format_number,
    format_percent,
    format_time,
    format_weekday,
    relative_time,
)
from core.text.i18n import load_catalogues, use_language

LATE = datetime(2017, 11, 30, 18, 5, tzinfo=UTC)  # 01:05 on the next day in Vietnam


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("vi", ["01/12/2017", "01:05 01/12/2017", "01:05", "30/11/2017"]),
        ("en", ["1 Dec 2017", "1 Dec 2017, 01:05", "01:05", "30 Nov 2017"]),
    ],
)
def test_moments_are_shown_in_vietnam_time(language: str, shown: list[str]) -> None:
    with use_language(language):
        assert [format_date(LATE), format_datetime(LATE), format_time(LATE), format_date(date(2017, 11, 30))] == shown


@pytest.mark.parametrize(
    ("length", "vietnamese", "english"),
    [
        (timedelta(), "0 phút", "0 minutes"),
        (timedelta(minutes=1), "1 phút", "1 minute"),
        (timedelta(hours=1), "1 giờ", "1 hour"),
        (timedelta(hours=40, minutes=30, seconds=31), "40 giờ 31 phút", "40 hours 31 minutes"),
        (timedelta(hours=-2), "-2 giờ", "-2 hours"),
    ],
)
def test_duration(monkeypatch: pytest.MonkeyPatch, length: timedelta, vietnamese: str, english: str) -> None:
    monkeypatch.setattr(i18n, "_catalogues", {})
    monkeypatch.setattr(i18n, "_unread", {})
    load_catalogues(["core"])
    assert format_duration(length) == vietnamese
    with use_language("en"):
        assert format_duration(length) == english


def test_weekday() -> None:
    assert format_weekday(LATE) == "Thứ Sáu 01/12/2017"
    with use_language("en"):
        assert format_weekday(date(2017, 11, 30)) == "Thursday, 30 Nov 2017"


@pytest.mark.parametrize("show", [format_weekday, format_date, format_datetime, format_time])
def test_a_naive_moment_is_an_error(show: Callable[[datetime], str]) -> None:
    with pytest.raises(ValueError, match="without time zone"):
        show(datetime(2017, 11, 30, 8, 5))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("distance", "vietnamese", "english"),
    [
        (timedelta(hours=-5), "5 giờ trước", "5 hours ago"),
        (timedelta(days=3), "sau 3 ngày nữa", "in 3 days"),
        (timedelta(minutes=-1), "1 phút trước", "1 minute ago"),
        (timedelta(seconds=-59), "vừa xong", "just now"),
        (timedelta(), "vừa xong", "just now"),
        (timedelta(seconds=20), "sau 1 phút nữa", "in 1 minute"),
    ],
)
def test_relative_time(monkeypatch: pytest.MonkeyPatch, distance: timedelta, vietnamese: str, english: str) -> None:
    monkeypatch.setattr(i18n, "_catalogues", {})
    monkeypatch.setattr(i18n, "_unread", {})
    load_catalogues(["core"])
    assert relative_time(LATE + distance, LATE) == vietnamese
    with use_language("en"):
        assert relative_time(LATE + distance, LATE) == english


@pytest.mark.parametrize(
    ("text", "vietnamese", "english"),
    [
        (lambda: format_number(21652.5), "21.652,5", "21,652.5"),
        (lambda: format_number(Decimal("0.12345")), "0,123", "0.123"),
        (lambda: format_number(3, 2), "3,00", "3.00"),
        (lambda: format_number(-1200, 0), "-1.200", "-1,200"),
        (lambda: format_money(1_250_000), "1.250.000\u00a0₫", "₫1,250,000"),
        (lambda: format_money(Decimal(0)), "0\u00a0₫", "₫0"),
        (lambda: format_percent(0.901), "90,1%", "90.1%"),
        (lambda: format_percent(1), "100%", "100%"),
        (lambda: format_percent(0.9049, 0), "90%", "90%"),
        (lambda: format_filesize(0), "0\u00a0B", "0\u00a0B"),
        (lambda: format_filesize(1023), "1.023\u00a0B", "1,023\u00a0B"),
        (lambda: format_filesize(1024), "1\u00a0KB", "1\u00a0KB"),
        (lambda: format_filesize(2**20 - 1), "1\u00a0MB", "1\u00a0MB"),
        (lambda: format_filesize(3 * 2**19), "1,5\u00a0MB", "1.5\u00a0MB"),
        (lambda: format_filesize(2**50), "1.024\u00a0TB", "1,024\u00a0TB"),
    ],
)
def test_numbers(text: Callable[[], str], vietnamese: str, english: str) -> None:
    assert text() == vietnamese
    with use_language("en"):
        assert text() == english


@pytest.fixture
def jinja() -> Environment:
    environment = Environment(undefined=jinja2.StrictUndefined, autoescape=True)
    environment.filters.update(FILTERS)
    return environment


def test_filters_in_a_template(jinja: Environment) -> None:
    source = (
        "{{ at|date }}|{{ at|datetime }}|{{ at|time }}|{{ n|number }}|{{ n|money }}|{{ r|percent }}|{{ n|filesize }}"
    )
    shown = jinja.from_string(source).render(at=LATE, n=2048, r=0.5)
    assert shown == "01/12/2017|01:05 01/12/2017|01:05|2.048|2.048\u00a0₫|50%|2\u00a0KB"


@pytest.mark.parametrize("name", FILTERS)
def test_filters_show_nothing_for_none(jinja: Environment, name: str) -> None:
    assert jinja.from_string("{{ none|%s }}" % name).render(now=LATE) == ""  # noqa: UP031


def test_the_relative_filter_uses_the_now_of_the_page(jinja: Environment) -> None:
    earlier = LATE - timedelta(hours=2)
    assert jinja.from_string("{{ at|relative }}").render(at=earlier, now=LATE) == "2 giờ trước"
    assert jinja.from_string("{{ at|relative(then) }}").render(at=earlier, then=LATE) == "2 giờ trước"
    with pytest.raises(TypeError, match="needs `now`"):
        jinja.from_string("{{ at|relative }}").render(at=earlier)
