"""Rules and words of an office, and the notices on the page of a dossier."""

import re

import httpx
import pytest

from core.accounts.testing import log_in
from core.jobs import enqueue
from core.notices.testing import MailServer
from plugins.onestop.queries import dossiers
from plugins.onestop.telling import queries
from plugins.onestop.telling.payloads import Tell
from tests.onestop.conftest import MARRIAGE, Desk

pytestmark = pytest.mark.anyio


async def office_of(code: str) -> int:
    sheet = await dossiers.by_code(code, None)
    assert sheet is not None
    return sheet.authority_id


async def test_an_office_changes_rules_and_words(client: httpx.AsyncClient, desk: Desk) -> None:
    leader = await log_in(client, desk.leader, desk.clock.now())
    unit = await office_of((await desk.take()).code)
    page = await leader.get("/staff/notices", follow_redirects=True)
    assert page.url.path == f"/staff/notices/{unit}"
    for words in ("Lời thông báo", "chưa cấu hình cổng gửi", "Chưa có máy chủ thư"):
        assert words in page.text
    rules = {"enabled": "true", "text_channels": "sms", "quiet_from": "20:00", "quiet_to": "06:30", "revision": "0"}
    wrong = await leader.post(f"/staff/notices/{unit}", data=rules | {"quiet_from": "25:00"})
    assert wrong.status_code == 422
    assert "Yên lặng từ" in wrong.text
    assert (await leader.post(f"/staff/notices/{unit}", data=rules)).status_code == 303
    own = await queries.rules_of(unit)
    assert (own.rules.text_channels, own.rules.quiet_from, own.rules.tell_staff) == (("sms",), "20:00", False)
    assert (await leader.post(f"/staff/notices/{unit}", data=rules)).status_code == 422

    address = f"/staff/notices/{unit}/ready/mail"
    assert "đã có kết quả" in (await leader.get(address)).text
    text = {"subject": "Mời nhận {ma_ho_so}", "body": "Mời ông/bà {nguoi_nhan} đến.", "revision": "0"}
    preview = await leader.post(address, data=text | {"what": "preview"})
    assert (preview.status_code, "Mời ông/bà Nguyễn Minh Hòa đến." in preview.text) == (200, True)
    assert await queries.changed_templates(unit) == set()
    bad = await leader.post(address, data=text | {"what": "save", "body": "{{7*7}} {ten}"})
    assert bad.status_code == 422
    assert "Không có trường nào tên là" in bad.text
    assert ">49<" not in bad.text
    assert (await leader.post(address, data=text | {"what": "save"})).status_code == 303
    assert await queries.changed_templates(unit) == {("ready", "mail")}
    assert (await leader.post(address, data=text | {"what": "reset"})).status_code == 303
    assert await queries.changed_templates(unit) == set()
    for missing in ("ready/fax", "nothing/mail", "handed/text"):
        assert (await leader.get(f"/staff/notices/{unit}/{missing}")).status_code == 404


async def test_other_offices_are_not_there(client: httpx.AsyncClient, desk: Desk) -> None:
    leader = await log_in(client, desk.leader, desk.clock.now())
    other = desk.stranger.unit_id
    for path in (f"/staff/notices/{other}", f"/staff/notices/{other}/ready/mail"):
        assert (await leader.get(path)).status_code == 404
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    assert (await clerk.get("/staff/notices")).status_code == 403


async def test_a_notice_on_the_page_of_its_dossier(
    client: httpx.AsyncClient, desk: Desk, mail_server: MailServer, run_jobs
) -> None:
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    taken = await clerk.post(
        "/staff/dossiers/new",
        data={
            "procedure": MARRIAGE,
            "owner_name": "Nguyễn Minh Hòa",
            "owner_email": "hoa@example.vn",
            "notify": "true",
            "papers.0.paper": "1",
            "papers.0.given": "true",
        },
    )
    assert taken.status_code == 303, taken.text
    code = re.findall(r"/staff/dossiers/([^?]+)", taken.headers["location"])[0]
    await enqueue(Tell())
    await run_jobs()
    await enqueue(Tell())
    await run_jobs()
    page = (await clerk.get(f"/staff/dossiers/{code}")).text
    assert "Đồng ý nhận" in page
    assert "h••@example.vn" in page
    [number] = set(re.findall(r"/notices/(\d+)/send", page))
    assert (await clerk.post(f"/staff/dossiers/{code}/notices/{number}/send")).status_code == 303
    assert (await clerk.post(f"/staff/dossiers/{code}/notices/{number}/send")).status_code == 409
    assert (await clerk.post(f"/staff/dossiers/{code}/notices/999999/send")).status_code == 404
    changed = await clerk.post(f"/staff/dossiers/{code}/contact", data={"email": "moi@example.vn"})
    assert changed.status_code == 303
    assert "Chưa đồng ý nhận" in (await clerk.get(f"/staff/dossiers/{code}")).text
    bad = await clerk.post(f"/staff/dossiers/{code}/contact", data={"email": "moi"})
    assert bad.status_code == 422
    assert "không đúng dạng" in bad.text


async def test_a_bad_address_at_the_counter_stands_beside_its_field(client: httpx.AsyncClient, desk: Desk) -> None:
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    fields = {"procedure": MARRIAGE, "owner_name": "Nguyễn Minh Hòa", "owner_email": "hoa@", "papers.0.given": "true"}
    answer = await clerk.post("/staff/dossiers/new", data=fields | {"papers.0.paper": "1"})
    assert answer.status_code == 422
    assert 'href="#f-owner_email"' in answer.text
