"""Money of a dossier: receipts without gaps, phí and lệ phí apart, exemption, refund, cancellation, the ledger."""

import asyncio
import re

import httpx
import pytest

from core import db as database
from core.accounts.testing import log_in, staff
from core.errors import Conflict, Forbidden, Missing, Refused
from plugins.onestop.fees import queries
from plugins.onestop.fees.commands.charging import charge, exempt, refund
from plugins.onestop.fees.commands.receipts import cancel_receipt, collect, print_fee_receipt
from plugins.onestop.fees.domain.account import account
from plugins.onestop.fees.schemas import Charge, Collect, Exempt, Refund
from plugins.onestop.queries import dossiers
from tests.onestop.conftest import RESIDENCE, Desk
from tests.onestop.papers.reading import needs_poppler, pages_of, text_of

pytestmark = pytest.mark.anyio
PAYER = "Trần Thị Bé"


async def state(code: str) -> tuple[int, int, int, int]:
    """Return due, kept, open and unreceipted; the dossier's own sums must be the same."""
    sheet = await dossiers.by_code(code, None)
    assert sheet is not None
    now = account(await dossiers.ledger(sheet.id))
    assert (sheet.fee_due, sheet.fee_paid) == (now.due, now.kept)
    return now.due, now.kept, now.open, now.unreceipted


async def test_money_taken_at_the_intake_gets_its_receipt_later(desk: Desk) -> None:
    code = (await desk.take(RESIDENCE, fee=20_000, fee_paid=True)).code
    assert await state(code) == (20_000, 20_000, 0, 20_000)
    done = await collect(code, Collect(PAYER, le_phi=20_000), desk.act(desk.clerk))
    assert done.number == 1
    assert await state(code) == (20_000, 20_000, 0, 0)


async def test_payment_after_reception(desk: Desk) -> None:
    taken = await desk.take(RESIDENCE)
    act = desk.act(desk.clerk)
    await charge(taken.code, Charge(100_000, "phi", "Phí thẩm định hồ sơ", "after"), act)
    await charge(taken.code, Charge(20_000, "le_phi", "Lệ phí cấp giấy chứng nhận"), act)
    with pytest.raises(Refused, match="120\\.000"):
        await collect(taken.code, Collect(PAYER, phi=100_000, le_phi=20_001), act)
    await collect(taken.code, Collect(PAYER, phi=100_000, le_phi=20_000, method="transfer"), act)
    assert await state(taken.code) == (120_000, 120_000, 0, 0)
    lines = [(line.action, line.target, line.amount) for line in await dossiers.ledger(taken.id) if line.kind == "fee"]
    assert lines == [
        ("charged", "phi", 100_000),
        ("charged", "le_phi", 20_000),
        ("paid", "", 120_000),
        ("receipted", "", 120_000),
    ]
    day = desk.clock.now().date()
    assert await queries.taken(day, day, None) == queries.Taken(1, 100_000, 20_000, 0)


async def test_exemption_needs_a_ground_and_money_goes_back_without_receipt_only(desk: Desk) -> None:
    code = (await desk.take(RESIDENCE, fee=20_000, fee_paid=True)).code
    act = desk.act(desk.clerk)
    done = await collect(code, Collect(PAYER, le_phi=20_000), act)
    await exempt(code, Exempt(20_000, "Hộ nghèo, giấy số 12/2017"), act)
    assert await state(code) == (0, 20_000, 0, 0)
    with pytest.raises(Refused, match="hủy biên lai"):
        await refund(code, Refund(20_000, "Được miễn lệ phí"), act)
    await cancel_receipt(done.id, "Người nộp được miễn", act)
    await refund(code, Refund(20_000, "Được miễn lệ phí"), act)
    assert await state(code) == (0, 0, 0, 0)
    with pytest.raises(Refused, match="miễn, giảm quá"):
        await exempt(code, Exempt(1, "Thêm lần nữa"), act)
    with pytest.raises(Conflict):
        await cancel_receipt(done.id, "Hủy lần hai", act)


async def test_a_cancelled_receipt_keeps_its_number_and_the_next_one_goes_on(desk: Desk) -> None:
    taken = await desk.take(RESIDENCE, fee=50_000)
    act = desk.act(desk.clerk)
    first = await collect(taken.code, Collect(PAYER, le_phi=50_000), act)
    await cancel_receipt(first.id, "Ghi sai người nộp", act)
    second = await collect(taken.code, Collect("Lê Văn Tư", le_phi=50_000), act)
    kept = await queries.of_dossier(taken.id)
    assert [(r.number, r.cancel_reason, r.payer_name) for r in kept] == [
        (1, "Ghi sai người nộp", PAYER),
        (2, "", "Lê Văn Tư"),
    ]
    assert second.number == 2
    assert await state(taken.code) == (50_000, 50_000, 0, 0)
    with pytest.raises(Refused, match="đã hủy"):
        await print_fee_receipt(first.id, act)


