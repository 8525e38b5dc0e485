"""Dossier numbers are unique and without gaps, however many processes take dossiers in at once, at midnight too."""

import asyncio
import json
import os
import sys
from collections import Counter
from datetime import UTC, datetime

import msgspec
import pytest

from core import db as database
from core.settings import Settings
from tests.onestop.conftest import Desk, new_dossier

pytestmark = pytest.mark.anyio

FEW, MANY = (4, 40), (8, 500)
"""Processes, and dossiers that each of them takes in; the many are what the office has to bear."""
MIDNIGHT = datetime(2017, 11, 22, 17, tzinfo=UTC)
TAKE_IN = """
import asyncio, json, sys
from datetime import datetime, timedelta
import msgspec
from core import db, registry
from core.accounts.queries import principal_of_account
from core.acting import Act
from core.settings import Settings
from plugins.onestop.commands.receiving import receive
from plugins.onestop.schemas import NewDossier

order = json.loads(sys.stdin.read())
settings = msgspec.convert(order["settings"], Settings)
registry.install(registry.build_registry(settings))
midnight = datetime.fromisoformat(order["midnight"])
data = msgspec.convert(order["dossier"], NewDossier)

async def main():
    await db.open_pool(settings.database_url, max_size=4)
    free = asyncio.Semaphore(4)  # who waits too long for a connection is sent away, and that is not the question here
    who = await principal_of_account(order["account"], midnight.date())
    moments = [midnight + timedelta(seconds=n - order["each"] // 2) for n in range(order["each"])]

    async def take(at):
        async with free:
            return await db.spawn(receive(data, Act(who, at)))

    taken = await asyncio.gather(*(take(at) for at in moments))
    print(json.dumps([item.code for item in taken]))
    await db.close_pool()

asyncio.run(main())
"""


@pytest.mark.parametrize(("processes", "each"), [FEW, pytest.param(*MANY, marks=pytest.mark.slow)])
async def test_processes_never_give_the_same_number(
    committed_desk: Desk, committed_db: str, settings: Settings, processes: int, each: int
) -> None:
    order = {
        "settings": msgspec.to_builtins(msgspec.structs.replace(settings, database_url=committed_db)),
        "account": committed_desk.clerk.account_id,
        "dossier": msgspec.to_builtins(new_dossier()),
        "midnight": MIDNIGHT.isoformat(),
        "each": each,
    }
    lists = await asyncio.gather(*(_take_in(order) for _ in range(processes)))
    codes = [code for codes in lists for code in codes]
    assert len(set(codes)) == processes * each
    numbers: dict[str, list[int]] = {}
    for code in codes:
        head, _, number = code.rpartition("-")
        numbers.setdefault(head[-6:], []).append(int(number))
    half = processes * each // 2
    assert {day: sorted(found) for day, found in numbers.items()} == {
        "171122": list(range(1, half + 1)),
        "171123": list(range(1, half + 1)),
    }
    stored = await database.rows("SELECT code FROM onestop.onestop_dossier")
    assert Counter(row["code"] for row in stored) == Counter(codes)


async def _take_in(order: dict[str, object]) -> list[str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        TAKE_IN,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=os.environ,
    )
    out, errors = await process.communicate(json.dumps(order).encode())
    assert process.returncode == 0, errors.decode()
    return list(json.loads(out))


async def test_simultaneous_sends_of_one_form_take_in_once(committed_desk: Desk) -> None:
    sends = [database.spawn(committed_desk.take(key="one-form")) for _ in range(8)]
    answers = await asyncio.gather(*sends)
    assert len({answer.code for answer in answers}) == 1
    assert await database.value("SELECT count(*) FROM onestop.onestop_dossier") == 1
    assert await database.value("SELECT last FROM onestop.onestop_counter") == 1


async def test_a_refused_intake_leaves_no_gap(committed_desk: Desk) -> None:
    first = await committed_desk.take()
    with pytest.raises(Exception, match="giấy tờ"):
        await committed_desk.take(papers=[])
    second = await committed_desk.take()
    assert int(second.code[-4:]) == int(first.code[-4:]) + 1
