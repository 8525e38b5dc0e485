"""`motcua onestop due --json`: cases in, due times with their reasons out."""

import json
from datetime import datetime

import msgspec
import pytest
from click.testing import CliRunner

from core.worktime import OfficeHours, office_hours
from plugins.onestop.cli import onestop
from plugins.onestop.due import Case, answer, due_line


def no_office(code: str) -> OfficeHours:
    raise ValueError(f"no unit {code!r}")


@pytest.mark.parametrize(
    ("case", "due"),
    [
        ({"received_at": "2017-11-20T10:00+07:00", "unit": "working_day", "value": 2}, "2017-11-22T10:00"),
        ({"received_at": "2017-11-20T10:00+07:00", "unit": "hour", "value": 8}, "2017-11-21T10:00"),
        ({"received_at": "2017-11-20T03:00Z", "unit": "hour", "value": 1}, "2017-11-20T11:00"),
        ({"received_at": "2017-11-20T10:00+07:00", "unit": "calendar_day", "value": 5}, "2017-11-27T17:00"),
        ({"received_at": "2017-11-20T14:59+07:00", "rule": "same_day"}, "2017-11-20T17:00"),
        ({"received_at": "2017-11-20T15:00+07:00", "rule": "same_day"}, "2017-11-21T17:00"),
        (
            {
                "received_at": "2017-11-20T10:00+07:00",
                "unit": "working_day",
                "value": 2,
                "pauses": [["2017-11-20T15:00+07:00", "2017-11-22T15:00+07:00"]],
            },
            "2017-11-24T10:00",
        ),
        (
            {
                "received_at": "2017-11-20T10:00+07:00",
                "unit": "hour",
                "value": 2,
                "hours": [["08:00", "11:00"], ["14:00", "16:00"]],
            },
            "2017-11-20T15:00",
        ),
        (
            {
                "received_at": "2017-11-20T10:00+07:00",
                "unit": "working_day",
                "value": 2,
                "extra_days_off": ["2017-11-21"],
                "extra_days_on": ["2017-11-25"],
            },
            "2017-11-23T10:00",
        ),
    ],
)
def test_cases(case: dict[str, object], due: str) -> None:
    found = json.loads(due_line(json.dumps(case), no_office))
    assert datetime.fromisoformat(found["due_at"]) == datetime.fromisoformat(f"{due}+07:00")
    assert found["explanation"]


def test_no_limit_is_no_due_date_and_says_so() -> None:
    found = json.loads(due_line('{"received_at": "2017-11-20T10:00+07:00"}', no_office))
    assert found["due_at"] is None
    assert len(found["explanation"]) == 1


def test_an_office_gives_its_hours() -> None:
    case = Case("2017-11-20T10:00+07:00", unit="hour", value=2, office="bac")
    mornings = office_hours([["08:00", "11:00"]])
    assert answer(case, lambda _code: mornings).due_at == datetime.fromisoformat("2017-11-21T09:00+07:00")


@pytest.mark.parametrize(
    "line",
    ["{}", "[]", "x", '{"received_at": "2017-11-20"}', '{"received_at": "2017-11-20T10:00+07:00", "unit": "week"}'],
)
def test_what_is_no_case_is_refused(line: str) -> None:
    with pytest.raises((ValueError, msgspec.ValidationError)):
        due_line(line, no_office)


def test_the_command_answers_line_by_line_and_tells_bad_ones() -> None:
    lines = '{"received_at": "2017-11-20T10:00+07:00", "unit": "hour", "value": 1}\n\nnonsense\n'
    done = CliRunner().invoke(onestop, ["due", "--json"], input=lines)
    first, second = map(json.loads, done.output.splitlines())
    assert first["due_at"] == "2017-11-20T11:00:00+07:00"
    assert "error" in second
    assert done.exit_code == 1
