"""The page of a dossier offers the steps beside the moves, and shows what was asked and who acted."""

import re

import httpx
import pytest
from msgspec.structs import replace

from core.accounts.testing import log_in
from core.acting import Principal, system_act
from plugins.onestop.commands.importing import publish_workflows
from plugins.onestop.domain.workflow import State, Transition
from plugins.onestop.domain.workflows import LEADER_SIGNS
from plugins.onestop.workflow.commands.correcting import open_wish
from tests.onestop.conftest import RESIDENCE, Desk
from tests.onestop.test_moving import sheet_of, step
from tests.onestop.test_pages import Form
from tests.onestop.workflow.test_steps_of_dossiers import colleague, walk

pytestmark = pytest.mark.anyio


async def browser(client: httpx.AsyncClient, desk: Desk, who: Principal) -> httpx.AsyncClient:
    return await log_in(client, who, desk.clock.now())


def form_of(page: httpx.Response, ending: str) -> dict[str, str]:
    found = re.search(rf'<form[^>]*action="[^"]*{ending}".*?</form>', page.text, re.DOTALL)
    assert found, page.text
    return Form(found[0]).values


async def test_everything_missing_is_asked_in_one_form(client: httpx.AsyncClient, desk: Desk) -> None:
    code = (await desk.take(RESIDENCE)).code
    await walk(desk, code, "hand_over", "start")
    specialist = await browser(client, desk, desk.specialist)
    page = await specialist.get(f"/staff/dossiers/{code}")
    assert "Ghi hết một lần" in page.text
    sent = {"action": "ask_supplement", "revision": "3", "items.0.paper": "Tờ khai", "items.0.text": "thiếu chữ ký"}
    nothing = await specialist.post(f"/staff/dossiers/{code}/move", data={"action": "ask_supplement", "revision": "3"})
    assert nothing.status_code == 422
    asked = await specialist.post(f"/staff/dossiers/{code}/move", data=sent | {"items.0.wanted": "true", "days": "5"})
    assert asked.status_code == 303, asked.text
    shown = (await specialist.get(f"/staff/dossiers/{code}")).text
    assert "Bổ sung hồ sơ" in shown
    assert "Tờ khai: thiếu chữ ký" in shown
    assert "Hạn bổ sung: 17:00 29/11/2017" in shown


async def test_a_refused_list_keeps_what_was_typed(client: httpx.AsyncClient, desk: Desk) -> None:
    code = (await desk.take(RESIDENCE)).code
    await walk(desk, code, "hand_over", "start")
    specialist = await browser(client, desk, desk.specialist)
    sent = {"action": "ask_supplement", "revision": "2", "items.0.text": "ghi <b>rõ</b>", "days": "4"}
    late = await specialist.post(f"/staff/dossiers/{code}/move", data=sent)
    assert late.status_code == 409
    assert 'value="ghi &lt;b&gt;rõ&lt;/b&gt;"' in late.text
    assert 'value="4"' in late.text


async def test_take_back_claim_and_let_go_by_page(client: httpx.AsyncClient, desk: Desk) -> None:
    code = (await desk.take()).code
    await walk(desk, code, "hand_over")
    clerk = await browser(client, desk, desk.clerk)
    for what, state in (("recall", "accepted"), ("unclaim", "accepted"), ("claim", "accepted")):
        values = form_of(await clerk.get(f"/staff/dossiers/{code}"), f"/{what}")
        done = await clerk.post(f"/staff/dossiers/{code}/{what}", data=values)
        assert done.status_code == 303, done.text
        assert (await sheet_of(code)).state == state
    page = (await clerk.get(f"/staff/dossiers/{code}")).text
    assert "Rút lại bước vừa làm" in page
    late = await clerk.post(f"/staff/dossiers/{code}/recall", data={"revision": "1"})
    assert late.status_code == 409
    assert desk.clerk.display_name in late.text


async def test_a_manager_reassigns_by_page(client: httpx.AsyncClient, desk: Desk) -> None:
    code = (await desk.take()).code
    await walk(desk, code, "hand_over")
    other = await colleague(desk)
    leader = await browser(client, desk, desk.leader)
    page = await leader.get(f"/staff/dossiers/{code}")
    values = form_of(page, "/reassign") | {"receiver": str(other.person_id), "reason": "Đi học"}
    assert (await leader.post(f"/staff/dossiers/{code}/reassign", data=values)).status_code == 303
    assert (await sheet_of(code)).holder_id == other.person_id
    specialist = await browser(client, desk, desk.specialist)
    text = (await specialist.get(f"/staff/dossiers/{code}")).text
    assert f"Hồ sơ đang do {other.display_name} giữ" in text
    assert "/reassign" not in text


