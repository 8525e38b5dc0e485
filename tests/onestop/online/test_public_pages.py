"""The pages of somebody at home, without scripts: nothing typed is lost, every fault names its field."""

import re
from typing import Any

import httpx
import pytest

from core.notices.testing import MailServer, mail_server  # noqa: F401 -- a fixture
from plugins.onestop.online.commands import answering
from plugins.onestop.online.queries import filings
from plugins.onestop.online.schemas import Accept, Ask, Mend
from tests.onestop.conftest import BIRTH
from tests.onestop.online.home import BIRTH_ANSWERS, EMAIL, PDF, Home, code_in

pytestmark = pytest.mark.anyio

DOOR = "/nop-ho-so"


async def begin(client: httpx.AsyncClient, home: Home) -> None:
    answer = await client.post(f"{DOOR}/moi/{BIRTH}", data={"office": str(await home.office())})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{DOOR}/trang/1"


def questions(page: str) -> list[str]:
    found = re.search(r'name="asked" value="([^"]*)"', page)
    assert found is not None
    return found[1].split(",")


async def fill(client: httpx.AsyncClient, path: str, **changes: str) -> httpx.Response:
    """Answer the questions that a page shows."""
    page = await client.get(path)
    assert page.status_code == 200, path
    names = questions(page.text)
    answers = {name: changes.get(name, BIRTH_ANSWERS.get(name, "")) for name in names}
    return await client.post(path, data={"asked": ",".join(names), **answers})


async def walk(client: httpx.AsyncClient) -> str:
    """Answer every page; return where the last one led."""
    path = f"{DOOR}/trang/1"
    while "/trang/" in path:
        answer = await fill(client, path)
        assert answer.status_code == 303, answer.text
        path = answer.headers["location"]
    return path


async def file(client: httpx.AsyncClient, home: Home, mails: MailServer, run_jobs: Any) -> None:
    await begin(client, home)
    assert await walk(client) == f"{DOOR}/giay-to"
    sent = await client.post(f"{DOOR}/giay-to", files={"birth_paper": ("gcs.pdf", PDF, "application/pdf")})
    assert sent.headers["location"] == f"{DOOR}/lien-he"
    sent = await client.post(f"{DOOR}/lien-he", data={"email": EMAIL, "result_way": "desk"})
    assert sent.headers["location"] == f"{DOOR}/xem-lai"
    sent = await client.post(f"{DOOR}/xem-lai", data={})
    assert sent.headers["location"] == f"{DOOR}/xac-nhan"
    await run_jobs()
    sent = await client.post(f"{DOOR}/xac-nhan", data={"code": code_in(mails.mails[-1])})
    assert sent.headers["location"] == f"{DOOR}/ho-so?moi=1"


async def filed_row(client: httpx.AsyncClient) -> filings.FilingRow:
    page = await client.get(f"{DOOR}/ho-so")
    number = re.search(r"TT-\d{6}-\d{6}", page.text)
    assert number is not None
    found = await filings.by_number(number[0], None)
    assert found is not None
    return found


async def test_the_list_and_the_start(client: httpx.AsyncClient, home: Home) -> None:
    page = await client.get(DOOR)
    assert page.status_code == 200
    assert "Thủ tục đăng ký khai sinh" in page.text
    page = await client.get(f"/thu-tuc/{BIRTH}")
    assert f"{DOOR}/moi/{BIRTH}" in page.text
    page = await client.get(f"{DOOR}/moi/{BIRTH}")
    assert "Giấy chứng sinh" in page.text
    page = await client.post(f"{DOOR}/moi/{BIRTH}", data={})
    assert page.status_code == 422
    assert "Nơi tiếp nhận" in page.text


async def test_a_wrong_answer_is_kept_and_named(client: httpx.AsyncClient, home: Home) -> None:
    await begin(client, home)
    page = await fill(client, f"{DOOR}/trang/1", requester_identity="12345", requester_name="")
    assert page.status_code == 422
    assert 'href="#f-requester_identity"' in page.text
    assert "12 chữ số" in page.text
    assert 'value="12345"' in page.text
    assert 'value="Ấp 3, xã Mỹ Hạnh Bắc"' in page.text
    again = await client.get(f"{DOOR}/trang/1")
    assert 'value="12345"' in again.text  # kept on the server too


async def test_pages_that_nobody_has_to_answer_are_left_out(client: httpx.AsyncClient, home: Home) -> None:
    await begin(client, home)
    await fill(client, f"{DOOR}/trang/1")
    await fill(client, f"{DOOR}/trang/2")
    answer = await fill(client, f"{DOOR}/trang/3", mother_known="no", father_known="yes")
    assert answer.headers["location"] == f"{DOOR}/trang/5"  # the father's; the mother's is left out
    gone = await client.get(f"{DOOR}/trang/4")
    assert gone.status_code == 303


async def test_saving_for_later_and_going_on_elsewhere(client: httpx.AsyncClient, home: Home) -> None:
    await begin(client, home)
    names = questions((await client.get(f"{DOOR}/trang/1")).text)
    sent = {"asked": ",".join(names), "requester_name": "Trần Văn Nam", "later": "1"}
    answer = await client.post(f"{DOOR}/trang/1", data=sent)
    assert answer.headers["location"] == f"{DOOR}/da-luu"
    code = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", (await client.get(f"{DOOR}/da-luu")).text)
    assert code is not None
    client.cookies.clear()
    assert (await client.get(f"{DOOR}/trang/1")).headers["location"] == f"{DOOR}?het=1"
    answer = await client.post(f"{DOOR}/mo", data={"code": code[0].lower()})
    assert answer.headers["location"] == f"{DOOR}/xem-lai"
    assert 'value="Trần Văn Nam"' in (await client.get(f"{DOOR}/trang/1")).text


