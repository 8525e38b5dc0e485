"""The money of a dossier, and the book of receipts."""

import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response, Stream
from msgspec import Struct

from core.acting import Act
from core.clock import VIETNAM
from core.errors import Missing, Refused
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.lists import list_response
from core.web.pages import page, redirect
from plugins.onestop.access import scope
from plugins.onestop.domain.ledger import LedgerLine
from plugins.onestop.fees import queries
from plugins.onestop.fees.commands.charging import charge, exempt, refund
from plugins.onestop.fees.commands.receipts import cancel_receipt, collect, print_fee_receipt
from plugins.onestop.fees.domain.account import account
from plugins.onestop.fees.listing import METHOD_TITLES, RECEIPTS
from plugins.onestop.fees.schemas import Charge, Collect, Exempt, Refund
from plugins.onestop.papers.access import FEES, sheet_for
from plugins.onestop.papers.controllers.answers import pdf_response
from plugins.onestop.papers.schemas import Cancel
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.wording import LEDGER_WORDS

Write = Callable[[str, Any, Act, str], Awaitable[Any]]
WRITES: dict[str, tuple[type[Struct], Write]] = {
    "collect": (Collect, collect),
    "charge": (Charge, charge),
    "exempt": (Exempt, exempt),
    "refund": (Refund, refund),
}


class FeePages(Controller):
    """What a dossier owes and paid, with everything that can be done about it."""

    path = "/staff"
    guards = [requires(FEES)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get("/dossiers/{code:str}/fees")
    async def show(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[str]:
        """Show the account of a dossier, its receipts and what can be done."""
        return await _account_page(request, act, code)

    @post("/dossiers/{code:str}/fees/{what:str}", status_code=303)
    async def write(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str], what: FromPath[str]
    ) -> Response[Any]:
        """Take money, charge, exempt or give back; with problems, show the page again as it was sent."""
        if what not in WRITES:
            raise Missing
        kind, run = WRITES[what]
        form: Form[Any] = await read_form(request, kind)
        try:
            await run(code, form.checked(), act, form.key)
        except Refused as error:
            if not form.problems:
                form.refuse(error)
            return await _account_page(request, act, code, form, what)
        return redirect(f"/staff/dossiers/{code}/fees")

    @get("/fees")
    async def book(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any] | Stream:
        """List the receipts, with what was taken today and this month."""
        today = act.at.astimezone(VIETNAM).date()
        units = scope(act.who, FEES)
        day = await queries.taken(today, today, units)
        month = await queries.taken(today.replace(day=1), today, units)
        return await list_response(RECEIPTS, request, act.who, day=day, month=month)

    @get("/fees/{receipt_id:int}")
    async def receipt(self, act: NamedDependency[Act], receipt_id: FromPath[int]) -> Response[Any]:
        """Go to the account of the receipt's dossier."""
        receipt = await queries.find(receipt_id)
        if receipt is None:
            raise Missing
        sheet = await sheet_for(await dossiers.code_of(receipt.dossier), act)
        return redirect(f"/staff/dossiers/{sheet.code}/fees")

    @post("/fees/{receipt_id:int}/print", status_code=200)
    async def print(self, act: NamedDependency[Act], receipt_id: FromPath[int]) -> Response[bytes]:
        """Print a receipt; a POST, because printing is written into the ledger and the log."""
        return pdf_response(await print_fee_receipt(receipt_id, act))

    @get("/fees/{receipt_id:int}/cancel")
    async def ask_cancel(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], receipt_id: FromPath[int]
    ) -> Response[str]:
        """Ask why a receipt is to be cancelled."""
        return await _cancel_page(request, act, receipt_id, None)

    @post("/fees/{receipt_id:int}/cancel", status_code=303)
    async def cancel(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], receipt_id: FromPath[int]
    ) -> Response[Any]:
        """Cancel a receipt and go back to the account."""
        form = await read_form(request, Cancel)
        if form.problems:
            return await _cancel_page(request, act, receipt_id, form)
        return redirect(f"/staff/dossiers/{await cancel_receipt(receipt_id, form.checked().reason, act)}/fees")


async def _account_page(
    request: Request[Any, Any, Any], act: Act, code: str, form: Form[Any] | None = None, what: str = ""
) -> Response[str]:
    sheet = await sheet_for(code, act)
    ledger = await dossiers.ledger(sheet.id)
    entries = [line for line in ledger if line.kind == "fee" and line.amount is not None]
    return page(
        "onestop/fees/account.html",
        request,
        status_code=422 if form else 200,
        sheet=sheet,
        account=account(ledger),
        entries=[_entry(line, sheet) for line in reversed(entries)],
        receipts=await queries.of_dossier(sheet.id),
        methods=list(METHOD_TITLES.items()),
        may=any(act.who.may(FEES, unit) for unit in sheet.unit_ids),
        forms={name: form if name == what else None for name in WRITES},
        failed=form,
        key=form.key if form and form.key else uuid.uuid4().hex,
    )


def _entry(line: LedgerLine, sheet: Sheet) -> tuple[LedgerLine, str, str]:
    """Return a line of money, what it says, and its ground; an exemption taken at the intake is named by its code."""
    known = sheet.facts.exemption(line.target) if line.action == "exempted" else None
    return line, str(LEDGER_WORDS[f"fee.{line.action}"]), line.reason or (known.name if known else "")


async def _cancel_page(
    request: Request[Any, Any, Any], act: Act, receipt_id: int, form: Form[Cancel] | None
) -> Response[str]:
    receipt = await queries.find(receipt_id)
    if receipt is None:
        raise Missing
    sheet = await sheet_for(await dossiers.code_of(receipt.dossier), act)
    return page(
        "onestop/papers/cancel.html",
        request,
        status_code=422 if form else 200,
        title=receipt.label,
        label=receipt.label,
        form=form,
        crumbs=[(_("Hồ sơ"), "/staff/dossiers"), (sheet.code, f"/staff/dossiers/{sheet.code}")],
        back=f"/staff/dossiers/{sheet.code}/fees",
        action=f"/staff/fees/{receipt.id}/cancel",
    )
