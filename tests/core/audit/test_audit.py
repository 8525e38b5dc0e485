"""The log: every doing once, values hidden where they must be, and a chain that shows any later edit."""

from datetime import UTC, datetime

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import audit, db
from core.acting import Act, Principal, system_act
from core.audit.commands import record, seal, verify
from core.audit.domain import Entry, Seal, check, link

NOW = datetime(2017, 11, 22, 2, 30, tzinfo=UTC)
CLERK = Act(Principal(username="lan", display_name="Lan", person_id=7), NOW, "192.0.2.1", "req-1")


def entry(number: int, action: str = "x") -> Entry:
    return Entry(number, NOW, "lan", 7, "192.0.2.1", "req", action, "s", "1", 5, None, '{"a": 1}')


def chain(count: int) -> list[tuple[Seal, Entry]]:
    previous, pairs = "0" * 64, []
    for number in range(1, count + 1):
        previous = link(previous, number, entry(number))
        pairs.append((Seal(number, number, previous), entry(number)))
    return pairs


@given(st.integers(2, 12), st.data())
def test_any_single_change_is_found_at_its_place(count: int, data: st.DataObject) -> None:
    pairs = chain(count)
    assert check(pairs)[0] is None
    at = data.draw(st.integers(0, count - 1))
    kind = data.draw(st.sampled_from(["edit", "delete", "drop", "reseal"]))
    seal_ = pairs[at][0]
    broken: list[tuple[Seal, Entry | None]] = list(pairs)
    if kind == "edit":
        broken[at] = (seal_, entry(at + 1, "y"))
    elif kind == "delete":
        broken[at] = (seal_, None)
    elif kind == "reseal":
        broken[at] = (Seal(at + 1, at + 1, link("0" * 64, at + 1, entry(at + 1, "y"))), entry(at + 1, "y"))
    else:
        del broken[at]
        if at == count - 1:
            return  # a cut tail is seen only against an anchor
    fault = check(broken)[0]
    assert fault is not None
    assert fault.seq in {at + 1, at + 2}


async def seal_all(entries: int) -> None:
    """Seal so many entries; a transaction that is open in another database of the server makes them wait."""
    with anyio.fail_after(60):
        while (entries := entries - await seal()) > 0:  # noqa: ASYNC110 -- nothing tells when the horizon moves on
            await anyio.sleep(0.05)


@pytest.mark.anyio
async def test_entries_are_sealed_after_commit_and_an_edit_shows(committed_db: str) -> None:
    async with db.transaction():
        await audit.record(CLERK, "onestop.receive", subject="dossier", subject_id=1, unit_id=5, after={"code": "A"})
        assert await seal() == 0, "an entry of an open transaction must wait"
    await audit.record(system_act(NOW), "onestop.move", subject="dossier", subject_id=1)
    await seal_all(2)
    good = await verify()
    assert (good.sealed, good.unsealed, good.fault) == (2, 0, None)

    await db.execute("ALTER TABLE audit.audit_entry DISABLE TRIGGER append_only")
    await db.execute("UPDATE audit.audit_entry SET who = 'someone else' WHERE action = 'onestop.receive'")
    found = await verify()
    assert found.fault is not None
    assert found.fault.seq == 1


@pytest.mark.anyio
async def test_a_cut_tail_shows_against_an_anchor(committed_db: str) -> None:
    for number in range(3):
        await audit.record(CLERK, "x", subject="s", subject_id=number)
    await seal_all(3)
    anchor = f"3:{(await verify()).last_hash}"
    assert (await verify(anchor)).fault is None
    for table in ("audit_seal", "audit_entry"):
        await db.execute(f"ALTER TABLE audit.{table} DISABLE TRIGGER append_only")
    await db.execute("DELETE FROM audit.audit_entry WHERE subject_id = '2'")
    await db.execute("DELETE FROM audit.audit_seal WHERE seq = 3")
    assert (await verify()).fault is None
    cut = await verify(anchor)
    assert cut.fault is not None
    assert "cut off" in cut.fault.reason


@pytest.mark.anyio
@pytest.mark.parametrize("statement", ["UPDATE audit.audit_entry SET who = 'x'", "DELETE FROM audit.audit_entry"])
async def test_log_refuses_changes(db: None, statement: str) -> None:
    from core import db as database

    await record(CLERK, "x", subject="s")
    with pytest.raises(Exception, match="only grows"):
        async with database.transaction():
            await database.execute(statement)
