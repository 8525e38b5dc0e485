"""Every form of a dossier: issued once, numbered without gaps, printed again under its number, cancelled, logged."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import zxingcpp
from msgspec import Struct

from core import db as database
from core.accounts.testing import staff
from core.clock import FixedClock
from core.errors import Conflict, Forbidden, Missing, Refused
from core.printing import PrintingError
from plugins.onestop.commands.slips import token_of
from plugins.onestop.papers.commands import printing
from plugins.onestop.papers.commands.issuing import cancel, issue
from plugins.onestop.papers.commands.printing import print_paper, print_receipt
from plugins.onestop.papers.domain.forms import Kind
from plugins.onestop.papers.domain.occasions import Occasion
from plugins.onestop.papers.numbering import next_number
from plugins.onestop.papers.prefill import prefilled
from plugins.onestop.papers.queries import papers
from plugins.onestop.papers.schemas import Apology, Nothing, Refusal, ResultReceipt, Stop, Supplement, Wanted
from plugins.onestop.queries import dossiers
from plugins.onestop.returns.commands import name_proxy
from plugins.onestop.returns.schemas import NewProxy
from tests.onestop.conftest import RESIDENCE, Desk
from tests.onestop.papers.reading import needs_poppler, pages_of, picture_of, raw_text_of, text_of
from tests.onestop.test_moving import sheet_of, step

pytestmark = [pytest.mark.anyio, needs_poppler]
A5, A5_WIDE, A4 = (148, 210), (210, 148), (210, 297)
TO_DESK = ("hand_over", "start", "submit", "sign", "to_desk")
SUPPLEMENT = Supplement(
    reason="Thiếu bản sao giấy khai sinh.\nTờ khai chưa ký tên.",
    wanted=[Wanted(name="Giấy khai sinh", copies=1, remark="có chứng thực"), Wanted(name="")],
    until=date(2017, 12, 1),
    contact="Lê Văn Tám, 0272 3851 234",
)


async def walk(desk: Desk, code: str, *actions: str) -> None:
    who = {"sign": desk.leader, "hand_over": desk.clerk, "return": desk.clerk, "refuse": desk.clerk}
    for action in actions:
        desk.clock.move(timedelta(minutes=5))
        reason = "Giấy tờ còn thiếu" if action in {"ask_supplement", "refuse", "stop"} else ""
        await step(desk, code, who.get(action, desk.specialist), action, reason)


async def made(desk: Desk, code: str, kind: Kind, written: Struct, who: object = None) -> bytes:
    act = desk.act(who or desk.clerk)  # type: ignore[arg-type]
    issued = await issue(code, kind, written, act)
    return (await print_paper(issued.id, act)).content


async def test_the_slip_carries_number_codes_and_vietnamese_text(desk: Desk, tmp_path: Path) -> None:
    taken = await desk.take(RESIDENCE, fee=20_000, fee_paid=True)
    paper = (await print_receipt(taken.code, desk.act(desk.clerk))).content
    text = text_of(paper)
    for said in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Mẫu số 01 – Thông tư 01/2018/TT-VPCP",
        "Số: 1/TNHS",
        taken.code,
        "Nguyễn Minh Hòa",
        "Phí, lệ phí: 20.000 đồng (đã nộp)",
    ):
        assert said in text, said
    assert pages_of(paper) == [A5]
    sheet = await dossiers.by_code(taken.code, None)
    assert sheet is not None
    found = {code.format.name: code.text for code in zxingcpp.read_barcodes(picture_of(paper, tmp_path)[0])}
    assert found["Code128"] == token_of(sheet)
    assert found["QRCode"].endswith(f"/q/{token_of(sheet)}")


async def test_printing_again_says_so_under_the_same_number(desk: Desk) -> None:
    first, second = await desk.take(), await desk.take()
    act = desk.act(desk.clerk)
    texts = [text_of((await print_receipt(code, act)).content) for code in (first.code, second.code, first.code)]
    assert ["Số: 1/TNHS" in texts[0], "Số: 2/TNHS" in texts[1], "Số: 1/TNHS" in texts[2]] == [True] * 3
    assert "Bản in lại" not in texts[0]
    assert "Bản in lại lần 1" in texts[2]
    assert "Bản in lại lần 2" in text_of((await print_receipt(first.code, act)).content)
    ledger = [line for line in await dossiers.ledger(first.id) if line.kind == "slip"]
    assert [line.reason for line in ledger] == ["1/TNHS", "1/TNHS, bản in lại lần 1", "1/TNHS, bản in lại lần 2"]
    assert await database.value("SELECT count(*) FROM audit.audit_entry WHERE action = 'onestop.print_slip'") == 4


async def test_a_slip_that_cannot_be_made_leaves_the_dossier_and_prints_later(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = await desk.take()

    async def broken(*_anything: object, **_options: object) -> bytes:
        raise PrintingError("the template is gone")

    with monkeypatch.context() as patched:
        patched.setattr(printing, "render_pdf", broken)
        with pytest.raises(PrintingError):
            await print_receipt(taken.code, desk.act(desk.clerk))
    assert await dossiers.by_code(taken.code, None) is not None
    assert [line.kind for line in await dossiers.ledger(taken.id)] == ["move"]
    text = text_of((await print_receipt(taken.code, desk.act(desk.clerk))).content)
    assert "Số: 1/TNHS" in text
    assert "Bản in lại" not in text


async def test_a_supplement_request_has_all_reasons_and_papers(desk: Desk) -> None:
    code = (await desk.take()).code
    await walk(desk, code, "hand_over", "start", "ask_supplement")
    paper = await made(desk, code, "supplement", SUPPLEMENT, desk.specialist)
    text = text_of(paper)
    for said in (
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        "Số: 1/HDHS",
        "Thiếu bản sao giấy khai sinh.",
        "Tờ khai chưa ký tên.",
        "1 Giấy khai sinh 1 có chứng thực",
        "ngày 01 tháng 12 năm 2017",
        "Lê Văn Tám, 0272 3851 234",
    ):
        assert said in text, said
    assert pages_of(paper) == [A5]


async def test_each_round_of_supplements_has_a_paper_of_its_own(desk: Desk) -> None:
    taken = await desk.take()
    await walk(desk, taken.code, "hand_over", "start", "ask_supplement")
    act = desk.act(desk.specialist)
    first = await issue(taken.code, "supplement", SUPPLEMENT, act)
    assert await issue(taken.code, "supplement", SUPPLEMENT, act) == first
    await walk(desk, taken.code, "supplemented", "ask_supplement")
    second = await issue(taken.code, "supplement", SUPPLEMENT, act)
    assert (first.label, second.label) == ("1/HDHS", "2/HDHS")


async def test_refusal_names_the_reason(desk: Desk) -> None:
    code = (await desk.take()).code
    await walk(desk, code, "refuse")
    paper = await made(desk, code, "refusal", Refusal(reason="Không thuộc thẩm quyền giải quyết"))
    assert "PHIẾU TỪ CHỐI TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ" in text_of(paper)
    assert "Không thuộc thẩm quyền giải quyết" in text_of(paper)


async def test_apology_names_both_dates(desk: Desk) -> None:
    code = (await desk.take()).code
    new = datetime(2017, 12, 4, 3, 0, tzinfo=UTC)
    text = text_of(await made(desk, code, "apology", Apology(reason="Máy chủ hỏng", new_due_at=new)))
    assert "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ" in text
    assert "10 giờ 00 phút, ngày 04 tháng 12 năm 2017" in text
    assert "09 giờ 30 phút, ngày 29 tháng 11 năm 2017" in text


async def test_the_2025_set_holds_for_dossiers_received_from_july_2025(desk: Desk) -> None:
    desk.clock.at = datetime(2025, 7, 1, 2, 0, tzinfo=UTC)
    code = (await desk.take()).code
    await walk(desk, code, "hand_over", "start", "ask_supplement", "stop")
    stopped = text_of(await made(desk, code, "stop", Stop(reason="Quá hạn bổ sung", papers_back="Sổ hộ khẩu: 1 bản")))
    assert "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ" in stopped
    assert "Mẫu số 05 – Thông tư 03/2025/TT-VPCP" in stopped
    assert "Sổ hộ khẩu: 1 bản" in stopped
    control = text_of(await made(desk, code, "control", Nothing()))
    assert "Mẫu số 06 – Thông tư 03/2025/TT-VPCP" in control
    other = (await desk.take()).code
    sorry = Apology(reason="Chờ ý kiến", new_due_at=datetime(2025, 7, 9, 2, 0, tzinfo=UTC))
    assert "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN" in raw_text_of(await made(desk, other, "apology", sorry))


async def test_there_is_no_stop_notice_in_the_2018_set(desk: Desk) -> None:
    code = (await desk.take()).code
    await walk(desk, code, "hand_over", "start", "ask_supplement", "stop")
    with pytest.raises(Missing):
        await issue(code, "stop", Stop(reason="Quá hạn bổ sung"), desk.act(desk.clerk))


async def test_the_control_sheet_has_one_row_for_each_hand_over(desk: Desk) -> None:
    code = (await desk.take()).code
    await walk(desk, code, *TO_DESK, "return")
    paper = await made(desk, code, "control", Nothing())
    text = text_of(paper)
    assert pages_of(paper)[0] == A5
    assert text.count("Cán bộ chuyên môn") == 4
    assert "09 giờ 35 phút" in text
    assert "trước hạn" in raw_text_of(paper)
    assert await database.value("SELECT number FROM onestop.onestop_issued_paper WHERE kind = 'control'") is None


async def test_the_result_receipt_names_the_proxy_and_what_came_back(desk: Desk) -> None:
    code = (await desk.take()).code
    with pytest.raises(Refused, match="chưa đến bước"):
        await issue(code, "result_receipt", ResultReceipt("Trần Văn Sáu", "Giấy chứng nhận"), desk.act(desk.clerk))
    await walk(desk, code, *TO_DESK)
    written = ResultReceipt(
        receiver_name="Trần Văn Sáu",
        receiver_identity="080199900001",
        authority="Giấy ủy quyền số 12 ngày 20/11/2017, UBND xã Mỹ Hạnh Bắc",
        document="Giấy chứng nhận kết hôn",
        document_number="45/2017",
        document_date=date(2017, 11, 22),
        slip_taken_back=True,
        originals_back="Sổ hộ khẩu: 1 bản",
    )
    text = text_of(await made(desk, code, "result_receipt", written))
    for said in ("Trần Văn Sáu", "080199900001", "45/2017", "Giấy ủy quyền số 12", "Sổ hộ khẩu: 1 bản", "1/BNKQ"):
        assert said in text, said


@pytest.mark.parametrize("proxy", [None, NewProxy("Lê Văn Thay", "080190001111", "UBND xã, số 15/2017", checked=True)])
async def test_the_receipt_is_filled_with_who_fetches_the_result(desk: Desk, proxy: NewProxy | None) -> None:
    code = (await desk.take()).code
    await walk(desk, code, *TO_DESK)
    act = desk.act(desk.clerk)
    if proxy:
        await name_proxy(code, proxy, act)
    sheet = await sheet_of(code)
    known = await prefilled("result_receipt", sheet, Occasion("result_receipt"), act)
    filled = ResultReceipt(**known)
    assert filled.receiver_name == (proxy.name if proxy else sheet.submitter_name)
    text = text_of(await made(desk, code, "result_receipt", filled))
    for said in (proxy.name, proxy.identity, proxy.authorisation) if proxy else (sheet.submitter_name,):
        assert said in text, said


@pytest.mark.parametrize(
    ("kind", "written", "field"),
    [
        ("apology", Apology("Máy chủ hỏng", datetime(2017, 11, 29, 2, 30, tzinfo=UTC)), "new_due_at"),
        ("supplement", Supplement("Thiếu giấy tờ", until=date(2017, 11, 21)), "until"),
        ("result_receipt", ResultReceipt("Trần Văn Sáu", "Trích lục"), "authority"),
    ],
)
async def test_what_cannot_be_right_gets_no_number(desk: Desk, kind: Kind, written: Struct, field: str) -> None:
    code = (await desk.take()).code
    await walk(desk, code, "hand_over", "start", "ask_supplement", "supplemented", "submit", "sign", "to_desk")
    with pytest.raises(Refused) as refused:
        await issue(code, kind, written, desk.act(desk.clerk))
    assert [problem.field for problem in refused.value.problems] == [field]
    assert await database.value("SELECT count(*) FROM onestop.onestop_issued_paper") == 0
    assert await database.value("SELECT count(*) FROM onestop.onestop_paper_counter") == 0


async def test_owner_and_submitter_take_the_result_without_a_paper(desk: Desk) -> None:
    code = (await desk.take(submitter_name="Lê Thị Út")).code
    await walk(desk, code, *TO_DESK)
    for name in ("nguyễn minh hòa", "LÊ THỊ ÚT"):
        issued = await issue(code, "result_receipt", ResultReceipt(name, "Trích lục"), desk.act(desk.clerk))
        await cancel(issued.id, "Lập lại", desk.act(desk.clerk))


def test_a_number_is_taken_in_a_transaction_only(clock: FixedClock) -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        asyncio.run(next_number(1, "TNHS", clock.now()))


async def test_a_cancelled_paper_keeps_number_and_reason_and_is_not_printed(desk: Desk) -> None:
    taken = await desk.take()
    await walk(desk, taken.code, "refuse")
    act = desk.act(desk.clerk)
    wrong = await issue(taken.code, "refusal", Refusal(reason="Ghi nhầm lý do"), act)
    await cancel(wrong.id, "Ghi nhầm lý do", act)
    with pytest.raises(Refused, match="đã hủy"):
        await print_paper(wrong.id, act)
    with pytest.raises(Conflict):
        await cancel(wrong.id, "Một lần nữa", act)
    right = await issue(taken.code, "refusal", Refusal(reason="Không thuộc thẩm quyền"), act)
    assert (wrong.label, right.label) == ("1/TCHS", "2/TCHS")
    kept = await papers.of_dossier(taken.id)
    assert [(p.label, p.cancel_reason) for p in kept] == [("1/TCHS", "Ghi nhầm lý do"), ("2/TCHS", "")]


async def test_nobody_prints_for_a_dossier_that_is_not_his(desk: Desk) -> None:
    code = (await desk.take()).code
    await walk(desk, code, "hand_over", "start", "ask_supplement")
    issued = await issue(code, "supplement", SUPPLEMENT, desk.act(desk.specialist))
    unassigned = await staff("specialist", "my-hanh-bac", desk.clock.now(), "another")
    with pytest.raises(Forbidden):
        await print_paper(issued.id, desk.act(unassigned))
    with pytest.raises(Forbidden):
        await issue(code, "control", Nothing(), desk.act(unassigned))
    with pytest.raises(Forbidden):
        await print_receipt(code, desk.act(desk.specialist))
    with pytest.raises(Missing):
        await print_paper(issued.id, desk.act(desk.stranger))
    with pytest.raises(Missing):
        await cancel(issued.id, "Không phải của tôi", desk.act(desk.stranger))
    assert await database.value("SELECT copies FROM onestop.onestop_issued_paper WHERE id = $1", issued.id) == 0


async def test_numbers_have_no_gaps_under_concurrency(committed_desk: Desk) -> None:
    codes = [(await committed_desk.take()).code for _ in range(12)]
    act = committed_desk.act(committed_desk.clerk)

    async def first_print(code: str) -> str:
        return (await issue(code, "receipt", Nothing(), act)).label

    # every slip is asked for twice at once: one number each, none lost
    labels = await asyncio.gather(*(database.spawn(first_print(code)) for code in codes + codes))
    assert sorted(set(labels), key=lambda label: int(label.split("/")[0])) == [f"{n}/TNHS" for n in range(1, 13)]
    assert labels[:12] == labels[12:]
