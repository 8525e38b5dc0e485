"""The catalogue's pages: upload, preview, import once; versions side by side; workflows; the case at the desk."""

import copy
import json
import re
from datetime import timedelta
from typing import Any

import httpx
import pytest

from core import db as database
from core.accounts.testing import log_in, staff
from core.acting import system_act
from plugins.onestop.catalogue import queries
from plugins.onestop.commands.importing import import_procedures
from tests.onestop.catalogue.test_choosing import CODE, ROW
from tests.onestop.conftest import Desk
from tests.onestop.test_pages import Form

pytestmark = pytest.mark.anyio
UPLOADS = "/staff/procedures/uploads"


def document(**changes: Any) -> bytes:
    return json.dumps({"procedures": [copy.deepcopy(ROW) | changes]}, ensure_ascii=False).encode()


@pytest.fixture
async def office(desk: Desk) -> Desk:
    await import_procedures([ROW], [], system_act(desk.clock.now()))
    return desk


async def keeper(client: httpx.AsyncClient, desk: Desk) -> httpx.AsyncClient:
    return await log_in(client, await staff("admin", "duc-hoa", desk.clock.now()), desk.clock.now())


async def sent(client: httpx.AsyncClient, content: bytes, name: str = "a.json", **changes: str) -> httpx.Response:
    values = Form((await client.get(UPLOADS)).text).values
    values = {name: values[name] for name in ("_csrf", "_key") if name in values} | changes
    return await client.post(UPLOADS, data=values, files={"file": (name, content)})


async def versions() -> list[int]:
    return [version.number for version in await queries.versions(CODE)]


async def test_upload_preview_import(client: httpx.AsyncClient, office: Desk) -> None:
    admin = await keeper(client, office)
    answer = await sent(admin, document(name="Cấp giấy kiểu mới"))
    assert answer.status_code == 303, answer.text
    where = answer.headers["location"]
    preview = await admin.get(where)
    assert preview.status_code == 200
    assert "<del>Cấp giấy</del>" in preview.text
    assert "<ins>Cấp giấy kiểu mới</ins>" in preview.text
    assert await versions() == [1]
    values = {"_csrf": Form(preview.text).values["_csrf"]}
    for _twice in range(2):
        done = await admin.post(f"{where}/import", data=values)
        assert done.status_code == 303
    assert await versions() == [2, 1]
    page = await admin.get(where)
    assert "đã nạp" in page.text
    assert f"{where}/import" not in page.text
    actions = [row[0] for row in await database.rows("SELECT action FROM audit.audit_entry ORDER BY id")]
    assert actions[-3:] == ["onestop.upload_catalogue", "onestop.import_procedures", "onestop.import_upload"]
    assert "a.json" in (await admin.get(UPLOADS)).text


async def test_the_same_upload_twice_is_kept_once(client: httpx.AsyncClient, office: Desk) -> None:
    admin = await keeper(client, office)
    values = Form((await admin.get(UPLOADS)).text).values
    data = {"_csrf": values["_csrf"], "_key": values["_key"]}
    places = []
    for _twice in range(2):
        answer = await admin.post(UPLOADS, data=data, files={"file": ("a.json", document(name="Khác"))})
        places.append(answer.headers["location"])
    assert places[0] == places[1]
    assert await database.value("SELECT count(*) FROM onestop.onestop_catalogue_upload") == 1


async def test_nothing_changed_offers_no_import(client: httpx.AsyncClient, office: Desk) -> None:
    admin = await keeper(client, office)
    where = (await sent(admin, document())).headers["location"]
    page = await admin.get(where)
    assert "không có gì để nạp" in page.text
    assert f"{where}/import" not in page.text


@pytest.mark.parametrize(
    ("content", "name", "changes", "words"),
    [
        (b"%PDF", "a.pdf", {}, "không phải YAML"),
        (b"{", "a.json", {}, "Không đọc được tệp"),
        (document(name="Khác"), "a.json", {"effective_from": "2001-01-01"}, "sớm hơn ngày áp dụng"),
        (document(name="Khác"), "a.json", {"effective_from": "hôm qua"}, "Ngày áp dụng"),
    ],
)
async def test_a_file_that_cannot_be_used_is_refused_with_the_reason(
    client: httpx.AsyncClient, office: Desk, content: bytes, name: str, changes: dict[str, str], words: str
) -> None:
    admin = await keeper(client, office)
    answer = await sent(admin, content, name, **changes)
    assert answer.status_code == 422
    assert words in answer.text
    assert await database.value("SELECT count(*) FROM onestop.onestop_catalogue_upload") == 0


