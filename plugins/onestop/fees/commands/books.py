"""The frame of every write of money: the dossier held, its account read, the ledger, the sums and the log written."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from msgspec import Struct

from core import audit, db
from core.acting import Act
from core.errors import Forbidden, Problem, Refused
from core.text.formats import format_money
from core.text.i18n import gettext as _
from plugins.onestop.fees.domain.account import Account, Action, Fault, account
from plugins.onestop.papers.access import FEES, sheet_for
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet

_ENTRY = """
INSERT INTO onestop.onestop_dossier_event
  (dossier, at, kind, action, source, target, person_id, person_name, holder_name, reason, amount)
VALUES ($1, $2, 'fee', $3, $4, $5, $6, $7, '', $8, $9) RETURNING id
"""
_SUMS: Final = "UPDATE onestop.onestop_dossier SET fee_due = $2, fee_paid = $3 WHERE id = $1"


class Entry(Struct, frozen=True):
    """One line of money. levy: "phi", "le_phi" or "" for both; when: "after" for what is paid with the result."""

    action: Action
    amount: int
    reason: str
    levy: str = ""
    when: str = ""


@asynccontextmanager
async def books(code: str, act: Act) -> AsyncIterator[tuple[Sheet, Account]]:
    """Hold a dossier and hand out its account, in a transaction. Raises Missing, Forbidden."""
    async with db.transaction():
        sheet = await sheet_for(code, act)
        if not any(act.who.may(FEES, unit) for unit in sheet.unit_ids):
            raise Forbidden(_("Bạn không được thu phí, lệ phí của hồ sơ này."))
        await db.execute("SELECT 1 FROM onestop.onestop_dossier WHERE id = $1 FOR UPDATE", sheet.id)
        yield sheet, account(await dossiers.ledger(sheet.id))


async def enter(sheet: Sheet, entries: Sequence[Entry], act: Act, **after: Any) -> int:
    """Write lines of money, the dossier's sums and the log; return the id of the last line."""
    last = 0
    for entry in entries:
        last = await db.value(
            _ENTRY,
            *(sheet.id, act.at, entry.action, entry.when, entry.levy, act.who.person_id, act.who.display_name),
            *(entry.reason, entry.amount),
        )
    now = account(await dossiers.ledger(sheet.id))
    await db.execute(_SUMS, sheet.id, now.due, now.kept)
    await audit.record(
        act,
        f"onestop.fee_{entries[-1].action}",
        subject="onestop.dossier",
        subject_id=sheet.id,
        unit_id=sheet.unit_id,
        before={"fee_due": sheet.fee_due, "fee_paid": sheet.fee_paid},
        after={"fee_due": now.due, "fee_paid": now.kept, **after},
    )
    return last


def refuse(fault: Fault | None, now: Account, field: str) -> None:
    """Raise Refused with what is wrong and the way out, unless nothing is."""
    if fault is None:
        return
    words: Mapping[Fault, str] = {
        "nothing": _("Hãy ghi số tiền lớn hơn 0."),
        "above_charge": _("Không miễn, giảm quá số phải thu: %(money)s.", money=format_money(now.due)),
        "above_open": _(
            "Số tiền lớn hơn số còn phải thu: %(money)s. Nếu có khoản thu khác, hãy ghi khoản thu đó trước.",
            money=format_money(now.open + now.unreceipted),
        ),
        "receipted": _(
            "Số tiền này đang có biên lai. Hãy hủy biên lai rồi hoàn; chưa có biên lai: %(money)s.",
            money=format_money(now.unreceipted),
        ),
        "nothing_paid": _("Không hoàn quá số đã thu: %(money)s.", money=format_money(now.kept)),
    }
    raise Refused(Problem(words[fault], field, fault))