async def test_autosave_keeps_and_says_so(client: httpx.AsyncClient, home: Home) -> None:
    await begin(client, home)
    answer = await client.post(f"{DOOR}/trang/1/luu", data={"asked": "requester_name", "requester_name": "Nửa ch"})
    assert (answer.status_code, "Đã lưu nháp" in answer.text) == (200, True)
    assert 'value="Nửa ch"' in (await client.get(f"{DOOR}/trang/1")).text


async def test_a_wrong_code_opens_nothing_and_too_many_close_the_door(client: httpx.AsyncClient, home: Home) -> None:
    for _try in range(20):
        assert (await client.post(f"{DOOR}/mo", data={"code": "AAAA-BBBB-CCCC-DDDD"})).status_code == 422
    assert (await client.post(f"{DOOR}/mo", data={"code": "AAAA-BBBB-CCCC-DDDD"})).status_code == 429


async def test_the_review_leads_to_every_fault(client: httpx.AsyncClient, home: Home) -> None:
    await begin(client, home)
    page = await client.post(f"{DOOR}/xem-lai", data={})
    assert page.status_code == 422
    assert f"{DOOR}/trang/2?ve=xem-lai#f-child_name" in page.text
    assert f"{DOOR}/giay-to#f-birth_paper" in page.text
    assert f"{DOOR}/lien-he#f-email" in page.text


async def test_a_refused_file_is_named_beside_its_paper(client: httpx.AsyncClient, home: Home) -> None:
    await begin(client, home)
    page = await client.post(f"{DOOR}/giay-to", files={"birth_paper": ("a.pdf", b"<html>", "application/pdf")})
    assert page.status_code == 422
    assert 'href="#f-birth_paper"' in page.text


async def test_from_home_to_the_dossier_s_own_steps(
    client: httpx.AsyncClient,
    home: Home,
    mail_server: MailServer,  # noqa: F811
    run_jobs: Any,
) -> None:
    await file(client, home, mail_server, run_jobs)
    page = await client.get(f"{DOOR}/ho-so")
    assert "Đã nộp, chờ tiếp nhận" in page.text
    assert page.headers["cache-control"] == "no-store"
    row = await filed_row(client)
    ask = Ask(row.revision, [Mend("child_birthplace", "Ghi rõ tên xã")])
    await answering.ask(row.number, ask, home.desk.act(home.desk.clerk))
    assert "Chờ ông/bà bổ sung" in (await client.get(f"{DOOR}/ho-so")).text
    assert "Ghi rõ tên xã" in (await client.get(f"{DOOR}/trang/2?ve=xem-lai")).text
    names = questions((await client.get(f"{DOOR}/trang/2")).text)
    sent = {n: BIRTH_ANSWERS.get(n, "") for n in names} | {"child_birthplace": "Trạm y tế xã Mỹ Hạnh Bắc"}
    answer = await client.post(f"{DOOR}/trang/2", data={**sent, "asked": ",".join(names), "back": "1"})
    assert answer.headers["location"] == f"{DOOR}/xem-lai"
    assert (await client.post(f"{DOOR}/xem-lai", data={})).headers["location"] == f"{DOOR}/ho-so"
    row = await filed_row(client)
    done = await answering.accept(row.number, Accept(row.revision), home.desk.act(home.desk.clerk))
    page = await client.get(f"{DOOR}/ho-so")
    assert done.code in page.text
    assert "Đã tiếp nhận hồ sơ" in page.text
    assert (await client.get(f"{DOOR}/trang/2")).headers["location"] == f"{DOOR}/ho-so"


async def test_the_mail_s_link_fills_the_code_in_but_only_a_press_files(
    client: httpx.AsyncClient,
    home: Home,
    mail_server: MailServer,  # noqa: F811
    run_jobs: Any,
) -> None:
    secret = await home.draft()
    await home.portal.submit(secret, home.act)
    await run_jobs()
    body = mail_server.mails[-1].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    link = re.search(r"https://\S+(/nop-ho-so/mo/\S+\?ma=\d{6})", body)
    assert link is not None
    answer = await client.get(link[1])
    assert answer.headers["location"] == f"{DOOR}/xac-nhan?ma={code_in(mail_server.mails[-1])}"
    page = await client.get(answer.headers["location"])
    assert f'value="{code_in(mail_server.mails[-1])}"' in page.text
    assert (await home.view(secret)).state == "draft"


async def test_a_forgotten_code_comes_by_mail_and_nobody_learns_who_has_filed(
    client: httpx.AsyncClient,
    home: Home,
    mail_server: MailServer,  # noqa: F811
    run_jobs: Any,
) -> None:
    secret = await home.draft()
    assert (await client.post(f"{DOOR}/quen", data={"email": "nam@"})).status_code == 422
    known = await client.post(f"{DOOR}/quen", data={"email": EMAIL.upper()})
    unknown = await client.post(f"{DOOR}/quen", data={"email": "lan@example.test"})
    assert known.text.replace(EMAIL.upper(), "") == unknown.text.replace("lan@example.test", "")
    await run_jobs()
    (mail,) = mail_server.mails
    assert mail["To"] == EMAIL
    assert secret in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]


async def test_in_english(client: httpx.AsyncClient, home: Home) -> None:
    await begin(client, home)
    page = await client.get(f"/en{DOOR}/trang/2")
    assert "Place of birth" in page.text
    assert "Nơi sinh" not in page.text