async def test_axes_by_page(client: httpx.AsyncClient, desk: Desk) -> None:
    code = (await desk.take()).code
    clerk = await browser(client, desk, desk.clerk)
    values = {"revision": "1", "axis": "digitised", "action": "digitise"}
    assert (await clerk.post(f"/staff/dossiers/{code}/axis", data=values)).status_code == 303
    assert "Đã số hóa" in (await clerk.get(f"/staff/dossiers/{code}")).text
    assert (await clerk.post(f"/staff/dossiers/{code}/axis", data=values | {"axis": "money"})).status_code == 422


async def test_a_correction_by_page(client: httpx.AsyncClient, desk: Desk) -> None:
    code = (await desk.take()).code
    clerk = await browser(client, desk, desk.clerk)
    page = await clerk.get(f"/staff/dossiers/{code}/correct")
    assert 'value="Nguyễn Minh Hòa"' in page.text
    sent = form_of(page, "/correct") | {"owner_name": "Nguyễn Minh Hậu", "request": "", "reason": ""}
    refused = await clerk.post(f"/staff/dossiers/{code}/correct", data=sent)
    assert refused.status_code == 422
    assert 'value="Nguyễn Minh Hậu"' in refused.text
    done = await clerk.post(f"/staff/dossiers/{code}/correct", data=sent | {"reason": "Ghi nhầm tên"})
    assert done.status_code == 303, done.text
    assert await open_wish((await sheet_of(code)).id) is not None
    await walk(desk, code, "hand_over")
    leader = await browser(client, desk, desk.leader)
    values = form_of(await leader.get(f"/staff/dossiers/{code}"), "/decide")
    assert (
        await leader.post(f"/staff/dossiers/{code}/correct/decide", data=values | {"answer": "approve"})
    ).status_code == 303
    assert (await sheet_of(code)).owner_name == "Nguyễn Minh Hậu"
    fresh = await clerk.get(f"/staff/dossiers/{code}/correct")
    assert 'value="Nguyễn Minh Hậu"' in fresh.text


async def test_reopening_stands_apart_from_what_is_to_be_done(client: httpx.AsyncClient, desk: Desk) -> None:
    code = (await desk.take()).code
    await walk(desk, code, "hand_over", "start", "submit", "sign", "to_desk", "return")
    clerk = await browser(client, desk, desk.clerk)
    page = await clerk.get(f"/staff/dossiers/{code}")
    assert "Việc có thể làm bây giờ" not in page.text
    values = form_of(page, "/move") | {"reason": "Sai ngày sinh trên giấy"}
    assert (await clerk.post(f"/staff/dossiers/{code}/move", data=values)).status_code == 303
    assert (await sheet_of(code)).state == "correcting"


async def test_another_communes_dossier_is_404_at_every_step(client: httpx.AsyncClient, desk: Desk) -> None:
    code = (await desk.take()).code
    stranger = await browser(client, desk, desk.stranger)
    base = f"/staff/dossiers/{code}"
    sent = {"revision": "1", "receiver": "1", "reason": "Thử xem", "axis": "delivery", "action": "post"}
    answers = [
        *[await stranger.post(f"{base}/{what}", data={"revision": "1"}) for what in ("claim", "unclaim", "recall")],
        await stranger.post(f"{base}/reassign", data={k: sent[k] for k in ("revision", "receiver", "reason")}),
        await stranger.post(f"{base}/axis", data={k: sent[k] for k in ("revision", "axis", "action")}),
        await stranger.get(f"{base}/correct"),
        await stranger.post(f"{base}/correct", data={"revision": "1", "reason": "Thử xem", "owner_name": "Ai đó"}),
        await stranger.post(f"{base}/correct/decide", data={"revision": "1", "answer": "approve"}),
    ]
    assert [answer.status_code for answer in answers] == [404] * len(answers)


async def test_states_made_here_have_their_names_in_the_lists(client: httpx.AsyncClient, desk: Desk) -> None:
    made = replace(
        LEADER_SIGNS,
        states=(*LEADER_SIGNS.states, State("field_check", "Kiểm tra thực địa", "Đang kiểm tra", "specialist")),
        transitions=(
            *LEADER_SIGNS.transitions,
            Transition("appraising", "go_out", "field_check", "Đi thực địa", ("specialist",)),
            Transition("field_check", "come_back", "appraising", "Đã kiểm tra", ("specialist",)),
        ),
    )
    await publish_workflows([made], system_act(desk.clock.now()))
    code = (await desk.take()).code
    await walk(desk, code, "hand_over", "start")
    await step(desk, code, desk.specialist, "go_out")
    clerk = await browser(client, desk, desk.clerk)
    listed = (await clerk.get("/staff/dossiers?state=field_check")).text
    assert "Kiểm tra thực địa" in listed
    assert code in listed
