"""Transitions changed by an office: drafts follow, what is sealed does not; two at once; the pages."""

from collections.abc import Awaitable, Callable

import asyncpg
import httpx
import msgspec
import pytest

from core import db
from core.acting import Act
from core.errors import Conflict, Forbidden, Missing, Refused
from core.testing import NOW
from plugins.assets.custody import queries
from plugins.assets.custody.commands import drafting, sealing
from plugins.assets.custody.commands.editing import change_transition, restore_transition
from plugins.assets.custody.rules import in_force, transitions, versions
from plugins.assets.custody.schemas import Facts, NewMinutes, Signing
from plugins.assets.inventory.commands import register
from plugins.assets.inventory.queries import asset
from tests.assets.conftest import Communes, officer_of, printer
from tests.assets.custody.domain.test_editing import as_it_is

pytestmark = pytest.mark.anyio
Login = Callable[..., Awaitable[httpx.AsyncClient]]
STROKES = msgspec.json.encode([[[x, 100] for x in range(0, 400, 20)]]).decode()
HAND_OVER = transitions()["hand_over"]


@pytest.fixture
def admin(communes: Communes) -> Act:
    rights = ("assets.read", "assets.edit", "assets.custody", "assets.transitions")
    return Act(officer_of(communes.district, communes.east, permissions=rights), NOW)


async def draft(admin: Act, communes: Communes, code: str, **facts: object) -> int:
    number = await drafting.open_draft(NewMinutes("hand_over", communes.east, [code]), admin)
    await drafting.fill(number, Facts(**({"other_id": communes.officer} | facts)), admin)  # type: ignore[arg-type]
    return number


async def test_drafts_follow_the_change_and_what_is_sealed_does_not(admin: Act, communes: Communes) -> None:
    codes = [(await register(printer(communes.east, serial=n, status="in_store"), admin)).code for n in ("A1", "B1")]
    sealed, open_one = [await draft(admin, communes, code) for code in codes]
    await sealing.seal(sealed, admin)
    change = as_it_is(HAND_OVER, required=["decision"], signs=["receiver"], title="Giao máy")
    assert await change_transition("hand_over", change, admin) == 1
    with pytest.raises(Refused, match="Số quyết định"):
        await sealing.seal(open_one, admin)
    await drafting.fill(open_one, Facts(other_id=communes.officer, decision="7/QĐ"), admin)
    await sealing.seal(open_one, admin)
    assert (await sealing.sign(open_one, Signing("receiver", STROKES), admin)).state == "signed"  # the only one to sign
    await sealing.sign(sealed, Signing("receiver", STROKES), admin)
    assert (await queries.minutes(sealed)).state == "waiting"  # sealed when both had to sign
    assert (await sealing.sign(sealed, Signing("giver", STROKES), admin)).state == "signed"
    assert {(await asset(code, admin.who)).holder_name for code in codes} == {"Trần Thị Bưởi"}
    with pytest.raises(asyncpg.RaiseError):
        await db.execute("UPDATE assets.assets_minutes SET rule = NULL WHERE id = $1", sealed)


async def test_switched_off_it_can_not_begin(admin: Act, communes: Communes) -> None:
    code = (await register(printer(communes.east, status="in_store"), admin)).code
    number = await draft(admin, communes, code)
    await change_transition("hand_over", as_it_is(HAND_OVER, off=True), admin)
    with pytest.raises(Refused, match="tạm không dùng"):
        await sealing.seal(number, admin)
    await restore_transition("hand_over", 1, admin)
    assert (await in_force())["hand_over"] == HAND_OVER
    assert [(one.version, one.by_name) for one in await versions("hand_over")] == [
        (2, "Cán bộ CNTT"),
        (1, "Cán bộ CNTT"),
    ]
    assert (await sealing.seal(number, admin)).state == "waiting"


async def test_who_may_and_of_two_at_once_one_wins(admin: Act, communes: Communes) -> None:
    await change_transition("lend", as_it_is(transitions()["lend"], title="Mượn"), admin)
    with pytest.raises(Conflict):
        await change_transition("lend", as_it_is(transitions()["lend"], title="Cho mượn máy"), admin)
    with pytest.raises(Missing):
        await change_transition("dance", as_it_is(HAND_OVER), admin)
    with pytest.raises(Refused):
        await change_transition("liquidate", as_it_is(transitions()["liquidate"], required=["way"]), admin)
    clerk = Act(officer_of(communes.east, permissions=("assets.custody",)), NOW)
    with pytest.raises(Forbidden):
        await change_transition("return", as_it_is(transitions()["return"]), clerk)
    with pytest.raises(asyncpg.RaiseError):
        await db.execute("DELETE FROM assets.assets_transition")


async def test_the_pages(login: Login) -> None:
    client = await login("admin")
    assert "Điều chuyển sang đơn vị khác" in (await client.get("/staff/transitions")).text
    page = await client.get("/staff/transitions/hand_over")
    assert page.status_code == 200
    form = {
        "version": "0",
        "title": "Giao máy",
        "title_en": "Give",
        "paper": "Biên bản giao máy",
        "begins": ["in_store"],
        "needs": "not_lent",
        "required": "reason",
        "signs": ["giver", "receiver"],
        "note": "",
    }
    wrong = await client.post("/staff/transitions/hand_over", data=form)
    assert wrong.status_code == 422
    assert "Biên bản giao máy" in wrong.text
    assert (await client.post("/staff/transitions/hand_over", data=form | {"note": "theo quy chế"})).status_code == 303
    assert "theo quy chế" in (await client.get("/staff/transitions/hand_over")).text
    assert "Giao máy" in (await client.get("/staff/handovers/new")).text
    assert (await client.get("/staff/handovers")).status_code == 200
    back = await client.post("/staff/transitions/hand_over/restore", data={"version": "1"})
    assert back.status_code == 303
    assert (await in_force())["hand_over"] == HAND_OVER
    officer = await login("it_officer")
    assert (await officer.get("/staff/transitions")).status_code == 403
