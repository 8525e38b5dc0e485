"""The desk's pages for filings from home."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from core.notices.testing import MailServer, mail_server  # noqa: F401 -- a fixture
from plugins.onestop.online.commands import answering
from plugins.onestop.online.queries import filings, forms
from plugins.onestop.online.schemas import Ask, Mend
from tests.onestop.conftest import BIRTH, MARRIAGE
from tests.onestop.online.home import Home

pytestmark = pytest.mark.anyio

Login = Callable[..., Awaitable[httpx.AsyncClient]]


async def filed(home: Home, mails: MailServer, run_jobs: Any) -> tuple[str, filings.FilingRow]:
    secret = await home.filed(mails, run_jobs)
    row = await filings.by_number((await home.view(secret)).number, None)
    assert row is not None
    return secret, row


async def test_the_inbox_and_the_first_page(home: Home, login: Login, mail_server: MailServer, run_jobs: Any) -> None:  # noqa: F811
    _secret, row = await filed(home, mail_server, run_jobs)
    await home.draft()  # nobody's business yet
    clerk = await login("clerk", "my-hanh-bac.mot-cua")
    page = await clerk.get("/staff/online")
    assert page.status_code == 200
    assert row.number in page.text
    assert page.text.count("TT-1711") == page.text.count(row.number)
    assert "Hồ sơ nộp từ xa chờ trả lời" in (await clerk.get("/staff")).text
    stranger = await login("clerk", "my-hanh-nam.mot-cua")
    assert row.number not in (await stranger.get("/staff/online")).text
    assert (await stranger.get(f"/staff/online/{row.number}")).status_code == 404


async def test_accepting_from_the_page(home: Home, login: Login, mail_server: MailServer, run_jobs: Any) -> None:  # noqa: F811
    _secret, row = await filed(home, mail_server, run_jobs)
    clerk = await login("clerk", "my-hanh-bac.mot-cua")
    page = await clerk.get(f"/staff/online/{row.number}")
    assert "Trần Minh An" in page.text
    assert "05/11/2017" in page.text
    sent = {"revision": str(row.revision), "limit": "1", "fee": "0", "_key": "k"}
    answer = await clerk.post(f"/staff/online/{row.number}/accept", data=sent)
    assert answer.status_code == 303, answer.text
    dossier = await clerk.get(answer.headers["location"])
    assert dossier.status_code == 200
    assert row.number in dossier.text
    assert "Trực tuyến" in dossier.text
    again = await clerk.post(f"/staff/online/{row.number}/accept", data={**sent, "_key": "other"})
    assert again.status_code == 409


async def test_asking_from_the_page_and_seeing_the_change(
    home: Home,
    login: Login,
    mail_server: MailServer,  # noqa: F811
    run_jobs: Any,
) -> None:
    secret, row = await filed(home, mail_server, run_jobs)
    clerk = await login("clerk", "my-hanh-bac.mot-cua")
    path = f"/staff/online/{row.number}"
    empty = await clerk.post(f"{path}/ask", data={"revision": str(row.revision), "remark": "Lời nhắn còn đây"})
    assert empty.status_code == 422
    assert "Lời nhắn còn đây" in empty.text
    sent = {"revision": str(row.revision), "mends.0.subject": "child_birthplace", "mends.0.text": "Ghi rõ tên xã"}
    assert (await clerk.post(f"{path}/ask", data=sent)).status_code == 303
    await home.portal.save(secret, {"child_birthplace": "Trạm y tế xã Mỹ Hạnh Bắc"}, home.act)
    await home.portal.submit(secret, home.act)
    page = await clerk.get(path)
    assert "<del>Trung tâm y tế huyện Đức Hòa</del>" in page.text
    assert "<ins>Trạm y tế xã Mỹ Hạnh Bắc</ins>" in page.text
    assert "1 chỗ thay đổi" in page.text


async def test_refusing_needs_a_reason(home: Home, login: Login, mail_server: MailServer, run_jobs: Any) -> None:  # noqa: F811
    _secret, row = await filed(home, mail_server, run_jobs)
    clerk = await login("clerk", "my-hanh-bac.mot-cua")
    path = f"/staff/online/{row.number}/refuse"
    assert (await clerk.post(path, data={"revision": str(row.revision)})).status_code == 422
    sent = {"revision": str(row.revision), "remark": "Không thuộc thẩm quyền"}
    assert (await clerk.post(path, data=sent)).status_code == 303


async def test_somebody_without_the_duty_only_reads(
    home: Home,
    login: Login,
    mail_server: MailServer,  # noqa: F811
    run_jobs: Any,
) -> None:
    _secret, row = await filed(home, mail_server, run_jobs)
    leader = await login("leader", "my-hanh-bac")
    page = await leader.get(f"/staff/online/{row.number}")
    assert page.status_code == 200
    assert "Gửi yêu cầu bổ sung" not in page.text
    act = home.desk.act(home.desk.clerk)
    await answering.ask(row.number, Ask(row.revision, [Mend("child_name", "Sai dấu")]), act)


async def test_the_editor_finds_faults_and_publishes(home: Home, login: Login) -> None:
    admin = await login("admin")
    page = await admin.get("/staff/online-forms")
    assert "chưa kiểm chứng" in page.text
    path = f"/staff/online-forms/{MARRIAGE}"
    page = await admin.get(path)
    assert "Người dân sẽ thấy" in page.text
    now = await forms.in_force(MARRIAGE)
    assert now is not None
    broken = now.definition_json.replace('"field":"place"', '"field":"nowhere"')
    page = await admin.post(path, data={"definition": broken, "base": str(now.version)})
    assert "nowhere" in page.text
    page = await admin.post(path, data={"definition": broken, "base": str(now.version), "publish": "1"})
    assert page.status_code == 422
    page = await admin.post(path, data={"definition": "{", "base": str(now.version)})
    assert page.status_code == 422
    better = now.definition_json.replace("Bên nam", "Chú rể")
    sent = {"definition": better, "base": str(now.version), "source": "Mẫu của tỉnh", "publish": "1"}
    assert (await admin.post(path, data=sent)).status_code == 303
    newest = await forms.in_force(MARRIAGE)
    assert newest is not None
    assert (newest.version, newest.source) == (now.version + 1, "Mẫu của tỉnh")
    late = await admin.post(path, data=sent)
    assert late.status_code == 422
    assert "người khác ban hành" in late.text


async def test_the_editor_of_any_procedure_is_found_by_its_code(home: Home, login: Login) -> None:
    admin = await login("admin")
    found = await admin.get("/staff/online-forms", params={"procedure": f" {MARRIAGE} "})
    assert (found.status_code, found.headers["location"]) == (303, f"/staff/online-forms/{MARRIAGE}")
    unknown = await admin.get("/staff/online-forms", params={"procedure": "9.999999"})
    assert unknown.status_code == 200
    assert "Không có thủ tục nào đang áp dụng mang mã này." in unknown.text


async def test_only_the_administrator_edits_forms(home: Home, login: Login) -> None:
    clerk = await login("clerk", "my-hanh-bac.mot-cua")
    assert (await clerk.get("/staff/online-forms")).status_code == 403


async def test_a_filing_keeps_the_form_under_which_it_was_begun(home: Home, login: Login) -> None:
    secret = await home.draft()
    admin = await login("admin")
    now = await forms.in_force(BIRTH)
    assert now is not None
    sent = {
        "definition": now.definition_json.replace("Nơi sinh", "Sinh ở đâu"),
        "base": str(now.version),
        "publish": "1",
    }
    assert (await admin.post(f"/staff/online-forms/{BIRTH}", data=sent)).status_code == 303
    titles = [field.title for page in (await home.view(secret)).pages for field in page.fields]
    assert "Nơi sinh" in titles
