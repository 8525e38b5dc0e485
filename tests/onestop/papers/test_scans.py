"""Papers in the folder and as files: checked off, digitised, looked at by who may, reused for the same owner only."""

import io
import re

import httpx
import pytest
from PIL import Image

from core import db as database
from core.accounts.testing import log_in
from core.errors import Conflict, Forbidden, Missing, Refused
from core.printing import pdf
from plugins.onestop.papers.commands.checking import Checked, check_papers
from plugins.onestop.papers.commands.scanning import Upload, add_scan, remove_scan, reuse_scan
from plugins.onestop.papers.commands.templates import shipped_path
from plugins.onestop.papers.forms import form_of
from plugins.onestop.papers.queries import scans
from plugins.onestop.papers.samples import sample
from plugins.onestop.queries import dossiers
from plugins.onestop.schemas import HandedIn
from tests.onestop.conftest import Desk
from tests.onestop.test_moving import step

pytestmark = pytest.mark.anyio


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(out, "PNG")
    return out.getvalue()


def paper(desk: Desk) -> bytes:
    form = form_of("refusal", "2018")
    return pdf(shipped_path("refusal"), sample(form), desk.clock.now())


async def events(code: str) -> list[str]:
    sheet = await dossiers.by_code(code, None)
    assert sheet is not None
    return [line.action for line in await dossiers.ledger(sheet.id) if line.kind == "paper"]


async def test_the_matrix_is_checked_off_again_with_remarks(desk: Desk) -> None:
    taken = await desk.take()
    act = desk.act(desk.clerk)
    lines = [
        HandedIn(paper=1, originals=2, remark="một bản nhàu"),
        HandedIn(name="Hộ chiếu", photocopies=1),
        HandedIn(paper=2),
    ]
    await check_papers(taken.code, Checked(1, lines), act)
    kept = await dossiers.papers(taken.id)
    assert [(p.paper, p.originals, p.photocopies, p.remark) for p in kept] == [
        (1, 2, 0, "một bản nhàu"),
        (None, 0, 1, ""),
    ]
    assert kept[1].name == "Hộ chiếu"
    assert await events(taken.code) == ["checked"]
    logged = await database.value("SELECT before::text FROM audit.audit_entry WHERE action = 'onestop.check_papers'")
    assert ": 1/0/0" in logged
    with pytest.raises(Conflict):
        await check_papers(taken.code, Checked(1, lines), act)
    with pytest.raises(Refused, match="Chưa có giấy tờ nào"):
        await check_papers(taken.code, Checked(2, []), act)


async def test_a_closed_dossier_and_a_stranger_s_hands(desk: Desk) -> None:
    code = (await desk.take()).code
    lines = [HandedIn(paper=1, originals=1)]
    with pytest.raises(Missing):
        await check_papers(code, Checked(1, lines), desk.act(desk.stranger))
    with pytest.raises(Forbidden):
        await check_papers(code, Checked(1, lines), desk.act(desk.leader))
    await step(desk, code, desk.clerk, "refuse", "Không thuộc thẩm quyền")
    with pytest.raises(Refused, match="đã kết thúc"):
        await check_papers(code, Checked(2, lines), desk.act(desk.clerk))


async def test_a_paper_of_the_same_owner_is_reused_and_both_ledgers_say_so(desk: Desk) -> None:
    first, second = await desk.take(), await desk.take()
    other = await desk.take(owner_identity="080999999999")
    nameless = await desk.take(owner_identity="")
    act = desk.act(desk.clerk)
    scan_id = await add_scan(first.code, ("cccd.png", picture()), Upload(title="Căn cước công dân"), act)
    new = await reuse_scan(second.code, scan_id, act)
    assert await reuse_scan(second.code, scan_id, act) == new
    [mine] = await scans.of_dossier(second.id)
    assert (mine.title, mine.reused_from) == ("Căn cước công dân", scan_id)
    assert await events(first.code) == ["scanned", "lent"]
    assert await events(second.code) == ["reused"]
    assert await database.value("SELECT count(*) FROM audit.audit_entry WHERE action = 'onestop.reuse_scan'") == 1
    for code in (other.code, nameless.code):
        with pytest.raises(Missing):
            await reuse_scan(code, scan_id, act)
    # taking the first one away leaves the second dossier its own file
    await remove_scan(scan_id, act)
    assert await scans.of_dossier(first.id) == []
    assert len(await scans.of_dossier(second.id)) == 1


