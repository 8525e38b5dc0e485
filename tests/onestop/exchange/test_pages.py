"""The administrator's pages of connections: made, shown once, changed, looked at, and closed to others."""

import re

import httpx
import pytest

from core import offices
from core.accounts.testing import log_in, staff
from core.acting import Principal
from core.jobs import enqueue
from plugins.onestop.exchange.payloads import Relay
from tests.onestop.conftest import Desk
from tests.onestop.exchange.conftest import Receiver

pytestmark = pytest.mark.anyio


async def test_from_the_first_form_to_a_message_sent_again(
    client: httpx.AsyncClient, desk: Desk, connector: Principal, receiver: Receiver, run_jobs
) -> None:
    admin = await log_in(client, connector, desk.clock.now())
    assert "Chưa kết nối hệ thống nào" in (await admin.get("/staff/webhooks")).text
    form = await admin.get("/staff/webhooks/new")
    assert "Thêm kết nối" in form.text
    unit = await offices.find_unit("duc-hoa")
    assert unit is not None
    fields = {
        "title": "Trục liên thông",
        "url": "https://10.0.0.1/",
        "unit_id": str(unit.id),
        "events": "dossier.received",
    }
    wrong = await admin.post("/staff/webhooks/new", data=fields)
    assert wrong.status_code == 422
    assert "mạng nội bộ" in wrong.text
    assert 'value="Trục liên thông"' in wrong.text
    made = await admin.post("/staff/webhooks/new", data=fields | {"url": receiver.url})
    assert made.status_code == 200
    [secret] = re.findall(r"whsec_[A-Za-z0-9+/=]+", made.text)
    [number] = set(re.findall(r"/staff/webhooks/(\d+)/test", made.text))
    shown = await admin.get(f"/staff/webhooks/{number}")
    assert secret not in shown.text
    receiver.answers = ["500 Oops"]
    code = (await desk.take()).code
    await enqueue(Relay())
    await run_jobs()
    listed = await admin.get("/staff/webhooks/messages?state=waiting")
    assert code in listed.text
    [message] = set(re.findall(r"/staff/webhooks/messages/(\d+)", listed.text))
    assert "HTTP 500" in (await admin.get(f"/staff/webhooks/messages/{message}")).text
    assert (await admin.post("/staff/webhooks/messages/send", data={"key": message})).status_code == 303
    await run_jobs()
    assert "Đã nhận" in (await admin.get(f"/staff/webhooks/messages/{message}")).text
    assert (await admin.post(f"/staff/webhooks/{number}/test")).status_code == 303
    await run_jobs()
    assert b"webhook.test" in receiver.requests[-1].body
    rotated = await admin.post(f"/staff/webhooks/{number}/secret")
    assert "whsec_" in rotated.text
    assert secret not in rotated.text
    change = {"title": "Tên mới", "url": receiver.url, "events": ["result.ready"], "revision": "1"}
    late = await admin.post(f"/staff/webhooks/{number}", data=change)
    assert late.status_code == 422
    assert "Người khác vừa sửa" in late.text
    assert (await admin.post(f"/staff/webhooks/{number}", data=change | {"revision": "2"})).status_code == 303
    assert "Tạm ngừng" in (await admin.get(f"/staff/webhooks/{number}")).text
    assert (await admin.post(f"/staff/webhooks/{number}/remove")).status_code == 303
    assert (await admin.get(f"/staff/webhooks/{number}")).status_code == 404


async def test_nothing_chosen_is_a_message_and_others_find_nothing(
    client: httpx.AsyncClient, desk: Desk, connector: Principal, receiver: Receiver
) -> None:
    admin = await log_in(client, connector, desk.clock.now())
    assert (await admin.post("/staff/webhooks/messages/send", data={})).status_code == 422
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    assert (await clerk.get("/staff/webhooks")).status_code == 403
    neighbour = await log_in(client, await staff("admin", "my-hanh-nam", desk.clock.now()), desk.clock.now())
    assert (await neighbour.get("/staff/webhooks/messages/1")).status_code == 404
