"""A write that is cut off at any of its statements leaves nothing behind, and the next try goes on from there."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from core import db as database
from plugins.onestop.fees.commands.receipts import cancel_receipt, collect, print_fee_receipt
from plugins.onestop.fees.schemas import Collect
from plugins.onestop.papers.commands.issuing import issue
from plugins.onestop.papers.commands.printing import print_paper, print_receipt
from plugins.onestop.papers.schemas import Nothing
from tests.onestop.conftest import RESIDENCE, Desk

pytestmark = pytest.mark.anyio
WRITTEN = (
    "onestop.onestop_issued_paper",
    "onestop.onestop_paper_counter",
    "onestop.onestop_fee_receipt",
    "onestop.onestop_dossier_event",
    "audit.audit_entry",
)


class Cut(Exception):
    """The line is cut."""


async def everything() -> list[str]:
    """Return all rows that writes of papers and money touch, and the dossiers' sums."""
    tables = [await database.rows(f"SELECT t::text FROM {table} t ORDER BY 1") for table in WRITTEN]
    sums = await database.rows("SELECT code, fee_due, fee_paid FROM onestop.onestop_dossier ORDER BY 1")
    return [str(tuple(row)) for rows in (*tables, sums) for row in rows]


async def cut_at_each_statement(write: Callable[[], Awaitable[Any]], monkeypatch: pytest.MonkeyPatch) -> int:
    """Run a write, cut at its first, second, ... statement, until it comes through; return how many cuts it took."""
    for cut in range(60):
        before, left = await everything(), cut
        with monkeypatch.context() as patched:
            for name in ("rows", "row", "value", "execute"):
                real = getattr(database, name)

                async def counted(*args: Any, _real: Any = real) -> Any:
                    nonlocal left
                    left -= 1
                    if left < 0:
                        raise Cut
                    return await _real(*args)

                patched.setattr(database, name, counted)
            try:
                await write()
            except Cut:
                pass
            else:
                return cut
        assert await everything() == before, f"cut at statement {cut + 1}"
    raise AssertionError("the write never came through")


async def test_papers(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    code = (await desk.take()).code
    act = desk.act(desk.clerk)
    assert await cut_at_each_statement(lambda: issue(code, "receipt", Nothing(), act, "key"), monkeypatch) > 5
    issued = await issue(code, "receipt", Nothing(), act)
    assert issued.label == "1/TNHS"
    assert await cut_at_each_statement(lambda: print_paper(issued.id, act), monkeypatch) > 5
    assert await database.value("SELECT copies FROM onestop.onestop_issued_paper") == 1
    assert (await print_receipt(code, act)).content.startswith(b"%PDF-")


async def test_money(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    code = (await desk.take(RESIDENCE, fee=20_000)).code
    act = desk.act(desk.clerk)
    taken = Collect("Trần Thị Bé", le_phi=20_000)
    assert await cut_at_each_statement(lambda: collect(code, taken, act, "key"), monkeypatch) > 5
    [receipt] = await database.rows("SELECT id, number FROM onestop.onestop_fee_receipt")
    assert receipt["number"] == 1
    assert await cut_at_each_statement(lambda: print_fee_receipt(receipt["id"], act), monkeypatch) > 5
    assert await cut_at_each_statement(lambda: cancel_receipt(receipt["id"], "Ghi sai", act), monkeypatch) > 5
    assert await database.value("SELECT fee_paid FROM onestop.onestop_dossier") == 20_000
