"""What staff ask for, from the wish to the minutes: who may, what twice, what the thing's state forbids; the pages."""

from collections.abc import Awaitable, Callable

import httpx
import msgspec
import pytest

from core import db
from core.acting import Act, Principal
from core.errors import Conflict, Forbidden, Missing, Refused
from core.testing import NOW
from plugins.assets.custody import queries as custody
from plugins.assets.custody.commands import drafting, sealing
from plugins.assets.custody.rules import transitions
from plugins.assets.custody.schemas import Facts, NewMinutes, Signing
from plugins.assets.inventory.commands import register
from plugins.assets.inventory.queries import asset
from plugins.assets.requests import commands, queries
from plugins.assets.requests.domain.kinds import WISHES
from plugins.assets.requests.schemas import Answer, NewRequest
from tests.assets.conftest import Communes, officer_of, printer

pytestmark = pytest.mark.anyio
Login = Callable[..., Awaitable[httpx.AsyncClient]]
RIGHTS = ("assets.read", "assets.edit", "assets.custody")


@pytest.fixture
def officer(communes: Communes) -> Act:
    return Act(msgspec.structs.replace(officer_of(communes.east, permissions=RIGHTS), person_id=998), NOW)


@pytest.fixture
def buoi(communes: Communes) -> Act:
    who = Principal(username="buoi", display_name="Trần Thị Bưởi", person_id=communes.officer, unit_id=communes.east)
    return Act(who, NOW)


async def held(officer: Act, communes: Communes, **facts: object) -> str:
    new = printer(communes.east, status="in_use", holder_id=communes.officer, **facts)
    return (await register(new, officer)).code


def test_each_kind_begins_a_transition_that_there_is() -> None:
    assert {wish.transition for wish in WISHES.values()} <= transitions().keys()


async def test_what_is_needed_becomes_a_draft_for_that_person(officer: Act, buoi: Act, communes: Communes) -> None:
    number = await commands.ask(NewRequest(kind="need", wanted="máy in", reason="một cửa đông"), buoi)
    assert await queries.waiting_in([communes.east]) == 1
    minutes = await commands.approve(number, Answer("chiều nay"), officer)
    draft = await custody.minutes(minutes)
    assert (draft.transition, draft.state, draft.other_name) == ("hand_over", "draft", "Trần Thị Bưởi")
    assert draft.reason == "máy in\nmột cửa đông"
    found = await queries.request(number, buoi.who)
    assert (found.state, found.minutes, found.minutes_state, found.answer) == (
        "approved",
        minutes,
        "draft",
        "chiều nay",
    )
    with pytest.raises(Conflict):  # the second officer comes too late
        await commands.approve(number, Answer(), officer)
    assert await db.value("SELECT count(*) FROM assets.assets_minutes") == 1


@pytest.mark.parametrize(("kind", "status"), [("broken", "in_repair"), ("lost", "lost"), ("give_back", "in_store")])
async def test_a_thing_that_one_has_goes_its_way(
    officer: Act, buoi: Act, communes: Communes, kind: str, status: str
) -> None:
    code = await held(officer, communes)
    number = await commands.ask(NewRequest(kind=kind, code=code, reason="không chạy"), buoi)  # type: ignore[arg-type]
    minutes = await commands.approve(number, Answer(), officer)
    sealed = await sealing.seal(minutes, officer)
    if sealed.state == "waiting":
        stroke = msgspec.json.encode([[[x, 100] for x in range(0, 400, 20)]]).decode()
        for party in ("giver", "receiver"):
            await sealing.sign(minutes, Signing(party, stroke), officer)  # type: ignore[arg-type]
    assert (await asset(code, officer.who)).status == status


async def test_only_of_what_one_has_and_once(officer: Act, buoi: Act, communes: Communes) -> None:
    code = await held(officer, communes)
    other = (await register(printer(communes.east, serial="X"), officer)).code
    for wrong in (
        NewRequest(kind="lost", code=other, reason="r"),
        NewRequest(kind="lost", reason="r"),
        NewRequest(kind="need", wanted="  ", reason="r"),
    ):
        with pytest.raises(Refused):
            await commands.ask(wrong, buoi)
    await commands.ask(NewRequest(kind="broken", code=code, reason="kẹt giấy"), buoi)
    with pytest.raises(Refused, match="đang chờ"):
        await commands.ask(NewRequest(kind="broken", code=code, reason="kẹt giấy"), buoi)
    with pytest.raises(Forbidden):
        await commands.ask(
            NewRequest(kind="need", wanted="x", reason="r"), Act(Principal(username="p", display_name="P"), NOW)
        )


