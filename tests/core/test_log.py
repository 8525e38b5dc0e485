"""Logs: one JSON object a line, nothing about people, nothing that forges a line; libraries' words too."""

import json
import subprocess
import sys

import pytest

from core.log import hide_personal
from tests.processes import ROOT

SCRIPT = """
import logging
import structlog
from core.log import configure_logging

configure_logging()
log = structlog.get_logger("test")
log.info("received", route="/staff", status=200, password="hunter2", name="Hoa", note="two\\nlines")
log.debug("nobody reads this")
log.info("odd", file="b\\udcff", kind=LookupError)
try:
    raise LookupError("out of paper")
except LookupError:
    log.exception("failed")
    logging.getLogger("some.library").exception("a library's word")
logging.getLogger("some.library").warning("careful: %s", "two\\nlines")
logging.getLogger("some.library").info("nobody reads this")
"""


HIDDEN = ["password", "token", "secret", "cookie", "authorization", "id_number", "phone", "email", "name"]


@pytest.mark.parametrize("key", HIDDEN)
def test_what_is_about_people_or_secret_is_hidden(key: str) -> None:
    assert hide_personal(None, "info", {"event": "x", key: "value"})[key] == "[hidden]"


@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "\x1b[2Ja", "a\x85b", "a\u2028b"])
def test_a_value_cannot_begin_a_line_of_its_own(text: str) -> None:
    kept = hide_personal(None, "info", {"event": text, "path": text})
    for value in kept.values():
        assert value.isprintable()
        assert "a" in value


def test_a_process_writes_one_object_a_line_to_standard_error() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout == ""
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [(line["level"], line["event"]) for line in lines] == [
        ("info", "received"),
        ("info", "odd"),
        ("error", "failed"),
        ("error", "a library's word"),
        ("warning", "careful: two\\nlines"),
    ]
    assert lines[0]["timestamp"].endswith("Z")
    assert (lines[0]["password"], lines[0]["name"], lines[0]["note"]) == ("[hidden]", "[hidden]", "two\\nlines")
    assert lines[0]["status"] == 200
    assert "LookupError: out of paper" in lines[2]["exception"]
    assert "LookupError: out of paper" in lines[3]["exception"]


TOGETHER = """
import asyncio, os, sys
import structlog
from core.log import configure_logging

read, write = os.pipe()
sys.stderr = os.fdopen(write, "w")
os.set_blocking(read, False)

def written():
    try:
        return os.read(read, 65536).count(b"\\n")
    except BlockingIOError:
        return 0

configure_logging()
log = structlog.get_logger("test")

async def main():
    for number in range(3):
        log.info("read", number=number)
    counts = [written()]
    log.warning("refused")
    counts.append(written())
    log.info("read")
    await asyncio.sleep(0.5)
    return [*counts, written()]

print(asyncio.run(main()))
log.info("the last one")
print(written())
"""


def test_lines_of_one_moment_are_written_together_and_warnings_at_once() -> None:
    done = subprocess.run([sys.executable, "-c", TOGETHER], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.splitlines() == ["[0, 4, 1]", "1"]