async def test_without_a_file_the_form_says_so(client: httpx.AsyncClient, office: Desk) -> None:
    admin = await keeper(client, office)
    values = Form((await admin.get(UPLOADS)).text).values
    answer = await admin.post(UPLOADS, data={"_csrf": values["_csrf"]})
    assert answer.status_code == 422
    assert "Hãy chọn tệp danh mục." in answer.text


async def test_rows_left_out_are_named_in_the_preview(client: httpx.AsyncClient, office: Desk) -> None:
    admin = await keeper(client, office)
    content = json.dumps({"procedures": [ROW, ROW, {"code": "x"}]}).encode()
    page = await admin.get((await sent(admin, content)).headers["location"])
    assert "Mã trùng với một dòng trước" in page.text
    assert "Dòng không đọc được" in page.text


async def test_a_field_is_marked_once_and_logged_once(client: httpx.AsyncClient, office: Desk) -> None:
    admin = await keeper(client, office)
    path = "/staff/procedures/fields"
    page = await admin.get(path)
    assert path in (await admin.get("/staff/procedures")).text
    csrf = Form(page.text).values["_csrf"]
    where = f"{path}/{await database.value('SELECT id FROM onestop.onestop_field WHERE name = $1', 'Hộ tịch')}"
    for _twice in range(2):
        assert (await admin.post(where, data={"_csrf": csrf, "sensitive": ""})).status_code == 303
    assert await database.value("SELECT sensitive FROM onestop.onestop_field WHERE name = $1", "Hộ tịch") is False
    assert (
        await database.value("SELECT count(*) FROM audit.audit_entry WHERE action = $1", "onestop.set_sensitive") == 1
    )
    assert (await admin.post(f"{path}/999999", data={"_csrf": csrf})).status_code == 404


@pytest.mark.parametrize("path", [UPLOADS, f"{UPLOADS}/1", "/staff/procedures/fields"])
async def test_only_its_keepers_upload(client: httpx.AsyncClient, office: Desk, path: str) -> None:
    clerk = await log_in(client, office.clerk, office.clock.now())
    assert (await clerk.get(path)).status_code in {403, 404}
    assert UPLOADS not in (await clerk.get("/staff/procedures")).text


@pytest.mark.parametrize("prefix", ["", "/en"])
async def test_versions_on_a_time_line_and_side_by_side(client: httpx.AsyncClient, office: Desk, prefix: str) -> None:
    await import_procedures([ROW | {"name": "Cấp giấy kiểu mới"}], [], system_act(office.clock.now()))
    clerk = await log_in(client, office.clerk, office.clock.now())
    page = await clerk.get(f"{prefix}/staff/procedures/{CODE}")
    assert page.status_code == 200
    [link] = re.findall(r'href="([^"]+/versions/1/2)"', page.text)
    compared = await clerk.get(link)
    assert "<ins>Cấp giấy kiểu mới</ins>" in compared.text
    assert (await clerk.get(f"{prefix}/staff/procedures/{CODE}/versions/1/9")).status_code == 404
    assert (await clerk.get(f"{prefix}/staff/procedures/9.999999")).status_code == 404
    assert f"/staff/procedures/{CODE}/workflows" not in page.text


async def test_a_kind_of_doubt_leads_to_its_procedures(client: httpx.AsyncClient, office: Desk) -> None:
    clerk = await log_in(client, office.clerk, office.clock.now())
    page = await clerk.get("/staff/procedures")
    assert "/staff/procedures?fault=unknown_unit" in page.text
    doubtful = (await clerk.get("/staff/procedures?fault=unknown_unit")).text
    assert "1.004746" in doubtful
    assert CODE not in doubtful


async def test_workflows_are_chosen_case_by_case(client: httpx.AsyncClient, office: Desk) -> None:
    admin = await keeper(client, office)
    path = f"/staff/procedures/{CODE}"
    values = Form((await admin.get(path)).text).values
    chosen = {"workflow": "specialist_settles", "cases.0.workflow": "leader_signs", "cases.1.workflow": ""}
    answer = await admin.post(f"{path}/workflows", data=values | chosen)
    assert answer.status_code == 303, answer.text
    assert await queries.settled_by(CODE) == ("specialist_settles", {"new": "leader_signs"})
    late = await admin.post(f"{path}/workflows", data=values | chosen)
    assert late.status_code == 409
    assert "Người khác vừa đổi" in late.text
    unknown = await admin.post(f"{path}/workflows", data=values | {"workflow": "unheard_of"})
    assert unknown.status_code == 422
    received = await office.take(CODE, case="new")
    assert received.promised_at is not None