async def test_who_may_read_and_answer(officer: Act, buoi: Act, communes: Communes) -> None:
    number = await commands.ask(NewRequest(kind="need", wanted="máy quét", reason="số hóa"), buoi)
    west = Act(msgspec.structs.replace(officer_of(communes.west, permissions=RIGHTS), person_id=997), NOW)
    with pytest.raises(Missing):
        await commands.approve(number, Answer(), west)
    with pytest.raises(Forbidden):
        await commands.approve(number, Answer(), buoi)
    with pytest.raises(Forbidden):
        await commands.withdraw(number, officer)
    with pytest.raises(Refused, match="câu trả lời"):
        await commands.refuse(number, Answer("  "), officer)
    await commands.withdraw(number, buoi)
    with pytest.raises(Conflict):
        await commands.refuse(number, Answer("không"), officer)
    assert [one.state for one in await queries.requests_of(communes.officer)] == ["withdrawn"]


async def test_the_answer_is_written_to_who_asked(officer: Act, buoi: Act, communes: Communes) -> None:
    await db.execute("UPDATE offices.offices_person SET email = 'buoi@xa.vn' WHERE id = $1", communes.officer)
    number = await commands.ask(NewRequest(kind="need", wanted="máy quét", reason="số hóa"), buoi)
    await commands.refuse(number, Answer("đã có máy dùng chung"), officer)
    assert await db.value("SELECT count(*) FROM notices.notices_outgoing_mail WHERE kind = 'assets.request'") == 1


async def test_a_request_waits_on_when_the_thing_can_not_go_now(officer: Act, buoi: Act, communes: Communes) -> None:
    code = await held(officer, communes)
    number = await commands.ask(NewRequest(kind="broken", code=code, reason="r"), buoi)
    lost = await drafting.open_draft(NewMinutes("lose", communes.east, [code]), officer)
    await drafting.fill(lost, Facts(reason="mất ở ấp"), officer)
    await sealing.seal(lost, officer)
    with pytest.raises(Refused):
        await commands.approve(number, Answer(), officer)
    assert (await queries.request(number, officer.who)).state == "waiting"
    assert await db.value("SELECT count(*) FROM assets.assets_minutes WHERE state = 'draft'") == 0


async def test_ask_and_answer_on_the_pages(login: Login) -> None:
    client = await login("it_officer")
    person = await db.row(
        "SELECT p.id, p.unit_id FROM accounts.accounts_account c JOIN offices.offices_person p ON p.id = c.person_id"
        " ORDER BY c.id DESC LIMIT 1"
    )
    page = await client.get("/staff/equipment-requests/new")
    assert page.status_code == 200
    if person is None:
        pytest.skip("the account of the test belongs to nobody")
    sent = {"kind": "need", "wanted": "Máy in hai mặt", "reason": "", "_key": "k1"}
    wrong = await client.post("/staff/equipment-requests", data=sent)
    assert wrong.status_code == 422
    assert "Máy in hai mặt" in wrong.text  # nothing typed is lost
    for _twice in range(2):
        assert (await client.post("/staff/equipment-requests", data=sent | {"reason": "một cửa"})).status_code == 303
    number = await db.value("SELECT min(id) FROM assets.assets_equipment_request HAVING count(*) = 1")
    assert number is not None
    assert "Máy in hai mặt" in (await client.get("/staff/my-equipment")).text
    assert "Máy in hai mặt" in (await client.get("/staff/equipment-requests")).text
    answered = await client.post(f"/staff/equipment-requests/{number}/approve", data={"answer": ""})
    assert answered.headers["location"].startswith("/staff/handovers/")
    assert "Đã lập biên bản" in (await client.get(f"/staff/equipment-requests/{number}")).text
    assert (await client.get("/staff/my-equipment/left")).status_code == 200
