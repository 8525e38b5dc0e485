"""A slip opens its dossier until a new one is given out; printing leaves a trace."""

import pytest

from core import db as database
from core.accounts.testing import act_of
from core.errors import Forbidden, Missing
from plugins.onestop.commands.reading import note_identity_seen
from plugins.onestop.commands.slips import digest_of, replace_slip, token_of
from plugins.onestop.papers.commands.printing import print_receipt
from plugins.onestop.queries import dossiers
from plugins.onestop.services import Status
from tests.onestop.conftest import Desk

pytestmark = pytest.mark.anyio


async def token(code: str) -> str:
    sheet = await dossiers.by_code(code, None)
    assert sheet is not None
    return token_of(sheet)


async def test_a_new_slip_makes_the_lost_one_worthless(desk: Desk) -> None:
    code = (await desk.take()).code
    lost = await token(code)
    await replace_slip(code, desk.act(desk.clerk))
    new = await token(code)
    assert new != lost
    assert await dossiers.code_of_slip(digest_of(new), None) == code
    assert await dossiers.code_of_slip(digest_of(lost), None) is None
    assert await Status().by_slip(lost, desk.clock.now()) is None
    assert (await Status().by_slip(new, desk.clock.now())) is not None


async def test_printing_is_in_the_ledger_and_in_the_log(desk: Desk) -> None:
    taken = await desk.take()
    await print_receipt(taken.code, desk.act(desk.clerk))
    ledger = await dossiers.ledger(taken.id)
    assert [(line.kind, line.action) for line in ledger][-1] == ("slip", "printed")
    assert await database.value("SELECT count(*) FROM audit.audit_entry WHERE action = 'onestop.print_slip'") == 1


async def test_only_the_desk_that_took_it_prints(desk: Desk) -> None:
    code = (await desk.take()).code
    with pytest.raises(Missing):
        await print_receipt(code, desk.act(desk.stranger))
    with pytest.raises(Forbidden):
        await print_receipt(code, desk.act(desk.leader))
    with pytest.raises(Forbidden):
        await replace_slip(code, desk.act(desk.leader))


async def test_looking_at_identity_numbers_is_logged_without_them(desk: Desk) -> None:
    taken = await desk.take()
    await note_identity_seen(taken.code, act_of(desk.leader, desk.clock.now()))
    [entry] = await database.rows("SELECT * FROM audit.audit_entry WHERE action = 'onestop.see_identity'")
    assert (entry["who"], entry["subject_id"]) == (desk.leader.username, str(taken.id))
    assert "080123456789" not in str(dict(entry))
    with pytest.raises(Missing):
        await note_identity_seen(taken.code, desk.act(desk.stranger))
