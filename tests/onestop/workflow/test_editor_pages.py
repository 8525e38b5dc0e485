"""The editor: a draft is changed row by row, reviewed, played through and published; no scripts needed."""

import re
from typing import Any

import httpx
import pytest

from core import db as database
from core.accounts.testing import log_in, staff
from plugins.onestop.domain.workflows import LEADER_SIGNS
from plugins.onestop.workflow import queries
from tests.onestop.conftest import Desk
from tests.onestop.test_pages import Form

pytestmark = pytest.mark.anyio
BASE = "/staff/workflows/leader_signs"


@pytest.fixture
async def admin(client: httpx.AsyncClient, desk: Desk) -> httpx.AsyncClient:
    return await log_in(client, await staff("admin", "duc-hoa", desk.clock.now()), desk.clock.now())


async def drafted(admin: httpx.AsyncClient) -> None:
    answer = await admin.post(f"{BASE}/draft")
    assert answer.status_code == 303, answer.text


def form_of(page: httpx.Response, ending: str) -> dict[str, str]:
    """Return the values of the page's form whose action ends so."""
    found = re.search(rf'<form[^>]*action="[^"]*{ending}".*?</form>', page.text, re.DOTALL)
    assert found, page.text
    return Form(found[0]).values


async def revision() -> int:
    [draft] = await queries.drafts("leader_signs")
    return draft.revision


@pytest.mark.parametrize("prefix", ["", "/en"])
async def test_every_page_opens(admin: httpx.AsyncClient, desk: Desk, prefix: str) -> None:
    await desk.take()
    await drafted(admin)
    pages = [
        "/staff/workflows",
        BASE,
        f"{BASE}?version=1",
        f"{BASE}/draft",
        f"{BASE}/draft/state",
        f"{BASE}/draft/state?code=appraising",
        f"{BASE}/draft/step",
        f"{BASE}/draft/step?source=submitted&action=sign",
        f"{BASE}/play",
        f"{BASE}/play?version=1&try=1.hand_over.2.0&person=2&hours=3&do=start&fee=1",
        f"{BASE}/relocate?source=1&target=1",
    ]
    for path in pages:
        answer = await admin.get(prefix + path)
        assert answer.status_code == 200, (path, answer.text)
        assert "{{" not in answer.text


async def test_only_administrators_come_in(client: httpx.AsyncClient, desk: Desk) -> None:
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    assert (await clerk.get("/staff/workflows")).status_code == 403
    assert (await clerk.post(f"{BASE}/draft")).status_code == 403
    assert (await client.get("/staff/workflows")).status_code == 303


@pytest.mark.parametrize("path", [f"{BASE}?version=9", f"{BASE}/draft", f"{BASE}/play", "/staff/workflows/none"])
async def test_what_is_not_there_is_404(admin: httpx.AsyncClient, path: str) -> None:
    assert (await admin.get(path)).status_code == 404


async def test_a_state_is_renamed_and_its_moves_follow(admin: httpx.AsyncClient) -> None:
    await drafted(admin)
    form = form_of(await admin.get(f"{BASE}/draft/state?code=signed"), "/draft/state")
    sent = form | {"code": "da_ky", "title": "Đã ký số", "holder": "specialist", "clock": "runs", "national": "0"}
    answer = await admin.post(f"{BASE}/draft/state", data=sent | {"asks": ""})
    assert answer.status_code == 303, answer.text
    [draft] = await queries.drafts("leader_signs")
    assert draft.workflow.state("da_ky").title == "Đã ký số"
    assert {move.target for move in draft.workflow.transitions if move.action == "sign"} == {"da_ky"}
    assert draft.workflow.find("signed") is None


async def test_a_move_with_a_condition_is_added(admin: httpx.AsyncClient) -> None:
    await drafted(admin)
    sent: dict[str, Any] = {
        "revision": str(await revision()),
        "was": "",
        "title": "Chuyển thẳng",
        "action": "straight",
        "source": "appraising",
        "target": "signed",
        "duties": ["leader", "head"],
        "unless_did": "start, submit",
        "conditions.0.kind": "fewer_times",
        "conditions.0.value": "2",
        "papers": "Tờ khai\nGiấy ủy quyền",
        "needs_reason": "true",
    }
    answer = await admin.post(f"{BASE}/draft/step", data=sent)
    assert answer.status_code == 303, answer.text
    [draft] = await queries.drafts("leader_signs")
    move = next(m for m in draft.workflow.transitions if m.action == "straight")
    assert move.duties == ("leader", "head")
    assert move.unless_did == ("start", "submit")
    assert move.papers == ("Tờ khai", "Giấy ủy quyền")
    assert [(c.kind, c.value) for c in move.conditions] == [("fewer_times", "2")]
    page = (await admin.get(f"{BASE}/draft/step?source=appraising&action=straight")).text
    assert "Giấy ủy quyền" in page


