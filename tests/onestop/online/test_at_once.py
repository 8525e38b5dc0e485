"""Many at once, with real commits: one filing, one answer, whoever is faster."""

import asyncio
import os
import signal
import subprocess
import sys
from typing import Any

import pytest

from core import db as database
from core.errors import Conflict
from plugins.onestop.online.commands import answering, filing
from plugins.onestop.online.queries import filings
from plugins.onestop.online.schemas import Accept, Refusal
from tests.onestop.conftest import Desk
from tests.onestop.online.home import open_home

pytestmark = pytest.mark.anyio


async def counts() -> tuple[int, ...]:
    tables = ("onestop_filing_version", "onestop_dossier", "onestop_filing_note")
    return tuple([int(await database.value(f"SELECT count(*) FROM onestop.{table}")) for table in tables])


async def test_twenty_presses_file_once_and_ten_clerks_answer_once(committed_desk: Desk) -> None:
    home = await open_home(committed_desk)
    secret = await home.draft()
    await asyncio.gather(*(filing.file(secret, home.act) for _press in range(20)))
    assert (await counts())[0] == 1
    row = await filings.by_number((await home.view(secret)).number, None)
    assert row is not None
    act = committed_desk.act(committed_desk.clerk)

    async def answer(number: int) -> Any:
        try:
            if number % 2:
                return await answering.accept(row.number, Accept(row.revision), act)
            return await answering.refuse(row.number, Refusal(row.revision, "Không thuộc thẩm quyền"), act)
        except Conflict as error:
            return error

    done = await asyncio.gather(*(answer(number) for number in range(10)))
    won = [item for item in done if not isinstance(item, Conflict)]
    assert len(won) == 1
    assert all(committed_desk.clerk.display_name in str(item) for item in done if isinstance(item, Conflict))
    _versions, dossiers, notes = await counts()
    assert dossiers == (1 if won[0].state == "accepted" else 0)
    assert notes == 3  # started, filed, answered


KILLED = """
import asyncio, os, signal, sys
from core import db
from core.app import create_app
from core.clock import FixedClock
from core.settings import Settings
from core.acting import ANONYMOUS, Act
from plugins.onestop.online.commands import filing

address, secret_key, secret, at, after = sys.argv[1:]
from datetime import datetime
moment = datetime.fromisoformat(at)
settings = Settings(environment="test", secret_key=secret_key, strict_plugins=True)
create_app(settings, clock=FixedClock(moment), open_database=False)
count = 0
plain = {name: getattr(db, name) for name in ("rows", "row", "value", "execute", "structs", "struct")}


def counting(call):
    async def counted(*args, **more):
        global count
        count += 1
        if count > int(after):
            os.kill(os.getpid(), signal.SIGKILL)
        return await call(*args, **more)

    return counted


async def main():
    await db.open_pool(address)
    for name, call in plain.items():
        setattr(db, name, counting(call))
    await filing.file(secret, Act(who=ANONYMOUS, at=moment, address="x"))
    print("filed", count)


asyncio.run(main())
"""


async def test_killed_at_any_query_a_filing_is_whole_or_not_there(
    committed_desk: Desk, committed_db: str, settings: Any
) -> None:
    home = await open_home(committed_desk)
    secret = await home.draft()
    at = committed_desk.clock.now().isoformat()
    before, after = await counts(), 0
    while True:
        command = [sys.executable, "-c", KILLED, committed_db, settings.secret_key, secret, at, str(after)]
        ran = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, env=dict(os.environ))
        if ran.returncode == 0:
            break
        assert ran.returncode == -signal.SIGKILL, ran.stderr
        assert await counts() == before, f"killed after {after} queries"
        assert (await home.view(secret)).state == "draft"
        after += 3
    assert (await home.view(secret)).state == "filed"
    assert (await counts())[0] == 1
