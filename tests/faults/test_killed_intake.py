"""Kill -9 at each statement of an intake: all of it is there or nothing; the form sent again is one dossier."""

import asyncio
import json
import os
import signal
import sys

import msgspec
import pytest

from core import db as database
from core.settings import Settings
from tests.onestop.conftest import Desk, new_dossier, open_desk

pytestmark = [pytest.mark.anyio, pytest.mark.slow]
MOST = 40
TAKE_IN = """
import asyncio, json, os, signal, sys
from datetime import datetime
import msgspec
from asyncpg.connection import Connection
from core import db, registry
from core.accounts.queries import principal_of_account
from core.acting import Act
from core.settings import Settings
from plugins.onestop.commands.receiving import receive
from plugins.onestop.schemas import NewDossier

order = json.loads(sys.stdin.read())
settings = msgspec.convert(order["settings"], Settings)
registry.install(registry.build_registry(settings))
data = msgspec.convert(order["dossier"], NewDossier)
left = order["statement"]

def deadly(real):
    async def run(*args, **named):
        global left
        left -= 1
        if left == 0 and not order["after"]:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = await real(*args, **named)
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer
    return run

async def main():
    await db.open_pool(settings.database_url, max_size=8)
    at = datetime.fromisoformat(order["at"])
    who = await principal_of_account(order["account"], at.date())
    Connection._execute = deadly(Connection._execute)  # every statement with parameters
    plain = deadly(Connection.execute)
    whole = Connection.execute
    async def execute(self, query, *args, timeout=None):  # BEGIN, COMMIT and their like
        run = whole if args else plain
        return await run(self, query, *args, timeout=timeout)
    Connection.execute = execute
    print((await receive(data, Act(who, at), order["key"])).code)

asyncio.run(main())
"""
COUNTS = """
SELECT (SELECT count(*) FROM onestop.onestop_dossier), (SELECT count(*) FROM onestop.onestop_dossier_paper),
       (SELECT count(*) FROM onestop.onestop_dossier_event WHERE action = 'receive'),
       (SELECT count(*) FROM audit.audit_entry WHERE action = 'onestop.receive'),
       (SELECT count(*) FROM core.core_event WHERE type LIKE '%.DossierReceived'),
       (SELECT coalesce(sum(last), 0)::bigint FROM onestop.onestop_counter)
"""


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_all_or_nothing_and_once(committed_db: str, clock: object, settings: Settings, after: bool) -> None:
    desk = await open_desk(clock)  # type: ignore[arg-type]
    settings = msgspec.structs.replace(settings, database_url=committed_db)
    for statement in range(1, MOST):
        key = f"form-{statement}"
        ended = await _take_in(desk, settings, statement, key, after)
        counts = await _counts()
        assert counts in ({statement - 1}, {statement}), f"half an intake was left by a death at statement {statement}"
        again = await desk.take(key=key)
        assert await _counts() == {statement}, "the same form was taken in twice, or not at all"
        assert int(again.code[-4:]) == statement, "a number was lost"
        if ended == 0:
            assert statement > 2, "the intake was not cut at all"
            return
        assert ended == -signal.SIGKILL
    raise AssertionError("the intake never came through")


async def _counts() -> set[int]:
    """Return how many of each there are, all the same when every intake is whole."""
    row = await database.row(COUNTS)
    assert row is not None
    return set(row)


async def _take_in(desk: Desk, settings: Settings, statement: int, key: str, after: bool) -> int | None:
    order = {
        "settings": msgspec.to_builtins(settings),
        "account": desk.clerk.account_id,
        "dossier": msgspec.to_builtins(new_dossier()),
        "at": desk.clock.now().isoformat(),
        "statement": statement,
        "key": key,
        "after": after,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        TAKE_IN,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=os.environ,
    )
    _out, errors = await process.communicate(json.dumps(order).encode())
    assert process.returncode in {0, -signal.SIGKILL}, errors.decode()
    return process.returncode
