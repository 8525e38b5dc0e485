"""Receipts: money taken under a number without gaps, printed, printed again, cancelled with a reason."""

from core import audit, db
from core.acting import Act
from core.errors import Conflict, Missing, Refused
from core.idempotency import once
from core.text.i18n import gettext as _
from core.text.i18n import use_language
from plugins.onestop.fees import queries
from plugins.onestop.fees.commands.books import Entry, books, enter, refuse
from plugins.onestop.fees.contents import receipt_content
from plugins.onestop.fees.domain.account import may_receipt, newly_paid
from plugins.onestop.fees.schemas import Collect, Done, Receipt
from plugins.onestop.papers.commands.issuing import note
from plugins.onestop.papers.commands.printing import Pdf, typeset
from plugins.onestop.papers.forms import form_for
from plugins.onestop.papers.numbering import next_number, year_of
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet

_INSERT = """
INSERT INTO onestop.onestop_fee_receipt
  (dossier, authority_id, unit_id, series, year, number, payer_name, payer_address, phi, le_phi, method, note,
   issued_at, issued_by, issued_by_name, copies, cancelled_by_name, cancel_reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 0, '', '') RETURNING id
"""
_CANCEL = """
UPDATE onestop.onestop_fee_receipt SET cancelled_at = $2, cancelled_by_name = $3, cancel_reason = $4
WHERE id = $1 AND cancelled_at IS NULL RETURNING id
"""
_PRINTED = "UPDATE onestop.onestop_fee_receipt SET copies = copies + 1 WHERE id = $1"


async def collect(code: str, data: Collect, act: Act, key: str = "") -> Done:
    """Take money for a dossier and make out a receipt; return its id and number.

    Money that was taken at the intake without a receipt is covered first. Raises Missing, Forbidden; Refused when it is
    more than what is open.
    """
    return await once(key, act.who.username, {"code": code, "collect": data}, lambda: _collect(code, data, act), Done)


async def _collect(code: str, data: Collect, act: Act) -> Done:
    async with books(code, act) as (sheet, now):
        refuse(may_receipt(now, data.phi, data.le_phi), now, "phi")
        total = data.phi + data.le_phi
        paid = newly_paid(now, total)
        receipt = await _insert(sheet, data, act)
        entries = [Entry("paid", paid, data.note)] if paid else []
        entries.append(Entry("receipted", total, receipt.label))
        await enter(sheet, entries, act, receipt=receipt.label, phi=data.phi, le_phi=data.le_phi)
    return Done(receipt.id, receipt.number)


async def _insert(sheet: Sheet, data: Collect, act: Act) -> Receipt:
    series = form_for("fee_receipt", act.at).spec.symbol
    number = await next_number(sheet.authority_id, series, act.at)
    receipt_id = await db.value(
        _INSERT,
        *(sheet.id, sheet.authority_id, sheet.unit_id, series, year_of(act.at), number),
        *(data.payer_name, data.payer_address, data.phi, data.le_phi, data.method, data.note),
        *(act.at, act.who.person_id, act.who.display_name),
    )
    receipt = await queries.find(receipt_id)
    assert receipt is not None  # noqa: S101 -- written in this transaction
    return receipt


async def cancel_receipt(receipt_id: int, reason: str, act: Act) -> str:
    """Cancel a receipt; it stays, with number and reason, and its money is without receipt again. Return the dossier.

    Raises Missing, Forbidden, Conflict when it is cancelled already.
    """
    code = await _code(receipt_id)
    async with books(code, act) as (sheet, _now):
        receipt = await queries.locked(receipt_id)
        if receipt is None:
            raise Missing
        if await db.value(_CANCEL, receipt_id, act.at, act.who.display_name, reason.strip()) is None:
            raise Conflict(_("Biên lai này đã bị hủy trước đó."))
        entry = Entry("receipt_cancelled", receipt.total, f"{receipt.label}: {reason.strip()}")
        await enter(sheet, [entry], act, receipt=receipt.label)
    return sheet.code


async def print_fee_receipt(receipt_id: int, act: Act) -> Pdf:
    """Print a receipt, three copies; again under the same number, and then it says so.

    Raises Missing, Forbidden, PrintingError; Refused for a cancelled one.
    """
    code = await _code(receipt_id)
    async with books(code, act) as (sheet, _now):
        receipt = await queries.locked(receipt_id)
        if receipt is None:
            raise Missing
        if receipt.cancelled_at is not None:
            raise Refused(_("Biên lai đã hủy nên không in được nữa."))
        form = form_for("fee_receipt", receipt.issued_at)
        with use_language("vi"):
            data = await receipt_content(receipt, sheet, form, act.at)
        content = await typeset(form, receipt.authority_id, data, act)
        await db.execute(_PRINTED, receipt_id)
        again = f", bản in lại lần {receipt.copies}" if receipt.copies else ""
        await note(sheet.id, "fee", "receipt_printed", f"{receipt.label}{again}", act)
        await audit.record(
            act,
            "onestop.print_receipt",
            subject="onestop.dossier",
            subject_id=sheet.id,
            unit_id=sheet.unit_id,
            after={"receipt": receipt.label, "copy": receipt.copies + 1},
        )
    return Pdf(f"bien-lai-{receipt.year}-{receipt.number:07}.pdf", content)


async def _code(receipt_id: int) -> str:
    receipt = await queries.find(receipt_id)
    if receipt is None:
        raise Missing
    return await dossiers.code_of(receipt.dossier)
