import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from core.worktime import Calendar, Overrides, office_hours, read_overrides, vietnamese_calendar
from tests.core.worktime.offices import Office

CONFIGURED = Path(__file__).parents[3] / "config" / "holidays.toml"


@pytest.fixture(scope="session")
def overrides() -> Overrides:
    return read_overrides(tomllib.loads(CONFIGURED.read_text("utf-8")))


@pytest.fixture(scope="session")
def calendar_of(overrides: Overrides) -> Callable[[Office], Calendar]:
    """Give the calendar of an office with the configured overrides."""

    @cache
    def of(office: Office) -> Calendar:
        return vietnamese_calendar(office_hours(office.workday, saturday=office.saturday), overrides)

    return of