async def test_bad_rows_are_refused_and_nothing_typed_is_lost(admin: httpx.AsyncClient) -> None:
    await drafted(admin)
    sent = {"revision": "1", "title": "X y", "action": "Bad Code", "source": "appraising", "target": "signed"}
    answer = await admin.post(f"{BASE}/draft/step", data=sent | {"conditions.0.kind": "fewer_times"})
    assert answer.status_code == 422
    assert "Mã việc" in answer.text
    assert 'value="Bad Code"' in answer.text
    sent |= {"action": "fine", "duties": "leader", "conditions.0.kind": "fewer_times", "conditions.0.value": "nhiều"}
    answer = await admin.post(f"{BASE}/draft/step", data=sent)
    assert answer.status_code == 422
    assert "giá trị không đúng" in answer.text
    taken = {"revision": "1", "code": "signed", "title": "Trùng", "public_title": "Trùng", "holder": "leader"}
    answer = await admin.post(f"{BASE}/draft/state", data=taken | {"clock": "runs"})
    assert answer.status_code == 422
    assert "Đã có bước với mã này" in answer.text


async def test_all_faults_are_shown_at_once_and_forbid_publishing(admin: httpx.AsyncClient) -> None:
    await drafted(admin)
    for row in ("submitted/sign", "at_desk/return"):
        sent = {"revision": str(await revision()), "row": row, "what": "drop"}
        assert (await admin.post(f"{BASE}/draft/row", data=sent)).status_code == 303
    page = (await admin.get(f"{BASE}/draft")).text
    assert "Không có đường nào đi đến bước này" in page
    assert "Từ bước này hồ sơ không thể kết thúc" in page
    refused = await admin.post(f"{BASE}/draft/publish", data={"revision": str(await revision()), "note": "thử xem"})
    assert refused.status_code == 422
    assert len(await queries.published("leader_signs")) == 1


async def test_published_once_however_often_the_button_is_pressed(admin: httpx.AsyncClient) -> None:
    await drafted(admin)
    page = await admin.get(f"{BASE}/draft")
    form = form_of(page, "/draft/publish") | {"note": "Bản thử của huyện", "knowingly": "true"}
    for _press in range(2):
        answer = await admin.post(f"{BASE}/draft/publish", data=form)
        assert answer.status_code == 303, answer.text
    newest, first = await queries.published("leader_signs")
    assert (newest.version, newest.note, first.version) == (2, "Bản thử của huyện", 1)
    assert newest.workflow == LEADER_SIGNS
    assert await queries.drafts("leader_signs") == []
    assert await database.value("SELECT count(*) FROM audit.audit_entry WHERE action = 'onestop.workflow_publish'") == 1


async def test_warnings_have_to_be_accepted(admin: httpx.AsyncClient) -> None:
    await drafted(admin)
    sent = {"revision": str(await revision()), "row": "waiting_finance/stop", "what": "drop"}
    await admin.post(f"{BASE}/draft/row", data=sent)
    publish = {"revision": str(await revision()), "note": "bỏ bước dừng"}
    refused = await admin.post(f"{BASE}/draft/publish", data=publish)
    assert refused.status_code == 422
    assert "cảnh báo" in refused.text
    assert 'value="bỏ bước dừng"' in refused.text
    assert (await admin.post(f"{BASE}/draft/publish", data=publish | {"knowingly": "true"})).status_code == 303


async def test_two_editors_do_not_overwrite_each_other(admin: httpx.AsyncClient) -> None:
    await drafted(admin)
    sent = {"revision": "1", "row": "appraising", "what": "down"}
    assert (await admin.post(f"{BASE}/draft/row", data=sent)).status_code == 303
    late = await admin.post(f"{BASE}/draft/row", data=sent)
    assert late.status_code == 422
    assert "vừa sửa bản nháp này" in late.text


async def test_a_new_workflow_begins_as_a_copy(admin: httpx.AsyncClient) -> None:
    sent = {"name": "cap_phep", "title": "Cấp phép xây dựng", "copy_of": "long_way"}
    assert (await admin.post("/staff/workflows", data=sent)).status_code == 303
    [draft] = await queries.drafts("cap_phep")
    assert draft.workflow.name == "cap_phep"
    assert draft.workflow.find("endorsing") is not None
    again = await admin.post("/staff/workflows", data=sent)
    assert again.status_code == 422
    assert "Đã có bản nháp" in again.text
    bare = {"name": "trong", "title": "Quy trình trống"}
    assert (await admin.post("/staff/workflows", data=bare)).status_code == 303
    assert (await admin.get("/staff/workflows/trong/draft")).status_code == 200
    assert (await admin.get("/staff/workflows/trong/play")).status_code == 200


async def test_a_draft_is_thrown_away(admin: httpx.AsyncClient) -> None:
    await drafted(admin)
    assert (await admin.post(f"{BASE}/draft/discard", data={"revision": "1"})).status_code == 303
    assert await queries.drafts("leader_signs") == []


async def test_the_simulator_tells_what_is_refused_and_why(admin: httpx.AsyncClient) -> None:
    way = "&".join(f"try={one}" for one in ("6.hand_over.1.0", "6.start.1.0", "6.submit.2.0", "6.sign.1.0"))
    page = (await admin.get(f"{BASE}/play?version=1&{way}")).text
    assert "Người thụ lý không được tự ký duyệt" in page
    assert "Hồ sơ đang ở: Trình ký" in page
    bad = await admin.get(f"{BASE}/play?version=1&try=x&try=99.nothing.9999.1&person=%27&do=%3Cb%3E&hours=&days=x")
    assert bad.status_code == 200
    assert "<b>" not in bad.text.replace("<b>Lỗi", "")
