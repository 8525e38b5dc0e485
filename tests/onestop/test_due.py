"""`motcua onestop due --json`: cases in, due times with their reasons out."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from core.worktime import Calendar, office_hours, vietnamese_calendar
from plugins.onestop import cli
from plugins.onestop.cli import onestop
from plugins.onestop.clock.commands.days import add_days
from plugins.onestop.clock.schemas import NewDays
from plugins.onestop.due import Case, answer, due_line, due_lines
from tests.onestop.conftest import Desk


def no_office(code: str) -> Calendar:
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
    mornings = vietnamese_calendar(office_hours([["08:00", "11:00"]]))
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


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        ({"value": 0}, "2017-11-20T10:00"),
        ({"value": 0, "unit": "working_day"}, "2017-11-20T10:00"),
        ({"value": 90, "unit": "minute"}, "2017-11-20T11:30"),
        # moments with other offsets: 03:30 in Greenwich and 05:30 in Berlin are 10:30 and 11:30 here
        ({"value": 2, "pauses": [["2017-11-20T03:30Z", "2017-11-20T05:30+01:00"]]}, "2017-11-20T14:30"),
        # overlapping, touching, doubled and empty pauses
        (
            {
                "value": 2,
                "pauses": [
                    ["2017-11-20T10:30+07:00", "2017-11-20T11:00+07:00"],
                    ["2017-11-20T10:45+07:00", "2017-11-20T11:15+07:00"],
                    ["2017-11-20T11:15+07:00", "2017-11-20T11:30+07:00"],
                    ["2017-11-20T10:30+07:00", "2017-11-20T11:00+07:00"],
                    ["2017-11-20T14:00+07:00", "2017-11-20T14:00+07:00"],
                ],
            },
            "2017-11-20T14:30",
        ),
        # before the reception, after the end, outside office hours
        (
            {
                "value": 1,
                "pauses": [
                    ["2017-11-13T10:00+07:00", "2017-11-19T10:00+07:00"],
                    ["2017-11-20T11:30+07:00", "2017-11-20T13:00+07:00"],
                    ["2017-11-21T10:00+07:00", "2017-11-22T10:00+07:00"],
                ],
            },
            "2017-11-20T11:00",
        ),
        # begun before the reception, still on afterwards
        ({"value": 1, "pauses": [["2017-11-19T10:00+07:00", "2017-11-20T14:00+07:00"]]}, "2017-11-20T15:00"),
    ],
)
def test_odd_amounts_and_pauses(changes: dict[str, object], due: str) -> None:
    case = {"received_at": "2017-11-20T10:00+07:00", "unit": "hour", **changes}
    found = json.loads(due_line(json.dumps(case), no_office))
    assert datetime.fromisoformat(found["due_at"]) == datetime.fromisoformat(f"{due}+07:00")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"value": -1}, "negative"),
        ({"value": 10**30}, "too large"),
        ({"value": 10**12}, "too large"),
        ({"value": 10**5, "unit": "working_day"}, "beyond|outside"),
        ({"value": 0, "unit": "calendar_day"}, "at least one day"),
        ({"value": 1.5}, "int"),
        ({"pauses": [["2017-11-21T10:00+07:00", "2017-11-20T10:00+07:00"]]}, "ends before it begins"),
        ({"pauses": [["2017-11-21T10:00", "2017-11-22T10:00+07:00"]]}, "time zone"),
        ({"received_at": "0001-01-01T00:00+07:00"}, "too large|outside"),
        ({"hours": [["11:00", "09:00"]]}, "shift"),
        ({"hours": [["07:00", "12:00"], ["11:00", "13:00"]]}, "overlap"),
        ({"office": "nowhere"}, "no unit"),
        ({"weekday": 3}, "unknown field"),
    ],
)
def test_a_line_that_cannot_be_answered_says_why_and_the_next_is_answered(
    changes: dict[str, object], words: str
) -> None:
    good = {"received_at": "2017-11-20T10:00+07:00", "unit": "hour", "value": 1}
    bad, fine = due_lines([json.dumps({**good, **changes}), json.dumps(good)], no_office)
    assert not bad[0]
    assert re.search(words, json.loads(bad[1])["error"])
    assert fine[0]


def test_lines_are_answered_as_they_come() -> None:
    """Nothing is read ahead: a program may write a case and wait for its answer."""
    read: list[int] = []

    def lines() -> Iterator[str]:
        for number in range(1, 4):
            read.append(number)
            yield json.dumps({"received_at": "2017-11-20T10:00+07:00", "unit": "hour", "value": number})

    answers = due_lines(lines(), no_office)
    next(answers)
    assert read == [1]


def test_hours_and_extra_days_of_each_line_are_their_own() -> None:
    good = {"received_at": "2017-11-20T10:00+07:00", "unit": "working_day", "value": 1}
    found = [
        json.loads(text)["due_at"]
        for _good, text in due_lines(
            [
                json.dumps({**good, "extra_days_off": ["2017-11-21"]}),
                json.dumps({**good, "extra_days_off": ["2017-11-21"], "extra_days_on": ["2017-11-21"]}),
                json.dumps({**good, "hours": [["08:00", "12:00"]], "extra_days_off": ["2017-11-21"]}),
                json.dumps(good),
            ],
            no_office,
        )
    ]
    assert found == [f"2017-11-{day}T10:00:00+07:00" for day in (22, 21, 22, 21)]


@pytest.mark.anyio
async def test_the_commands_calendar_is_the_installations(desk: Desk) -> None:
    await add_days(NewDays("off", date(2017, 11, 21), "nghỉ", "QĐ 1", verified=True), desk.act(desk.leader))
    calendar = await cli._calendar_of("my-hanh-bac")
    case = Case("2017-11-20T10:00+07:00", unit="working_day", value=1, office="my-hanh-bac")
    assert answer(case, lambda _code: calendar).due_at == datetime.fromisoformat("2017-11-22T10:00+07:00")
    with pytest.raises(ValueError, match="no unit"):
        await cli._calendar_of("nowhere")


def test_without_a_database_an_office_is_looked_up_in_the_organisation_that_ships(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("MOTCUA_CONFIG", str(tmp_path / "motcua.toml"))
    (tmp_path / "motcua.toml").write_text('environment = "test"\n')
    good = {"received_at": "2017-11-20T10:00+07:00", "unit": "hour", "value": 1}
    offices = ("duc-hoa.mot-cua", "nowhere", "")
    lines = "".join(json.dumps({**good, "office": office}) + "\n" for office in offices)
    done = CliRunner().invoke(onestop, ["due", "--json"], input=lines)
    known, unknown, usual = map(json.loads, done.output.splitlines())
    assert "nowhere" in unknown["error"]
    assert known["due_at"] == usual["due_at"] == "2017-11-20T11:00:00+07:00"
