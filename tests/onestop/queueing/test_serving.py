"""The board over a real line: another process's press is shown, and a server with open boards stops at once."""

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.processes import Installation, installation, own_database

__all__ = ["own_database"]

pytestmark = pytest.mark.slow

CODE = "my-hanh-bac.mot-cua"
ARRANGE = f"""
from core import offices
from core.accounts.testing import load_office
from core.acting import system_act
from core.cli import with_database
from core.clock import system_clock
from plugins.onestop.queueing.commands.arranging import set_counter, set_rules, set_service
from plugins.onestop.queueing.queries.desk import desk_of
from plugins.onestop.queueing.schemas import CounterFields, Rules, ServiceFields

async def work():
    act = system_act(system_clock.now())
    await load_office(act.at)
    unit = await offices.find_unit("{CODE}")
    await set_rules(unit.id, Rules(), act)
    await set_service(unit.id, ServiceFields(letter="A", name="Hộ tịch", active=True), act)
    desk = await desk_of(unit.id)
    await set_counter(unit.id, CounterFields(number=1, services=[desk.services[0].id], active=True), act)

with_database(work)
"""


@pytest.fixture
def served(own_database: str, tmp_path: Path) -> Installation:
    made = installation(tmp_path, own_database, plugins=("onestop",))
    made.python(ARRANGE)
    return made


def events(answer: httpx.Response) -> Iterator[str]:
    """Yield the whole events of a stream."""
    text = ""
    for piece in answer.iter_text():
        text += piece
        while "\n\n" in text:
            event, _, text = text.partition("\n\n")
            yield event


def press(url: str) -> None:
    """Take a number at the kiosk of one server."""
    page = httpx.get(f"{url}/lay-so/{CODE}", timeout=30).text
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    service = re.search(r'name="service" value="(\d+)"', page)
    assert service is not None, page
    done = httpx.post(f"{url}/lay-so/{CODE}", data=sent | {"service": service[1]}, timeout=30)
    assert done.status_code == 303, done.text


def test_a_press_at_another_process_is_on_the_board_and_an_open_board_does_not_hold_a_server_up(
    served: Installation,
) -> None:
    with (
        served.web() as kiosk,
        served.web() as hall,
        httpx.stream("GET", f"{hall.url}/bang-goi-so/{CODE}/dong", timeout=60) as board,
    ):
        assert board.headers["content-type"].startswith("text/event-stream")
        heard = events(board)
        first = next(event for event in heard if event.startswith("event: state"))
        assert "0 người chờ" in first
        press(kiosk.url)
        assert "1 người chờ" in next(event for event in heard if event.startswith("event: state"))
        hall.process.terminate()
        with contextlib.suppress(httpx.RemoteProtocolError):  # closed cleanly or cut: over is what counts
            for _event in heard:
                pass
        hall.process.wait(60)
    assert "refused to gracefully stop" not in served.log("web")
