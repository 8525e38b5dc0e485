"""Who fetches a result, and its way by post."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from core.errors import Conflict, Forbidden, Missing, Refused
from plugins.onestop.commands.moving import move
from plugins.onestop.commands.slips import token_of
from plugins.onestop.queries import dossiers
from plugins.onestop.returns import commands, queries
from plugins.onestop.returns.domain.parcels import FINAL, STEPS, parcel_step, parcel_steps
from plugins.onestop.returns.schemas import NewParcel, NewProxy, ParcelMove
from plugins.onestop.schemas import Move
from tests.onestop.conftest import MARRIAGE, Desk

pytestmark = pytest.mark.anyio

PROXY = NewProxy("Lê Văn Thay", "080190001111", "số 15/2017, 20/11/2017, UBND xã", checked=True)
WHERE = NewParcel("Nguyễn Minh Hòa", "Ấp 3, xã Mỹ Hạnh Bắc, Đức Hòa, Long An", "0912345678")


async def at_desk(desk: Desk) -> str:
    """Take a dossier in and settle it; return its number."""
    code = (await desk.take(MARRIAGE)).code
    ways: list[tuple[str, Any]] = [
        ("hand_over", desk.clerk),
        ("start", desk.specialist),
        ("submit", desk.specialist),
        ("sign", desk.leader),
        ("to_desk", desk.specialist),
    ]
    for revision, (action, who) in enumerate(ways, start=1):
        receiver = desk.specialist.person_id if action == "hand_over" else None
        await move(code, Move(action, revision, "", receiver), desk.act(who))
    return code


async def parcel_of(code: str) -> queries.ParcelRow:
    sheet = await dossiers.by_code(code, None)
    assert sheet is not None
    found = await queries.parcel(sheet.id)
    assert found is not None
    return found


def test_the_table_has_no_dead_end() -> None:
    states = {step.source for step in STEPS} | {step.target for step in STEPS}
    for state in states:
        assert bool(parcel_steps(state)) != (state in FINAL)  # type: ignore[arg-type]
    assert all((step.target in FINAL) == step.hands_over for step in STEPS)
    assert parcel_step("delivered", "send") is None


async def test_a_proxy_has_to_be_checked_at_the_desk(desk: Desk) -> None:
    code = await at_desk(desk)
    with pytest.raises(Refused) as refusal:
        await commands.name_proxy(code, NewProxy(PROXY.name, PROXY.identity, PROXY.authorisation), desk.act(desk.clerk))
    assert refusal.value.problems[0].field == "checked"
    await commands.name_proxy(code, PROXY, desk.act(desk.clerk))
    better = NewProxy("Lê Văn Thay Hai", PROXY.identity, PROXY.authorisation, checked=True)
    await commands.name_proxy(code, better, desk.act(desk.clerk))  # a correction
    sheet = await dossiers.by_code(code, None)
    assert sheet is not None
    found = await queries.collector(sheet.id)
    assert found is not None
    assert (found.name, found.checked_by_name) == ("Lê Văn Thay Hai", desk.clerk.display_name)


async def test_a_parcel_goes_out_comes_back_and_is_fetched(desk: Desk) -> None:
    code = await at_desk(desk)
    act = desk.act(desk.clerk)
    await commands.request_parcel(code, WHERE, act)
    with pytest.raises(Refused):
        await commands.move_parcel(code, ParcelMove("send", 1), act)  # without a number
    await commands.move_parcel(code, ParcelMove("send", 1, "VNPost", "EA123456789VN"), act, "k")
    await commands.move_parcel(code, ParcelMove("send", 1, "VNPost", "EA123456789VN"), act, "k")  # the button twice
    with pytest.raises(Refused):
        await commands.move_parcel(code, ParcelMove("fail", 2), act)
    await commands.move_parcel(code, ParcelMove("fail", 2, reason="Vắng nhà hai lần"), act)
    assert (await parcel_of(code)).state == "back"
    await commands.move_parcel(code, ParcelMove("send", 3, tracking="EA2"), act)
    with pytest.raises(Conflict):
        await commands.move_parcel(code, ParcelMove("deliver", 3), act)
    await commands.move_parcel(code, ParcelMove("deliver", 4), act)
    parcel = await parcel_of(code)
    assert (parcel.state, parcel.tracking_number, parcel.carrier) == ("delivered", "EA2", "VNPost")
    sheet = await dossiers.by_code(code, None)
    assert sheet is not None
    assert sheet.state == "returned"  # delivered is handed over
    notes = await queries.history(parcel.id)
    assert [note.action for note in notes] == ["request", "send", "fail", "send", "deliver"]


async def test_the_slip_s_holder_sees_where_the_parcel_is(desk: Desk, client: httpx.AsyncClient) -> None:
    code = await at_desk(desk)
    act = desk.act(desk.clerk)
    await commands.request_parcel(code, WHERE, act)
    await commands.move_parcel(code, ParcelMove("send", 1, "VNPost", "EA123456789VN"), act)
    sheet = await dossiers.by_code(code, None)
    assert sheet is not None
    await client.post("/tra-cuu/giay-tiep-nhan", data={"slip": token_of(sheet)})
    page = (await client.get("/tra-cuu/ho-so")).text
    assert "Bưu điện đang giao" in page
    assert "EA123456789VN" in page
    assert WHERE.address not in page


async def test_nothing_is_sent_before_the_result_is_there(desk: Desk) -> None:
    code = (await desk.take(MARRIAGE)).code
    await commands.request_parcel(code, WHERE, desk.act(desk.clerk))
    with pytest.raises(Refused):
        await commands.move_parcel(code, ParcelMove("send", 1, tracking="EA1"), desk.act(desk.clerk))
    with pytest.raises(Conflict):
        await commands.request_parcel(code, WHERE, desk.act(desk.clerk))


async def test_strangers_and_other_duties_stay_out(desk: Desk) -> None:
    code = await at_desk(desk)
    with pytest.raises(Missing):
        await commands.request_parcel(code, WHERE, desk.act(desk.stranger))
    with pytest.raises(Forbidden):
        await commands.name_proxy(code, PROXY, desk.act(desk.specialist))


async def test_the_pages(desk: Desk, login: Callable[..., Awaitable[httpx.AsyncClient]]) -> None:
    code = await at_desk(desk)
    clerk = await login("clerk", "my-hanh-bac.mot-cua")
    path = f"/staff/dossiers/{code}/handing"
    assert "Người nhận thay, bưu điện" in (await clerk.get(f"/staff/dossiers/{code}")).text
    page = await clerk.post(f"{path}/proxy", data={"name": "Lê Văn Thay", "identity": "12"})
    assert page.status_code == 422
    assert 'value="Lê Văn Thay"' in page.text
    sent = {"recipient": "Nguyễn Minh Hòa", "address": "Ấp 3, xã Mỹ Hạnh Bắc"}
    assert (await clerk.post(f"{path}/parcel", data=sent)).status_code == 303
    assert code in (await clerk.get("/staff/parcels")).text
    sent = {"action": "send", "revision": "1", "tracking": "EA123456789VN"}
    assert (await clerk.post(f"{path}/move", data=sent)).status_code == 303
    assert "EA123456789VN" in (await clerk.get(f"/staff/dossiers/{code}")).text
