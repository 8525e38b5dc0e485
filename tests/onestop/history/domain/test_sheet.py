"""Rows of an older system's file: every fault is named by row and column, good rows become dossiers."""

from datetime import UTC, datetime

import pytest

from core.clock import VIETNAM
from plugins.onestop.history.domain.sheet import read_rows
from plugins.onestop.history.domain.walk import TAKEN_OVER, Step

NOW = datetime(2017, 11, 22, 2, 30, tzinfo=UTC)
GOOD = {
    "number": "000.00.16.H39-170801-0001",
    "unit": "my-hanh-bac.mot-cua",
    "procedure": "1.000593",
    "received_at": "01/08/2017 08:30",
    "owner_name": " Nguyễn  An ",
}


def row(**changes: str) -> dict[str, str]:
    return GOOD | changes


def test_a_good_row() -> None:
    [(place, past)], faults = read_rows(
        [row(settled_at="2017-08-03T10:00+07:00", returned_at="04/08/2017 09:00", channel="online")], NOW
    )
    assert (place, faults) == (1, [])
    assert past.received_at == datetime(2017, 8, 1, 8, 30, tzinfo=VIETNAM)
    assert past.owner_name == "Nguyễn An"
    assert past.steps == (
        Step(datetime(2017, 8, 3, 10, tzinfo=VIETNAM), TAKEN_OVER, target="at_desk"),
        Step(datetime(2017, 8, 4, 9, tzinfo=VIETNAM), TAKEN_OVER, target="returned"),
    )


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"owner_name": " "}, ("owner_name", "missing")),
        ({"received_at": "32/08/2017"}, ("received_at", "bad_moment")),
        ({"received_at": "23/11/2017"}, ("received_at", "future")),
        ({"settled_at": "31/07/2017"}, ("settled_at", "order")),
        ({"promised_at": "31/07/2017"}, ("promised_at", "order")),
        ({"returned_at": "05/08/2017"}, ("settled_at", "missing")),
        ({"channel": "fax"}, ("channel", "bad_choice")),
        ({"ended": "lost", "ended_at": "05/08/2017"}, ("ended", "bad_choice")),
        ({"ended": "withdrawn"}, ("ended_at", "missing")),
        ({"ended_at": "05/08/2017"}, ("ended", "missing")),
        ({"ended": "refused", "ended_at": "05/08/2017", "settled_at": "04/08/2017"}, ("settled_at", "impossible")),
        ({"owner_phone": "0" * 21}, ("owner_phone", "too_long")),
    ],
)
def test_faults_name_row_and_column(changes: dict[str, str], fault: tuple[str, str]) -> None:
    found, faults = read_rows([row(), row(number="X-2", **changes)], NOW)
    assert [place for place, _past in found] == [1]
    assert [(f.row, f.column, f.kind) for f in faults] == [(2, *fault)]


def test_the_same_number_counts_once() -> None:
    found, faults = read_rows([row(), row(number=GOOD["number"].lower())], NOW)
    assert len(found) == 1
    assert [(f.row, f.kind) for f in faults] == [(2, "twice")]
