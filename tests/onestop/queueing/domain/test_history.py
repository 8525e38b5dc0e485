"""What waiting was like, in numbers."""

from datetime import UTC, datetime, timedelta

from core.clock import VIETNAM
from plugins.onestop.queueing.domain.history import Past, all_of, by_hour, by_service

NINE = datetime(2017, 11, 22, 2, tzinfo=UTC)


def past(service: str, minutes: float, waited: float | None, served: float | None, state: str = "done") -> Past:
    taken = NINE + timedelta(minutes=minutes)
    called = None if waited is None else taken + timedelta(minutes=waited)
    ended = None if called is None or served is None else called + timedelta(minutes=served)
    return Past(service, taken, called, called, ended, state)


TICKETS = [
    past("A", 0, 5, 10),
    past("A", 30, 15, 20),
    past("B", 70, 1, None, "absent"),
    past("B", 80, None, None, "left"),
    past("B", 90, None, None, "waiting"),
]


def test_means_are_of_what_was_measured() -> None:
    total = all_of(TICKETS)
    assert (total.tickets, total.waited, total.served, total.longest, total.absent) == (5, 7, 15, 15, 2)


def test_services_and_hours_add_up() -> None:
    assert [(f.name, f.tickets, f.waited, f.served) for f in by_service(TICKETS)] == [
        ("A", 2, 10, 15),
        ("B", 3, 1, None),
    ]
    assert [(f.name, f.tickets) for f in by_hour(TICKETS, VIETNAM)] == [("09", 2), ("10", 3)]


def test_nothing_measured_is_no_number() -> None:
    total = all_of([])
    assert (total.tickets, total.waited, total.longest) == (0, None, None)