async def test_the_desk_draws_the_form_again_for_the_case(client: httpx.AsyncClient, office: Desk) -> None:
    clerk = await log_in(client, office.clerk, office.clock.now())
    page = await clerk.get(f"/staff/dossiers/new?procedure={CODE}")
    assert "Giấy khai sinh" in page.text
    values = Form(page.text).values | {"owner_name": "Lê Thị Bảy", "papers.1.given": "true"}
    again = await clerk.post("/staff/dossiers/new/choice", data=values | {"case": "again"})
    assert again.status_code == 200
    assert 'value="Lê Thị Bảy"' in again.text
    assert "Giấy khai sinh" not in again.text
    form = Form(again.text).values
    assert form["fee"] == "10000"
    assert form["papers.1.given"] == "true"
    exempt = await clerk.post("/staff/dossiers/new/choice", data=form | {"case": "again", "exemption": "poor"})
    assert Form(exempt.text).values["fee"] == "0"
    sent_values = Form(exempt.text).values | {"case": "again", "exemption": "poor"}
    done = await clerk.post("/staff/dossiers/new", data=sent_values)
    assert done.status_code == 303, done.text
    dossier = await clerk.get(done.headers["location"])
    assert "Trường hợp áp dụng" in dossier.text
    assert "Hộ nghèo" in dossier.text


async def test_the_public_page_shows_cases_and_exemptions(client: httpx.AsyncClient, office: Desk) -> None:
    page = await client.get(f"/thu-tuc/{CODE}")
    assert page.status_code == 200
    for words in ("thuộc trường hợp nào", "Cấp lại", "2 ngày làm việc", "Được miễn, giảm", "Hộ nghèo"):
        assert words in page.text


async def test_blank_forms_are_offered_to_everybody(client: httpx.AsyncClient, office: Desk) -> None:
    admin = await keeper(client, office)
    path = f"/staff/procedures/{CODE}"
    csrf = {"_csrf": Form((await admin.get(path)).text).values["_csrf"]}
    pdf = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
    for _twice in range(2):
        answer = await admin.post(f"{path}/forms", data=csrf | {"_key": "k"}, files={"file": ("Mẫu 01.pdf", pdf)})
        assert answer.status_code == 303, answer.text
    refused = await admin.post(f"{path}/forms", data=csrf, files={"file": ("a.exe", b"MZ")})
    assert refused.status_code == 422
    admin.cookies.clear()
    page = await client.get(f"/thu-tuc/{CODE}")
    [link] = re.findall(r'href="(/files/\d+)"[^>]*>Mẫu 01.pdf', page.text)
    got = await client.get(link)
    assert (got.status_code, got.content) == (200, pdf)
    admin = await keeper(client, office)
    csrf = {"_csrf": Form((await admin.get(path)).text).values["_csrf"]}
    other = await admin.post(f"/staff/procedures/9.999999/forms/{link.rsplit('/')[-1]}/remove", data=csrf)
    assert other.status_code == 404
    assert (await admin.post(f"{path}/forms/{link.rsplit('/')[-1]}/remove", data=csrf)).status_code == 303
    assert "Mẫu 01.pdf" not in (await client.get(f"/thu-tuc/{CODE}")).text


async def test_an_ended_procedure_takes_no_dossiers_and_can_come_back(client: httpx.AsyncClient, office: Desk) -> None:
    admin = await keeper(client, office)
    path = f"/staff/procedures/{CODE}"
    csrf = {"_csrf": Form((await admin.get(path)).text).values["_csrf"]}
    early = await admin.post(f"{path}/end", data=csrf | {"last_day": "2001-01-01"})
    assert early.status_code == 422
    assert "không được trước ngày bắt đầu" in early.text
    today = office.clock.now().date()
    assert (await admin.post(f"{path}/end", data=csrf | {"last_day": today.isoformat()})).status_code == 303
    assert (await office.take(CODE, case="new")).code
    tomorrow = await queries.versions(CODE)
    assert tomorrow[0].holds_on(today)
    assert not tomorrow[0].holds_on(today + timedelta(days=1))
    assert (await admin.get(path)).status_code == 200
    assert (await admin.post(f"{path}/end", data=csrf | {"last_day": today.isoformat()})).status_code == 404
    later = today + timedelta(days=9)
    await import_procedures([ROW], [], system_act(office.clock.now()), effective_from=later)
    assert [version.number for version in await queries.versions(CODE)] == [2, 1]
