"""Signing a dossier's result: by whom, with which key, once, and anybody can check it afterwards."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from core import db as database
from core import files
from core.accounts.testing import act_of, log_in, staff
from core.acting import Act, Principal
from core.errors import Conflict, Forbidden, Missing, Refused
from core.files import Subject
from plugins.onestop.attachments import SUBJECT, attach
from plugins.onestop.commands.moving import move
from plugins.onestop.queries import dossiers
from plugins.onestop.schemas import Move
from plugins.onestop.signing import queries
from plugins.onestop.signing.checking import check
from plugins.onestop.signing.commands import keys, signing
from plugins.onestop.signing.keys import KeyFile
from plugins.onestop.signing.schemas import NewKey, NewRoot, ToSign
from tests.onestop.conftest import Desk
from tests.onestop.signing.conftest import FROM, Authority

pytestmark = pytest.mark.anyio


class Office:
    """A desk whose leader has a key and a dossier with a result to sign."""

    def __init__(self, desk: Desk, admin: Act, key_id: int, code: str, file_id: int) -> None:
        self.desk, self.admin, self.key_id, self.code, self.file_id = desk, admin, key_id, code, file_id

    def act(self, who: Principal | None = None) -> Act:
        return self.desk.act(who or self.desk.leader)

    async def sign(self, who: Principal | None = None, key: str = "", **changes: Any) -> int:
        asked: dict[str, Any] = {"file_id": self.file_id, "key_id": self.key_id, **changes}
        return await signing.sign(self.code, ToSign(**asked), self.act(who), key)


@pytest.fixture
async def office(desk: Desk, key_file: KeyFile, paper: bytes) -> Office:
    admin = act_of(await staff("admin", "duc-hoa", desk.clock.now()), desk.clock.now())
    code = (await desk.take()).code
    sheet = await dossiers.by_code(code, None)
    assert sheet is not None
    new = NewKey("Chữ ký Chủ tịch", sheet.authority_id, desk.leader.person_id)
    key_id = await keys.add_key(new, key_file, admin)
    await move(code, Move("hand_over", 1, "", desk.specialist.person_id), desk.act(desk.clerk))
    found = await attach(code, "Giấy xác nhận.pdf", paper, desk.act(desk.specialist))
    return Office(desk, admin, key_id, code, found.id)


async def test_a_signed_copy_is_kept_beside_the_original(office: Office, authority: Authority, paper: bytes) -> None:
    number = await office.sign()
    found = await queries.signed(number)
    assert found is not None
    kept = await files.find(found.attachment_id)
    assert kept is not None
    assert kept.name == "Giấy xác nhận-daky.pdf"
    content = await files.content_of(kept)
    assert content.startswith(paper)
    checked = await check(content, [authority.der], office.desk.clock.now())
    assert (checked.verdict, checked.sha256) == ("good", found.sha256)
    assert checked.signatures[0].claimed_at == office.desk.clock.now()
    ledger = await dossiers.ledger(found.dossier_id)
    assert [(line.kind, line.action) for line in ledger][-1] == ("sign", "result")
    told = await database.value("SELECT body->>'sha256' FROM core.core_event WHERE type LIKE '%ResultSigned'")
    assert told == found.sha256


async def test_nobody_signs_without_the_right_or_what_he_appraised(office: Office) -> None:
    desk = office.desk
    for who in (desk.clerk, desk.specialist):
        with pytest.raises(Forbidden):
            await office.sign(who)
    with pytest.raises(Missing):
        await office.sign(desk.stranger)
    await move(office.code, Move("start", 2), desk.act(desk.specialist))
    both = Principal(
        username="both",
        display_name="Kiêm nhiệm",
        person_id=desk.specialist.person_id,
        unit_id=desk.specialist.unit_id,
        grants={**desk.specialist.grants, "onestop.sign": desk.leader.units("onestop.sign")},
    )
    await move(office.code, Move("submit", 3), desk.act(both))
    with pytest.raises(Forbidden):
        await office.sign(both)


async def test_only_own_keys_and_seals_of_the_office_that_still_count(office: Office, authority: Authority) -> None:
    other = await staff("leader", "my-hanh-bac", office.desk.clock.now(), "leader.two")
    with pytest.raises(Refused) as refused:
        await office.sign(other)
    assert refused.value.problems[0].field == "key_id"
    sheet = await dossiers.by_code(office.code, None)
    assert sheet is not None
    seal = await keys.add_key(NewKey("Con dấu", sheet.authority_id), authority.key_file("UBND xã"), office.admin)
    await office.sign(other, key_id=seal)
    await keys.retire_key(seal, office.admin)
    assert await queries.sealed_key(seal) == b""
    with pytest.raises(Refused):
        await office.sign(other, key_id=seal)
    office.desk.clock.move(timedelta(days=1200))
    with pytest.raises(Refused):
        await office.sign()


async def test_a_key_of_a_neighbour_signs_nothing_here(office: Office, authority: Authority) -> None:
    neighbour = await staff("leader", "my-hanh-nam", office.desk.clock.now())
    assert neighbour.unit_id is not None
    seal = await keys.add_key(NewKey("Con dấu xã bên", neighbour.unit_id), authority.key_file("Xã bên"), office.admin)
    with pytest.raises(Refused):
        await office.sign(key_id=seal)


async def test_a_double_click_signs_once(office: Office) -> None:
    assert await office.sign(key="k1") == await office.sign(key="k1")
    assert await database.value("SELECT count(*) FROM onestop.onestop_signature") == 1


async def test_what_cannot_be_signed_is_told_by_its_field(office: Office, paper: bytes) -> None:
    text = await attach(office.code, "ghi chú.txt", "xin chào".encode(), office.act(office.desk.specialist))
    broken = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    bad = await attach(office.code, "hỏng.pdf", broken, office.act(office.desk.specialist))
    foreign = await files.store("x.pdf", paper, Subject(SUBJECT, 999_999), office.admin)
    for file_id in (text.id, bad.id, foreign.id, 10**9):
        with pytest.raises(Refused) as refused:
            await office.sign(file_id=file_id)
        assert refused.value.problems[0].field == "file_id"
    assert await database.value("SELECT count(*) FROM onestop.onestop_signature") == 0


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"until": FROM + timedelta(days=30)}, "expired"),
        ({"since": FROM + timedelta(days=900)}, "not_yet"),
        ({"bits": 1024}, "weak"),
        ({"signs": False}, "no_signing"),
    ],
)
async def test_bad_keys_are_not_taken_into_use(
    office: Office, authority: Authority, change: dict[str, Any], fault: str
) -> None:
    file = authority.key_file(**change)
    with pytest.raises(Refused) as refused:
        await keys.add_key(NewKey("Khóa", office.desk.leader.unit_id or 0), file, office.admin)
    assert (refused.value.problems[0].field, refused.value.problems[0].code) == ("file", fault)


async def test_a_wrong_password_and_a_stranger_are_refused(office: Office, key_file: KeyFile) -> None:
    new = NewKey("Khóa", office.desk.leader.unit_id or 0)
    with pytest.raises(Refused):
        await keys.add_key(new, KeyFile(key_file.content, "sai"), office.admin)
    with pytest.raises(Forbidden):
        await keys.add_key(new, key_file, office.act(office.desk.leader))


async def test_the_secret_key_is_in_no_table_and_no_log(office: Office, key_file: KeyFile) -> None:
    rows = await database.rows("SELECT k::text AS row FROM onestop.onestop_signing_key k")
    logged = await database.rows("SELECT e::text AS row FROM audit.audit_entry e")
    for row in [*rows, *logged]:
        assert key_file.password not in row["row"]
        assert key_file.content[100:160].hex() not in row["row"]


async def test_a_root_must_be_an_authority_and_is_kept_once(office: Office, authority: Authority) -> None:
    await keys.add_root(NewRoot("CA thử"), authority.pem, office.admin)
    for content in (authority.der, b"rubbish"):
        with pytest.raises(Refused):
            await keys.add_root(NewRoot("CA thử"), content, office.admin)
    [root] = await queries.roots()
    await keys.remove_root(root.id, office.admin)
    with pytest.raises(Missing):
        await keys.remove_root(root.id, office.admin)


# --- anybody checks it


async def signed_content(number: int) -> bytes:
    found = await queries.signed(number)
    assert found is not None
    kept = await files.find(found.attachment_id)
    assert kept is not None
    return await files.content_of(kept)


async def upload(client: httpx.AsyncClient, content: bytes, name: str = "giấy.pdf") -> httpx.Response:
    return await client.post("/kiem-chung", files={"file": (name, content, "application/pdf")})


async def test_anybody_checks_a_file_and_nothing_is_kept(
    office: Office, client: httpx.AsyncClient, authority: Authority
) -> None:
    await keys.add_root(NewRoot("CA thử"), authority.pem, office.admin)
    content = await signed_content(await office.sign())
    before = await database.value("SELECT count(*) FROM files.files_attachment")
    answer = await upload(client, content)
    assert answer.status_code == 200
    for words in ("Chữ ký đúng", "Trần Văn Bình", "Chứng thư được tin cậy", "Đúng tệp mà", "09:30 22/11/2017"):
        assert words in answer.text, words
    assert answer.headers["cache-control"] == "no-store"
    changed = bytearray(content)
    changed[3000] ^= 1
    spoilt = await upload(client, bytes(changed))
    assert "đã bị sửa sau khi ký" in spoilt.text or "Không đọc được" in spoilt.text
    assert "Đúng tệp mà" not in spoilt.text
    assert await database.value("SELECT count(*) FROM files.files_attachment") == before


async def test_without_a_trusted_authority_the_signer_is_unknown(office: Office, client: httpx.AsyncClient) -> None:
    answer = await upload(client, await signed_content(await office.sign()))
    assert "chưa tin cậy được người ký" in answer.text


async def test_the_code_on_the_paper_says_who_signed_and_no_more(office: Office, client: httpx.AsyncClient) -> None:
    number = await office.sign()
    token = signing.opaque_code(signing.SIGNED_PAPER, signing._secret(), number, 1)
    answer = await client.get(f"/q/{token}", follow_redirects=True)
    assert answer.status_code == 200
    assert answer.url.path == f"/kiem-chung/{token}"
    assert "Trần Văn Bình" in answer.text
    for secret in ("Nguyễn Minh Hòa", "080123456789", office.code, "Giấy xác nhận.pdf"):
        assert secret not in answer.text
    await signing.withdraw(office.code, number, "In sai họ tên", office.act())
    again = await client.get(f"/kiem-chung/{token}")
    assert "đã thu hồi" in again.text
    assert "In sai họ tên" not in again.text
    with pytest.raises(Conflict):
        await signing.withdraw(office.code, number, "Lần nữa", office.act())


@pytest.mark.parametrize("code", ["123", "50123456789012345", "0" * 20, "<script>"])
async def test_digits_that_stand_on_no_paper(office: Office, client: httpx.AsyncClient, code: str) -> None:
    answer = await client.post("/kiem-chung/ma", data={"code": code})
    assert answer.status_code == 422
    assert "không có trên giấy nào" in answer.text
    assert "<script>" not in answer.text.split("<main", 1)[1]


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7\n%%EOF", b"PK\x03\x04" + b"x" * 100])
async def test_a_stranger_s_rubbish_is_an_answer_not_an_error(
    office: Office, client: httpx.AsyncClient, content: bytes
) -> None:
    answer = await upload(client, content, "<img src=x>.pdf")
    assert answer.status_code in {200, 422}
    assert "<img src=x>" not in answer.text


async def test_too_many_checks_from_one_address_wait(office: Office, client: httpx.AsyncClient) -> None:
    office.desk.clock.move(timedelta(minutes=30))
    codes = [(await client.post("/kiem-chung/ma", data={"code": "123"})).status_code for _ in range(25)]
    assert codes.count(429) == 5


async def test_the_pages_of_the_leader(office: Office, client: httpx.AsyncClient) -> None:
    leader = await log_in(client, office.desk.leader, office.desk.clock.now())
    shown = await leader.get(f"/staff/dossiers/{office.code}")
    assert "Ký số kết quả" in shown.text
    assert "Chữ ký Chủ tịch" in shown.text
    data = {"file_id": str(office.file_id), "key_id": str(office.key_id), "place": "last_right", "_key": "k"}
    answer = await leader.post(f"/staff/dossiers/{office.code}/signatures", data=data)
    assert answer.status_code == 303
    shown = await leader.get(f"/staff/dossiers/{office.code}")
    assert "Giấy xác nhận-daky.pdf" in shown.text
    assert "Đã ký" in shown.text
    clerk = await log_in(client, office.desk.clerk, office.desk.clock.now())
    assert "/signatures" not in (await clerk.get(f"/staff/dossiers/{office.code}")).text


async def test_the_pages_of_the_administrator(
    office: Office, client: httpx.AsyncClient, authority: Authority, key_file: KeyFile
) -> None:
    admin = await log_in(client, await staff("admin", "duc-hoa", office.desk.clock.now()), office.desk.clock.now())
    assert "Chữ ký Chủ tịch" in (await admin.get("/staff/signing")).text
    roots = {"title": "CA thử"}
    sent = await admin.post("/staff/signing/roots", data=roots, files={"file": ("ca.pem", authority.pem)})
    assert sent.status_code == 303
    assert "CA thử" in (await admin.get("/staff/signing")).text
    missing = await admin.post("/staff/signing/roots", data=roots)
    assert missing.status_code == 422
    assert "Hãy chọn một tệp" in missing.text
    assert (await admin.get("/staff/signing/keys/new")).status_code == 200
    fields = {"title": "Khóa hai", "unit_id": str(office.desk.leader.unit_id), "password": "sai"}
    wrong = await admin.post("/staff/signing/keys/new", data=fields, files={"file": ("k.p12", key_file.content)})
    assert wrong.status_code == 422
    assert "mật khẩu sai" in wrong.text
    right = await admin.post(
        "/staff/signing/keys/new",
        data=fields | {"password": key_file.password},
        files={"file": ("k.p12", key_file.content)},
    )
    assert right.status_code == 303
    assert key_file.password not in (await admin.get("/staff/signing")).text