@needs_poppler
async def test_the_paper_says_the_amount_in_words_and_again_under_the_same_number(desk: Desk) -> None:
    code = (await desk.take(RESIDENCE, fee=2_505_021)).code
    act = desk.act(desk.clerk)
    done = await collect(code, Collect(PAYER, phi=2_500_000, le_phi=5_021), act)
    first = (await print_fee_receipt(done.id, act)).content
    again = (await print_fee_receipt(done.id, act)).content
    assert pages_of(first) == [(210, 148)] * 3
    for said in (
        "BIÊN LAI THU PHÍ, LỆ PHÍ",
        "Ký hiệu: BL/2017",
        "Số: 0000001",
        "Phí 2.500.000 đồng",
        "Lệ phí 5.021 đồng",
        "Cộng 2.505.021 đồng",
        "Hai triệu năm trăm linh năm nghìn không trăm hai mươi mốt đồng",
        "Liên 2: Giao người nộp",
    ):
        assert said in text_of(first), said
    assert "Bản in lại" not in text_of(first)
    assert "Bản in lại lần 1" in text_of(again)
    assert "Số: 0000001" in text_of(again)
    assert await database.value("SELECT count(*) FROM audit.audit_entry WHERE action = 'onestop.print_receipt'") == 2


async def test_who_has_no_business_with_money_is_refused(desk: Desk) -> None:
    code = (await desk.take(RESIDENCE, fee=20_000)).code
    with pytest.raises(Forbidden):
        await collect(code, Collect(PAYER, le_phi=20_000), desk.act(desk.specialist))
    with pytest.raises(Missing):
        await collect(code, Collect(PAYER, le_phi=20_000), desk.act(desk.stranger))
    done = await collect(code, Collect(PAYER, le_phi=20_000), desk.act(desk.clerk))
    for who, error in ((desk.specialist, Forbidden), (desk.stranger, Missing)):
        with pytest.raises(error):
            await print_fee_receipt(done.id, desk.act(who))
        with pytest.raises(error):
            await cancel_receipt(done.id, "Không phải của tôi", desk.act(who))


async def test_sent_twice_is_taken_once(desk: Desk) -> None:
    code = (await desk.take(RESIDENCE, fee=20_000)).code
    act = desk.act(desk.clerk)
    answers = [await collect(code, Collect(PAYER, le_phi=20_000), act, "one-form") for _ in range(3)]
    assert len({(a.id, a.number) for a in answers}) == 1
    assert await state(code) == (20_000, 20_000, 0, 0)


async def test_receipts_are_gap_free_when_many_take_money_at_once(committed_desk: Desk) -> None:
    desk = committed_desk
    colleague = await staff("clerk", "my-hanh-bac.mot-cua", desk.clock.now(), "colleague")
    codes = [(await desk.take(RESIDENCE, fee=1_000)).code for _ in range(10)]
    # each dossier is paid by two clerks at once: one gets the money, the other is told that nothing is open
    tries = [
        database.spawn(collect(code, Collect(PAYER, le_phi=1_000), desk.act(who)))
        for code in codes
        for who in (desk.clerk, colleague)
    ]
    answers = await asyncio.gather(*tries, return_exceptions=True)
    numbers = sorted(answer.number for answer in answers if not isinstance(answer, BaseException))
    assert numbers == list(range(1, 11))
    assert sum(isinstance(answer, Refused) for answer in answers) == 10
    assert await database.value("SELECT sum(fee_paid)::bigint FROM onestop.onestop_dossier") == 10_000


async def test_the_pages_of_money(client: httpx.AsyncClient, desk: Desk) -> None:
    code = (await desk.take(RESIDENCE, fee=20_000)).code
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    base = f"/staff/dossiers/{code}/fees"
    too_much = await clerk.post(f"{base}/collect", data={"payer_name": PAYER, "phi": "90000"})
    assert too_much.status_code == 422
    assert "lớn hơn số còn phải thu" in too_much.text
    assert 'value="90000"' in too_much.text
    nobody = await clerk.post(f"{base}/collect", data={"le_phi": "20000"})
    assert "Chưa điền: Người nộp tiền." in nobody.text
    sent = await clerk.post(f"{base}/collect", data={"payer_name": PAYER, "le_phi": "20000"})
    assert sent.status_code == 303, sent.text
    shown = (await clerk.get(base)).text
    assert "BL/2017 0000001" in shown
    printed = await clerk.post(re.findall(r'action="(/staff/fees/\d+/print)"', shown)[0])
    assert printed.content.startswith(b"%PDF-")
    asked = re.findall(r'href="(/staff/fees/\d+/cancel)"', shown)[0]
    assert (await clerk.get(asked)).status_code == 200
    assert (await clerk.post(asked, data={"reason": ""})).status_code == 422
    assert (await clerk.post(asked, data={"reason": "Ghi sai người nộp"})).status_code == 303
    book = (await clerk.get("/staff/fees")).text
    assert "Đã hủy" in book
    assert PAYER in book
    assert "Phí, lệ phí" in (await clerk.get(f"/staff/dossiers/{code}")).text
    stranger = await log_in(client, desk.stranger, desk.clock.now())
    assert (await stranger.get(base)).status_code == 404
    assert PAYER not in (await stranger.get("/staff/fees")).text
    assert (await stranger.get(asked)).status_code == 404