async def test_identity_numbers_are_not_kept_with_the_scans(desk: Desk) -> None:
    taken = await desk.take()
    await add_scan(taken.code, ("cccd.png", picture()), Upload(title="Căn cước"), desk.act(desk.clerk))
    row = await database.row("SELECT * FROM onestop.onestop_paper_scan")
    assert row is not None
    assert "080123456789" not in str(dict(row))
    assert len(row["owner_mark"]) == 32


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.exe", b"MZ", "Chỉ nhận tệp"),
        ("x.pdf", b"no pdf at all", "không đúng định dạng"),
        ("x.png", b"", "Tệp rỗng"),
    ],
)
async def test_files_that_are_none_are_refused(desk: Desk, name: str, content: bytes, said: str) -> None:
    code = (await desk.take()).code
    with pytest.raises(Refused, match=said):
        await add_scan(code, (name, content), Upload(title="Giấy"), desk.act(desk.clerk))


async def test_by_pages_upload_look_download_remove(client: httpx.AsyncClient, desk: Desk) -> None:
    taken = await desk.take()
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    base = f"/staff/dossiers/{taken.code}"
    assert (await clerk.get(f"{base}/scans")).status_code == 200
    assert (await clerk.post(f"{base}/scans", data={"title": "Đơn"})).status_code == 422
    nameless = await clerk.post(f"{base}/scans", files={"file": ("a.png", picture())})
    assert "ghi tên giấy tờ" in nameless.text
    files = {"file": ("đơn.pdf", paper(desk))}
    for _ in range(2):  # the double click keeps one file
        sent = await clerk.post(f"{base}/scans", data={"title": "Đơn", "_key": "one"}, files=files)
        assert sent.status_code == 303, sent.text
    [scan] = await scans.of_dossier(taken.id)
    shown = (await clerk.get(base)).text
    assert f"/staff/scans/{scan.id}" in shown
    looked = (await clerk.get(f"/staff/scans/{scan.id}")).text
    assert "data:image/png;base64," in looked
    assert "Tệp không có trang này" in (await clerk.get(f"/staff/scans/{scan.id}?sheet_number=9")).text
    loaded = await clerk.get(f"/files/{scan.attachment_id}")
    assert loaded.content.startswith(b"%PDF-")
    stranger = await log_in(client, desk.stranger, desk.clock.now())
    hidden = [f"/staff/scans/{scan.id}", f"/files/{scan.attachment_id}", f"{base}/scans", f"{base}/documents"]
    assert [(await stranger.get(path)).status_code for path in hidden] == [404] * 4
    assert (await stranger.post(f"/staff/scans/{scan.id}/remove")).status_code == 404
    assert (await clerk.post(f"/staff/scans/{scan.id}/remove")).status_code == 303
    assert (await clerk.get(f"/files/{scan.attachment_id}")).status_code == 404
    assert await events(taken.code) == ["scanned", "scan_removed"]


async def test_by_pages_reuse_and_the_matrix(client: httpx.AsyncClient, desk: Desk) -> None:
    first, second = await desk.take(), await desk.take()
    await add_scan(first.code, ("cccd.png", picture()), Upload(title="Căn cước"), desk.act(desk.clerk))
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    page = (await clerk.get(f"/staff/dossiers/{second.code}")).text
    [offer] = re.findall(r'action="(/staff/dossiers/[^"]+/reuse)"', page)
    assert (await clerk.post(offer)).status_code == 303
    assert "/reuse" not in (await clerk.get(f"/staff/dossiers/{second.code}")).text
    matrix = f"/staff/dossiers/{second.code}/documents"
    assert (await clerk.get(matrix)).status_code == 200
    wrong = await clerk.post(matrix, data={"revision": "1", "papers.0.paper": "1", "papers.0.remark": "<b>rách</b>"})
    assert wrong.status_code == 422
    assert "&lt;b&gt;rách" in wrong.text
    right = {"revision": "1", "papers.0.paper": "1", "papers.0.certified": "3", "papers.0.remark": "đủ trang"}
    assert (await clerk.post(matrix, data=right)).status_code == 303
    assert "đủ trang" in (await clerk.get(f"/staff/dossiers/{second.code}")).text
