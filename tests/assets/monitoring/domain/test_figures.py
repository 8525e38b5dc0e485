"""The numbers that are kept with each poll, and what is drawn from them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from plugins.assets.domain.hosts import Memory, Processor
from plugins.assets.domain.interfaces import Port
from plugins.assets.domain.power import Ups
from plugins.assets.domain.readings import Reading
from plugins.assets.domain.supplies import Supply
from plugins.assets.monitoring.domain.figures import Hour, availability, figures, pages_per_day, series

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
MIDNIGHT = datetime(2017, 11, 21, 17, 0, tzinfo=UTC)  # of 22 November in Vietnam


def hour(number: int, polls: int = 12, answered: int = 12, **values: float) -> Hour:
    return Hour(MIDNIGHT + timedelta(hours=number), polls, answered, 1.5, values)


def test_printer_keeps_pages_and_percentages_that_it_told() -> None:
    reading = Reading(
        pages=4711,
        supplies=[
            Supply(index="1.1", percent=43),
            Supply(index="1.2", percent=None, state="some_remaining"),
            Supply(percent=0, state="empty"),
        ],
    )
    assert figures(reading) == {"pages": 4711, "supply.1.1": 43, "supply.2": 0}


def test_other_classes_keep_their_own_numbers() -> None:
    assert figures(Reading(ups=Ups(charge_percent=98, load_percent=0))) == {"ups.charge": 98, "ups.load": 0}
    assert figures(
        Reading(
            processors=[Processor(name=None, load_percent=10), Processor(name=None, load_percent=25)],
            memory=Memory(total_bytes=100, percent=61),
            ports=[Port(index=1, oper="up"), Port(index=2, oper="down"), Port(index=3)],
        )
    ) == {"cpu": 17.5, "memory": 61, "ports.up": 1}


def test_silent_device_keeps_nothing() -> None:
    assert figures(Reading()) == {}


def test_pages_belong_to_the_local_day_on_which_they_were_printed() -> None:
    hours = [hour(-2, pages=100), hour(-1, pages=110), hour(0, pages=115), hour(30, pages=140)]
    days = [date(2017, 11, 21), date(2017, 11, 22), date(2017, 11, 23)]
    assert pages_per_day(hours, days, VIETNAM) == list(zip(days, (10, 5, 25), strict=True))


def test_new_printer_behind_the_same_label_prints_no_million_pages() -> None:
    hours = [hour(0, pages=90_000), hour(1, pages=12), hour(2, pages=20), hour(3, pages=1_000_000)]
    days = [date(2017, 11, 22)]
    assert pages_per_day(hours[:3], days, VIETNAM) == [(days[0], 8)]


def test_hours_without_an_answer_are_left_out_of_a_series() -> None:
    assert series([hour(0, cpu=3), hour(1), hour(2, cpu=5)], "cpu") == [3, 5]


def test_availability_is_answered_polls_of_all_polls() -> None:
    assert availability([hour(0), hour(1, answered=6), hour(2, answered=0)]) == 0.5
    assert availability([]) is None
